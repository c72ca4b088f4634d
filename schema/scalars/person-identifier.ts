declare const checked: unique symbol

/** Fødselsnummer, D-nummer and felles hjelpenummer are together the national identity of a person (requirements F1). */
export type PersonIdentifierKind = 'FODSELSNUMMER' | 'D_NUMMER' | 'FELLES_HJELPENUMMER'

/** Eleven digits whose form, day and check digits hold. A parsed value is the proof; nothing else joins data. */
export type PersonIdentifier = string & { readonly [checked]: 'PersonIdentifier' }

/** Production refuses synthetic numbers (month+80); everywhere else refuses numbers that could be a real person's. */
export type IdentifierProfile = 'only-real' | 'only-synthetic'

const firstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2] as const
const secondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2] as const

const weighted = (digits: readonly number[], weights: readonly number[]) =>
  weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0)

/** Control digits. From 2032 the first may leave rest 0, 1, 2 or 3; the second is unchanged (Skatteetaten, facts B1). */
function hasValidControlDigits(digits: readonly number[]): boolean {
  const rest = (weighted(digits, firstWeights) + (digits[9] ?? 0)) % 11
  return rest <= 3 && (weighted(digits, secondWeights) + (digits[10] ?? 0)) % 11 === 0
}

/** Control digits as they are computed until 2032 and for felles hjelpenummer: both sums leave no rest. */
function hasClassicControlDigits(digits: readonly number[]): boolean {
  return hasValidControlDigits(digits) && (weighted(digits, firstWeights) + (digits[9] ?? 0)) % 11 === 0
}

/** A day that exists in some year: the century is not derivable from 2032, so 29 February always passes. */
function isCalendarDay(day: number, month: number): boolean {
  return day >= 1 && month >= 1 && month <= 12 && day <= new Date(Date.UTC(2000, month, 0)).getUTCDate()
}

export type ParsedIdentifier = {
  readonly value: PersonIdentifier
  readonly kind: PersonIdentifierKind
  readonly isSynthetic: boolean
}

/**
 * Reads an identity number. Institution-local H-numbers (month+40) are refused: they mean nothing outside their
 * institution. Never derive birth date or sex from the number; `person` has them.
 */
export function parsePersonIdentifier(text: string): ParsedIdentifier | undefined {
  if (!/^\d{11}$/.test(text)) return undefined
  const digits = Array.from(text, Number)
  const [first = 0] = digits
  if (first >= 8) {
    // Felles hjelpenummer: first digit 8 or 9, the rest means nothing (NHN). No synthetic range is defined.
    return hasClassicControlDigits(digits)
      ? { value: text as PersonIdentifier, kind: 'FELLES_HJELPENUMMER', isSynthetic: false }
      : undefined
  }
  const isDNummer = first >= 4
  const month = Number(text.slice(2, 4))
  const isSynthetic = month > 80
  const day = Number(text.slice(0, 2)) - (isDNummer ? 40 : 0)
  if (!isCalendarDay(day, isSynthetic ? month - 80 : month) || !hasValidControlDigits(digits)) return undefined
  return { value: text as PersonIdentifier, kind: isDNummer ? 'D_NUMMER' : 'FODSELSNUMMER', isSynthetic }
}

/** Felles hjelpenummer has no synthetic range, so the profile does not judge it. */
export function isAllowed(identifier: ParsedIdentifier, profile: IdentifierProfile): boolean {
  if (identifier.kind === 'FELLES_HJELPENUMMER') return true
  return identifier.isSynthetic === (profile === 'only-synthetic')
}
