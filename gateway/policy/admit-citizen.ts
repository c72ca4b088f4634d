import { PublicError } from '../../schema/errors.ts'
import type { Assurance } from '../identity/index.ts'

/** The level at which a citizen may see health data: eIDAS high, formerly level 4 (requirements A3). */
export const requiredLevel = 'idporten-loa-high'

/**
 * Whether a signed-in citizen may use the citizen's channel at all.
 * @throws PublicError STEP_UP_REQUIRED, NATIONAL_IDENTITY_REQUIRED: both say what to do instead
 */
export function admitCitizen({ level, identifierKind }: Assurance): void {
  if (identifierKind === 'FELLES_HJELPENUMMER') throw new PublicError('NATIONAL_IDENTITY_REQUIRED')
  if (level !== requiredLevel) throw new PublicError('STEP_UP_REQUIRED', { details: { requiredLevel } })
}
