import { PublicError } from '../../../../schema/errors.ts'
import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { RestrictedArea, Restriction } from './setting.ts'

type Given = {
  readonly areas?: readonly RestrictedArea[] | null
  readonly organisation?: string | null
  readonly hprNumber?: string | null
  readonly from?: LocalDate | null
  readonly until?: LocalDate | null
}

/** More than anybody has use for; each is looked at whenever health personnel ask. */
const mostRestrictions = 50

/** @throws PublicError PRIVACY_RESTRICTION for what would close nothing, or something else than was meant */
export function readRestrictions(given: readonly Given[]): readonly Restriction[] {
  if (given.length === 0 || given.length > mostRestrictions) throw new PublicError('PRIVACY_RESTRICTION')
  return given.map(({ areas, organisation, hprNumber, from, until }) => {
    const isWrong =
      (organisation != null && !/^\d{9}$/.test(organisation)) ||
      (hprNumber != null && !/^\d{5,9}$/.test(hprNumber)) ||
      areas?.length === 0 ||
      (from != null && until != null && until < from)
    if (isWrong) throw new PublicError('PRIVACY_RESTRICTION')
    return {
      ...(areas && { areas: [...new Set(areas)].sort() }),
      ...(organisation != null && { organisation }),
      ...(hprNumber != null && { hprNumber }),
      ...(from != null && { from }),
      ...(until != null && { until }),
    }
  })
}
