import { type LocalDate, localDate } from '../scalars/local-date.ts'
import list from './kommuner.json' with { type: 'json' }

export type Kommune = {
  /** Four digits, the first two are the county's. */
  readonly number: string
  readonly name: string
  /** First day of this list, or of the number if that is later. */
  readonly validFrom: LocalDate
  /** Last day of the number; null while it is in use. */
  readonly validTo: LocalDate | null
}

export const kommuner: readonly Kommune[] = list.kommuner.map(({ number, name, validFrom, validTo }) => ({
  number,
  name,
  validFrom: localDate(validFrom),
  validTo: validTo === null ? null : localDate(validTo),
}))

const byNumber = new Map(kommuner.map(kommune => [kommune.number, kommune]))

/** The kommune a number stands for or stood for; numbers have never been used twice in this list. */
export function findKommune(number: string): Kommune | undefined {
  return byNumber.get(number)
}

/** The kommuner that have their number on a day. */
export function kommunerOn(on: LocalDate): readonly Kommune[] {
  return kommuner.filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on <= validTo))
}
