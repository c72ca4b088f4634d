import { Ctx, Directive, Query, Resolver } from 'type-graphql'
import { openIdentity, sealGrant, subjectFor } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import type { Context } from '../../kernel/context.ts'
import { selfGrant } from '../domain/self-grant.ts'
import type { PersonLoaders } from '../loaders.ts'
import { PersonStub } from '../schema/person.ts'
import type { PersonServices } from '../services.ts'

@Resolver(() => PersonStub)
export class Me {
  /** @throws PublicError POLICY_NOT_MET for a caller who is not a citizen, PERSON_UNKNOWN */
  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @Query(() => PersonStub, { nullable: true, description: 'The person who is signed in.' })
  async me(
    @Ctx() { caller, now, loaders, services: { keys } }: Context<PersonServices, PersonLoaders>,
  ): Promise<PersonStub> {
    // A clerk's or a doctor's sign-in is for their work; their own data are for Helsenorge.
    if (caller.kind !== 'citizen')
      throw new PublicError('POLICY_NOT_MET', { details: { policy: 'citizen', claim: 'iss' } })
    const person = await loaders.people.load([openIdentity(keys.identityKeys, caller)])
    if (!person) throw new PublicError('PERSON_UNKNOWN')
    const subject = subjectFor(caller, keys.pseudonymKey, String(person.personId))
    const grant = selfGrant(person, { subject, caller, now })
    // The fields that follow ask by all numbers: they are answered from what was just read.
    loaders.people.prime(grant.identifiers, person)
    return { grant: sealGrant(keys.grantKeys, grant, caller) }
  }
}
