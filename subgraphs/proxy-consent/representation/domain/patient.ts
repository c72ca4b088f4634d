import type { Area, Caller, Mandate } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'

export const patientPurposes = ['treatment', 'emergency'] as const
export type PatientPurpose = (typeof patientPurposes)[number]

/** What health personnel may see of a patient. Certificates are the person's own. */
const patientAreas: readonly Area[] = ['identity', 'vaccinations', 'tests', 'recoveries']

/** The scope by which HelseID's clients ask for the emergency role. */
export const emergencyScope = 'helsegraf:emergency'

const reasonLength = { least: 10, most: 500 }

export type Personnel = Caller & { readonly hprNumber: string }

/**
 * Who gives health care may see what the care needs (helsepersonelloven § 45, pasientjournalloven § 19). In an emergency
 * also what the patient has closed, by those who have that role and say why.
 * @throws PublicError HEALTH_PERSONNEL_REQUIRED, EMERGENCY_ROLE_REQUIRED, REASON_REQUIRED
 */
export function admitPersonnel(caller: Caller, purpose: PatientPurpose, reason: string | undefined): Personnel {
  const { kind, hprNumber, scopes = [] } = caller
  if (kind !== 'health-personnel' || hprNumber === undefined) {
    throw new PublicError('HEALTH_PERSONNEL_REQUIRED', { details: { claim: 'hpr_number' } })
  }
  if (purpose === 'emergency') {
    if (!scopes.includes(emergencyScope)) {
      throw new PublicError('EMERGENCY_ROLE_REQUIRED', { details: { claim: `scope ${emergencyScope}` } })
    }
    assertReason(reason)
  }
  return { ...caller, hprNumber }
}

/** @throws PublicError REASON_REQUIRED for what is no sentence, or as long as a record */
export function assertReason(reason: string | undefined): void {
  const length = reason?.trim().length ?? 0
  const { least, most } = reasonLength
  if (length < least || length > most) {
    throw new PublicError('REASON_REQUIRED', { details: { limit: `${least}–${most}` } })
  }
}

export function patientMandate(
  identifier: Mandate['identifier'],
  purpose: PatientPurpose,
  expires: number,
): Mandate & { readonly basis: 'helsehjelp' | 'emergency' } {
  return {
    identifier,
    areas: patientAreas,
    basis: purpose === 'emergency' ? 'emergency' : 'helsehjelp',
    purpose,
    expires,
  }
}
