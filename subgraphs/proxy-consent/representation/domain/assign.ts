import type { Caller } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import { addDays, type LocalDate } from '../../../../schema/scalars/local-date.ts'
import { assertReason, type Personnel } from './patient.ts'
import { rulesOn } from './rules.ts'

/** The scope of clients in which doctors assign fullmakter. */
export const assigningScope = 'helsegraf:tildelt-fullmakt'

/** A doctor who may assign and end fullmakter, and the legal entity that answers for it. */
export type Assigner = Personnel & { readonly entity: string }

/**
 * Tildelt fullmakt is for somebody who cannot consent herself, and is assigned by a doctor (facts B3): health personnel
 * whose client has that task, for an organisation.
 * @throws PublicError HEALTH_PERSONNEL_REQUIRED, SCOPE_MISSING
 */
export function admitAssigner(caller: Caller): Assigner {
  const { kind, hprNumber, organisation, scopes = [] } = caller
  if (kind !== 'health-personnel' || hprNumber === undefined || !organisation) {
    throw new PublicError('HEALTH_PERSONNEL_REQUIRED', { details: { claim: 'hpr_number' } })
  }
  if (!scopes.includes(assigningScope)) throw new PublicError('SCOPE_MISSING', { details: { scope: assigningScope } })
  return { ...caller, hprNumber, entity: organisation.parent ?? organisation.number }
}

/** @throws PublicError REASON_REQUIRED, FULLMAKT_INVALID */
export function checkAssignment(
  { assessment, validUntil }: { readonly assessment: string; readonly validUntil: LocalDate },
  today: LocalDate,
): void {
  assertReason(assessment)
  const longest = rulesOn(today)?.fullmakt.longestAssignedDays ?? 0
  if (validUntil > addDays(today, longest)) throw new PublicError('FULLMAKT_INVALID', { details: { reason: 'PERIOD' } })
}
