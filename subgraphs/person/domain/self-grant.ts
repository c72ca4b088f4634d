import type { Area, Caller, Grant } from '../../../schema/access.ts'
import type { PersonRecord } from './person-record.ts'

/** What a person may see of herself. */
const ownAreas: readonly Area[] = [
  'identity',
  'vaccinations',
  'tests',
  'recoveries',
  'certificates',
  'entries',
  'consents',
  'insight',
]

const lifetimeSeconds = 5 * 60
/** Within one of these a grant is the same, so that it is sealed once. */
const stepSeconds = 30

/** A grant for somebody to see herself, under all her numbers. `subject` is her pseudonym. */
export function selfGrant(
  { identities }: PersonRecord,
  { subject, caller, now }: { readonly subject: string; readonly caller: Caller; readonly now: Date },
): Grant {
  return {
    subject,
    identifiers: identities.map(({ identifier }) => identifier),
    areas: ownAreas,
    basis: 'self',
    purpose: caller.purpose ?? 'own-insight',
    expires: Math.floor(now.getTime() / 1000 / stepSeconds) * stepSeconds + lifetimeSeconds,
  }
}
