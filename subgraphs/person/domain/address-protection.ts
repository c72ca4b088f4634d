import type { AddressProtection } from '../store/tables.ts'
import type { PersonRecord, RelativeRecord } from './person-record.ts'

/**
 * Fortrolig and strengt fortrolig address (kode 7 and 6). Klientadresse (kode 4) is a delivery address and hides nobody.
 */
export function isProtected({ addressProtection }: { readonly addressProtection: AddressProtection }): boolean {
  return addressProtection === 'FORTROLIG' || addressProtection === 'STRENGT_FORTROLIG'
}

/** Where somebody lives; nothing for a protected address, not even the kommune (requirements A8). */
export function shownKommuneNumber(person: PersonRecord): string | null {
  return isProtected(person) ? null : person.kommuneNumber
}

/**
 * The relatives a person may be shown: one at a protected address can neither represent nor be represented (facts B3),
 * so such a relative is left out without a trace, and somebody who lives at one has none here.
 */
export function shownRelatives(person: PersonRecord, relatives: readonly RelativeRecord[]): readonly RelativeRecord[] {
  return isProtected(person) ? [] : relatives.filter(relative => !isProtected(relative))
}
