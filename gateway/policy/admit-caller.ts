import { PublicError } from '../../schema/errors.ts'
import type { Assurance, Identified } from '../identity/index.ts'

/** The level at which a citizen may see health data: eIDAS high, formerly level 4 (requirements A3). */
export const requiredLevel = 'idporten-loa-high'
/** The level at which somebody may work with others' health data (requirements B15). */
export const requiredSecurityLevel = '4'
/** What clients of HelseID and Maskinporten ask for to reach the graph at all; more is asked by its fields. */
export const graphScope = 'nhn:helsegraf/graph'

/**
 * Whether a proven caller may come in at all.
 * @throws PublicError STEP_UP_REQUIRED, NATIONAL_IDENTITY_REQUIRED, SECURITY_LEVEL_TOO_LOW, SCOPE_MISSING: each says
 *   what to do instead
 */
export function admitCaller({ caller, assurance }: Pick<Identified, 'caller' | 'assurance'>): void {
  if (caller.kind === 'citizen') {
    admitCitizen(assurance)
    return
  }
  if (caller.kind !== 'machine' && assurance.level !== requiredSecurityLevel) {
    const details = { claim: 'security_level', requiredLevel: requiredSecurityLevel }
    throw new PublicError('SECURITY_LEVEL_TOO_LOW', { details })
  }
  if (!caller.scopes?.includes(graphScope)) throw new PublicError('SCOPE_MISSING', { details: { scope: graphScope } })
}

function admitCitizen({ level, identifierKind }: Assurance): void {
  if (identifierKind === 'FELLES_HJELPENUMMER')
    throw new PublicError('NATIONAL_IDENTITY_REQUIRED', { details: { claim: 'pid' } })
  if (level !== requiredLevel) throw new PublicError('STEP_UP_REQUIRED', { details: { claim: 'acr', requiredLevel } })
}
