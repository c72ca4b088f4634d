declare const checked: unique symbol

/** Nine digits of Enhetsregisteret whose check digit holds: a legal entity or a unit of one. */
export type OrganisationNumber = string & { readonly [checked]: 'OrganisationNumber' }

const weights = [3, 2, 7, 6, 5, 4, 3, 2, 1] as const

/** Modulus 11 over all nine digits, the check digit with weight 1. */
export function parseOrganisationNumber(text: string): OrganisationNumber | undefined {
  if (!/^\d{9}$/.test(text)) return undefined
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  return sum % 11 === 0 ? (text as OrganisationNumber) : undefined
}
