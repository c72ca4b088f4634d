import { type LocalDate, localDate } from '../scalars/local-date.ts'
import { findKommune } from './kommuner.ts'
import list from './postal-codes.json' with { type: 'json' }

/** Postal codes from one to another, the kommune they lie in, and the days on which that is so. */
export type PostalSeries = {
  readonly from: string
  readonly to: string
  readonly kommune: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
}

/** The kommune of a postal code on a day; undefined where nobody knows it: then no kommune may be guessed. */
export type KommuneOfPostalCode = ((postalCode: string | null, on: LocalDate) => string | undefined) & {
  /** Whether a number is a kommune's: of the list, or one that postal codes lead to (the list ends before 2024). */
  readonly isKommune: (number: string) => boolean
}

/** The series that come with the code. */
export const postalSeries: readonly PostalSeries[] = list.series.map(
  ([from = '', to = '', kommune = '', validFrom, validTo]) => ({
    from: String(from),
    to: String(to),
    kommune: String(kommune),
    validFrom: localDate(String(validFrom)),
    validTo: validTo === null || validTo === undefined ? null : localDate(validTo),
  }),
)

/** A lookup that costs the same for every code: postal codes have four digits, so all of them fit in a table. */
export function createKommuneOfPostalCode(series: readonly PostalSeries[] = postalSeries): KommuneOfPostalCode {
  const byCode: PostalSeries[][] = Array.from({ length: 10_000 }, () => [])
  for (const one of series) {
    for (let code = Number(one.from); code <= Number(one.to); code++) byCode[code]?.push(one)
  }
  const named = new Set(series.map(({ kommune }) => kommune))
  const kommuneOf = (postalCode: string | null, on: LocalDate) => {
    if (postalCode === null || !/^\d{4}$/.test(postalCode)) return undefined
    return byCode[Number(postalCode)]?.find(
      ({ validFrom, validTo }) => validFrom <= on && (validTo === null || on <= validTo),
    )?.kommune
  }
  return Object.assign(kommuneOf, {
    isKommune: (number: string) => named.has(number) || findKommune(number) !== undefined,
  })
}

/**
 * Posten's own file: a line a code, tab-separated, of which the first and third column are code and kommune. It is
 * today's truth: the whole of it holds from a day on.
 * @throws naming the line that cannot be read
 */
export function readPostalRegister(bytes: Uint8Array, validFrom: LocalDate): readonly PostalSeries[] {
  const lines = new TextDecoder('windows-1252').decode(bytes).split(/\r?\n/)
  return lines
    .filter(line => line !== '')
    .map((line, index) => {
      const [code = '', , kommune = ''] = line.split('\t')
      if (!/^\d{4}$/.test(code) || !/^\d{4}$/.test(kommune)) {
        throw new Error(`line ${index + 1} of the postal code register cannot be read`)
      }
      return { from: code, to: code, kommune, validFrom, validTo: null }
    })
}
