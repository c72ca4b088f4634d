import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql'
import { pseudonymOf } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import type { Context } from '../../kernel/context.ts'
import type { Traveller } from '../help-number/find-or-issue.ts'
import { HelpNumber, HelpNumberInput } from '../schema/help-number.ts'
import type { PersonServices } from '../services.ts'

/** For test stations at the border and others who register tests and vaccinations on travellers. */
export const helpNumberScope = 'helsegraf:help-number'

const longestName = 100
const wrong = (reason: string) => new PublicError('BAD_REQUEST', { details: { reason } })

@Resolver()
export class HelpNumbers {
  /** @throws PublicError POLICY_NOT_MET, SCOPE_MISSING, BAD_REQUEST */
  @Mutation(() => HelpNumber, {
    nullable: true,
    description:
      'The felles hjelpenummer of who holds a travel document: the one issued before, or a new one. Asked again, it is the same.',
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  @Directive(`@requiresScopes(scopes: [["${helpNumberScope}"]])`)
  async findOrIssueHelpNumber(
    @Arg('input', () => HelpNumberInput, { description: 'Who it is for.' }) input: HelpNumberInput,
    @Ctx() { caller, now, services, recordDisclosure }: Context<PersonServices>,
  ): Promise<HelpNumber> {
    if (caller.kind === 'citizen')
      throw new PublicError('POLICY_NOT_MET', { details: { policy: 'work', claim: 'iss' } })
    if (!caller.scopes?.includes(helpNumberScope))
      throw new PublicError('SCOPE_MISSING', { details: { scope: helpNumberScope } })
    const found = await services.helpNumbers.findOrIssue(toTraveller(input, now), now)
    await recordDisclosure({
      subjects: [pseudonymOf(services.keys.pseudonymKey, 'subject', found.number)],
      area: 'identity',
      basis: 'covid-19-forskriften-5b',
      purpose: 'quarantine',
    })
    return found
  }
}

function toTraveller({ givenName, familyName, birthDate, sex, document }: HelpNumberInput, now: Date): Traveller {
  const [given, family] = [givenName, familyName].map(name => name.trim().normalize('NFC')) as [string, string]
  if (given === '' || family === '' || given.length > longestName || family.length > longestName) throw wrong('name')
  if (birthDate > osloDay(now) || birthDate < '1900-01-01') throw wrong('birthDate')
  const country = document.country.trim().toUpperCase()
  const number = document.number.toUpperCase().replace(/[\s-]/g, '')
  if (!/^[A-Z]{2}$/.test(country) || !/^[A-Z0-9]{4,20}$/.test(number)) throw wrong('document')
  return { given, family, birthDate, sex, document: { country, number } }
}
