import { openMandate, sealGrant, subjectFor } from '../../../schema/access.ts'
import type { Context } from '../../kernel/context.ts'
import { mandatedGrant } from '../domain/mandated-grant.ts'
import type { PersonLoaders } from '../loaders.ts'
import type { PersonStub } from '../schema/person.ts'
import type { PersonServices } from '../services.ts'

/**
 * The person that another registry has a mandate for, with a grant of it.
 * @throws PublicError FORBIDDEN for a mandate that is not this caller's, or has expired
 */
export async function mandatedPerson(
  mandate: unknown,
  { caller, now, loaders, services: { keys } }: Context<PersonServices, PersonLoaders>,
): Promise<PersonStub | null> {
  const opened = openMandate(keys.mandateKeys, mandate, { caller, now })
  const person = await loaders.people.load([opened.identifier])
  if (!person) return null
  const given = mandatedGrant(person, opened, subjectFor(caller, keys.pseudonymKey, String(person.personId)))
  if (!given) return null
  loaders.people.prime(given.identifiers, person)
  return { grant: sealGrant(keys.grantKeys, given, caller) }
}
