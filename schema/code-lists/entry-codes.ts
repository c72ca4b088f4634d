/*
 * Codes of Fiks innreise (KS, OpenAPI of innreise v1), as entries carry them. Numbers stay numbers in the stores; here is
 * what they are called.
 */

/** How somebody signed in when registering: the third part of a reference code. */
export const loginMethods = { 1: 'SMS', 2: 'EMAIL', 3: 'MANUAL', 4: 'ID_PORTEN' } as const
export type LoginMethod = (typeof loginMethods)[keyof typeof loginMethods]

/** Level 1: quarantine or exempt from it. */
export const quarantineChoices = { 1001: 'QUARANTINE', 1002: 'EXEMPT' } as const
/** Level 2, the ground of an exemption: the range the list has, of which 2008 is a verified Norwegian certificate. */
export const exemptionGrounds = { first: 2001, last: 2008, verifiedCertificate: 2008 } as const
/** Level 3, the detail of a ground. */
export const exemptionDetails = { first: 3001, last: 3026 } as const
/** Level 4, where the quarantine is; 4001 is a quarantine hotel. */
export const quarantinePlaces = { first: 4001, last: 4012, hotel: 4001 } as const

export function isCodeOf(range: { readonly first: number; readonly last: number }, code: number): boolean {
  return Number.isInteger(code) && code >= range.first && code <= range.last
}

/** What the control centre's follow-up came to: p_follow_up. */
export const followUps = { OK: 'OK', 'IKKE OK': 'NOT_OK', 'IKKE SVAR': 'NO_ANSWER', 'IKKE SATT': 'NOT_SET' } as const
export type FollowUp = (typeof followUps)[keyof typeof followUps]

/** The bydeler of Oslo by number (Oslo kommune). */
export const osloDistricts: Readonly<Record<string, string>> = {
  '01': 'Gamle Oslo',
  '02': 'Grünerløkka',
  '03': 'Sagene',
  '04': 'St. Hanshaugen',
  '05': 'Frogner',
  '06': 'Ullern',
  '07': 'Vestre Aker',
  '08': 'Nordre Aker',
  '09': 'Bjerke',
  '10': 'Grorud',
  '11': 'Stovner',
  '12': 'Alna',
  '13': 'Østensjø',
  '14': 'Nordstrand',
  '15': 'Søndre Nordstrand',
}
