import { addDays, type LocalDate, localDate } from '../../../schema/scalars/local-date.ts'

/** The same day of the month so many months on; the last day of a month that has no such day (31 August → 28 February). */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const lastOfMonth = addDays(firstDayOf(month + 1), -1)
  if (lastOfMonth.slice(8) < day.slice(8)) return lastOfMonth
  return addDays(firstDayOf(month), Number(day.slice(8)) - 1)
}

/** `month` counts from January of year 0. */
function firstDayOf(month: number): LocalDate {
  const year = String(Math.floor(month / 12)).padStart(4, '0')
  return localDate(`${year}-${String((month % 12) + 1).padStart(2, '0')}-01`)
}
