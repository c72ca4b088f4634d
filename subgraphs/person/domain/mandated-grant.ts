import { type Grant, type Mandate, representationBases } from '../../../schema/access.ts'
import { isProtected } from './address-protection.ts'
import type { PersonRecord } from './person-record.ts'

/**
 * The grant that follows from a mandate: over all the person's numbers, whichever of them the mandate names. None where
 * somebody would act for a person at a protected address, or for one who has died; nothing tells which.
 */
export function mandatedGrant(person: PersonRecord, mandate: Mandate, subject: string): Grant | undefined {
  const isRepresented = representationBases.includes(mandate.basis)
  if (isRepresented && (isProtected(person) || person.diedOn !== null)) return undefined
  const { areas, basis, purpose, expires } = mandate
  return { subject, identifiers: person.identities.map(({ identifier }) => identifier), areas, basis, purpose, expires }
}
