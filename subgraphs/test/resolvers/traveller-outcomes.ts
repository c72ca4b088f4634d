import { Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import { openCohort, openFinding, otherNumbersOf, sealFinding } from '../../../schema/cohort.ts'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import { toLoggedCaller } from '../../kernel/access-log/entry.ts'
import type { Context } from '../../kernel/context.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import { TravellerListStub } from '../schema/traveller-list.ts'
import type { TestServices } from '../services.ts'

@Resolver(() => TravellerListStub)
export class TravellerOutcomes {
  /**
   * How each candidate stands, as one letter: enough to choose by, and nothing that is kept. Empty where the law does not
   * let results be used, and where nobody could say which numbers are one person's: a result could be missed.
   */
  @FieldResolver(() => ID, { nullable: true, description: 'How those who may be on the list stand, sealed.' })
  @Directive('@inaccessible')
  @Directive('@requires(fields: "aliases")')
  async outcomes(
    @Root() { cohort: sealed, aliases }: TravellerListStub,
    @Ctx() context: Context<TestServices>,
  ): Promise<string | null> {
    const { caller, now, services, correlationId } = context
    const { store, keys, accessLog } = services
    const cohort = openCohort(keys.cohortKeys, sealed, { caller, now })
    if (!cohort.asksResults || typeof aliases !== 'string') return null
    const { basis, purpose } = cohort
    await accessLog.record({
      at: now,
      kind: 'read',
      register: 'test',
      area: 'tests',
      subject: 'cohort',
      caller: toLoggedCaller(caller),
      basis,
      purpose,
      correlationId,
    })
    const said = await readRegistry(context, 'test', async () => {
      const others = otherNumbers(openFinding(keys.cohortKeys, 'aliases', aliases, sealed))
      const found = await store.findOutcomes({
        numbers: cohort.numbers,
        days: cohort.days,
        ...others,
        today: cohort.today as LocalDate,
        changedSince: new Date(cohort.changedSince * 1000),
      })
      // Behind the letters, how fresh they are: the list tells of it.
      const rows = `${found.letters} ${found.updatedAt?.toISOString() ?? ''}`
      return { rows, isEmpty: !/[^-]/.test(found.letters), updatedAt: found.updatedAt }
    })
    return sealFinding(keys.cohortKeys, 'outcomes', said, sealed)
  }
}

/** Most have one number: the others are few, each with the place of its candidate, from 1. */
function otherNumbers(aliases: string): { readonly others: string; readonly places: string } {
  const others: string[] = []
  const places: number[] = []
  for (const [at, alias] of aliases.split(',').entries()) {
    for (const number of otherNumbersOf(alias)) {
      others.push(number)
      places.push(at + 1)
    }
  }
  return { others: others.join(), places: places.join() }
}
