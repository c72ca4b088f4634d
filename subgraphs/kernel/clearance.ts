import type { Area, Basis } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { AskRegistry, Onward } from './ask-registry.ts'

/** Who gets to a person by these does so unless she has closed it; by all others, her own settings say nothing of it. */
const gatedBases: readonly Basis[] = ['helsehjelp', 'emergency']
/** What a person can close. Beredskapsregisteret (`entries`) does not rest on consent (requirements I4). */
const gatedAreas: readonly Area[] = ['vaccinations', 'tests', 'recoveries', 'certificates']

export function isGated(basis: Basis, area: Area): boolean {
  return gatedBases.includes(basis) && gatedAreas.includes(area)
}

/**
 * Whether a person's own settings (PVK) let the caller see an area. Asked before anything is read, each time: nothing is
 * remembered, so a setting has effect with the next request, in every process.
 * Of somebody who acts for the person it is asked where a right is used later than it was judged (`KeptRight`).
 * @throws PublicError RESTRICTED_BY_PATIENT, NOT_COVERED_BY_REPRESENTATION, PVK_UNAVAILABLE
 */
export type Clearance = (grant: string, area: Area, onward: Onward) => Promise<void>

/** Where there is nobody to ask, what a person may have closed stays closed. */
export const noClearance: Clearance = () => Promise.reject(new PublicError('PVK_UNAVAILABLE'))

/** What it takes to ask, once a request has ended, whether the caller may still see the person: for a link, say. */
export type KeptRight = {
  readonly grant: string
  /** The caller's own token among them: whoever keeps this keeps it as a secret. */
  readonly onward: Onward['onward']
  /** The last moment it can be asked, in milliseconds since 1970. */
  readonly until: number
}

const query = 'query Clearance($grant: ID!, $area: String!) { clearance(grant: $grant, area: $area) }'

/** Asks PVK itself. */
export function createClearance(ask: AskRegistry): Clearance {
  return async (grant, area, onward) => {
    const outcome = await ask<{ clearance: unknown }>({ query, variables: { grant, area } }, onward).then(
      ({ clearance }) => clearance,
      cause => {
        throw new PublicError('PVK_UNAVAILABLE', { cause })
      },
    )
    if (outcome === 'CLEAR') return
    if (typeof outcome !== 'string') throw new PublicError('PVK_UNAVAILABLE')
    if (outcome === 'Ended') throw new PublicError('NOT_COVERED_BY_REPRESENTATION')
    throw new PublicError('RESTRICTED_BY_PATIENT', { details: { reason: outcome } })
  }
}
