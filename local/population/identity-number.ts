import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import { type Day, dateText } from './calendar.ts'

export type Sex = 'F' | 'M'

/** Individual numbers of the generator come in tens. 900–999 are left out: they belong to the personas. */
const tensByEra = { before2000: { first: 0, count: 50 }, from2000: { first: 50, count: 40 } } as const
/** Of the five last digits for one sex, each control digit can spoil one at most. */
const certainPerTen = 3

/** How many persons of one sex and birthday certainly get a number each. */
export function capacityOf(birthYear: number): number {
  return eraOf(birthYear).count * certainPerTen
}

function eraOf(birthYear: number) {
  if (birthYear < 1900 || birthYear > 2039) throw new RangeError('individual numbers are defined for births 1900–2039')
  return birthYear < 2000 ? tensByEra.before2000 : tensByEra.from2000
}

/**
 * The number of the `serial`-th person of a sex born on a day, synthetic (month+80). Different serials give different
 * numbers, so a population is free of collisions without anybody remembering what was handed out.
 *
 * The serial chooses the first two digits of the individual number, and which of the last digits that are possible
 * there. Over the last digit d the first control digit is a constant − 2d, and with it the second − d (mod 11): each
 * takes the impossible value 10 for one d at most, so three of the five d of a sex always remain.
 * @param serial 0 up to `capacityOf` of the year
 */
export function identityNumber(
  kind: 'FODSELSNUMMER' | 'D_NUMMER',
  day: Day,
  sex: Sex,
  serial: number,
): PersonIdentifier {
  const text = dateText(day)
  const { first, count } = eraOf(Number(text.slice(0, 4)))
  const dayOfMonth = Number(text.slice(8, 10))
  const month = Number(text.slice(5, 7))
  // Seven has no factor in common with 50 or 40: the tens are walked in another order, each exactly once a round.
  const tens = first + ((serial * 7 + dayOfMonth * 3 + month * 11) % count)
  const head =
    (dayOfMonth + (kind === 'D_NUMMER' ? 40 : 0)) * 10_000_000 +
    (month + 80) * 100_000 +
    Number(text.slice(2, 4)) * 1_000 +
    tens * 10
  return possible(head, sex === 'F' ? 0 : 1, 2, Math.floor(serial / count))
}

/**
 * The `index`-th felles hjelpenummer: first digit 8, and no meaning. First digit 9 belongs to the personas.
 * @param index 0 up to ten million
 */
export function fellesHjelpenummer(index: number): PersonIdentifier {
  if (index >= 10_000_000) throw new RangeError('no felles hjelpenummer left')
  return possible(800_000_000 + ((index * 7_654_321) % 10_000_000) * 10, 0, 1, 0)
}

/** The `skip`-th number with nine digits from `head` on, in steps, that has both control digits. */
function possible(head: number, firstDigit: number, step: number, skip: number): PersonIdentifier {
  let left = skip
  for (let digit = firstDigit; digit < 10; digit += step) {
    const control = controlDigits(head + digit)
    if (control !== undefined && left-- === 0)
      return `${String(head + digit).padStart(9, '0')}${control}` as PersonIdentifier
  }
  throw new RangeError('more persons on one day than there are numbers for')
}

/** The two control digits of nine digits (Skatteetaten), or undefined where one of them would be 10. */
export function controlDigits(nine: number): string | undefined {
  const i = Math.floor(nine / 100_000_000) % 10
  const h = Math.floor(nine / 10_000_000) % 10
  const g = Math.floor(nine / 1_000_000) % 10
  const f = Math.floor(nine / 100_000) % 10
  const e = Math.floor(nine / 10_000) % 10
  const d = Math.floor(nine / 1_000) % 10
  const c = Math.floor(nine / 100) % 10
  const b = Math.floor(nine / 10) % 10
  const a = nine % 10
  const first = (11 - ((3 * i + 7 * h + 6 * g + f + 8 * e + 9 * d + 4 * c + 5 * b + 2 * a) % 11)) % 11
  if (first === 10) return undefined
  const second = (11 - ((5 * i + 4 * h + 3 * g + 2 * f + 7 * e + 6 * d + 5 * c + 4 * b + 3 * a + 2 * first) % 11)) % 11
  return second === 10 ? undefined : `${first}${second}`
}
