import type { LocalDate } from '../../schema/scalars/local-date.ts'

/** A calendar day as whole days since 1970-01-01: arithmetic on it costs nothing, and text comes from a table. */
export type Day = number

export const dayMs = 86_400_000
const minuteMs = 60_000

export function dayOf(text: string): Day {
  return Date.parse(`${text}T00:00:00Z`) / dayMs
}

export function firstDayOf(year: number): Day {
  return Date.UTC(year, 0, 1) / dayMs
}

export function daysIn(year: number): number {
  return firstDayOf(year + 1) - firstDayOf(year)
}

export function yearOf(day: Day): number {
  return Number(dateText(day).slice(0, 4))
}

const texts = new Map<Day, LocalDate>()

/** `YYYY-MM-DD`; each day is written once and remembered. */
export function dateText(day: Day): LocalDate {
  const known = texts.get(day)
  if (known) return known
  const text = new Date(day * dayMs).toISOString().slice(0, 10) as LocalDate
  texts.set(day, text)
  return text
}

const summers = new Map<number, readonly [from: Day, until: Day]>()

/** Summer time is from the last Sunday of March to the last Sunday of October (Directive 2000/84/EC). */
function summerOf(year: number): readonly [from: Day, until: Day] {
  const known = summers.get(year)
  if (known) return known
  const summer = [lastSunday(Date.UTC(year, 2, 31) / dayMs), lastSunday(Date.UTC(year, 9, 31) / dayMs)] as const
  summers.set(year, summer)
  return summer
}

/** 1970-01-01 was a Thursday, so a Sunday is 3 after a multiple of 7. */
function lastSunday(endOfMonth: Day): Day {
  return endOfMonth - ((endOfMonth - 3) % 7)
}

/** The instant of a minute by the clock in Norway, for minutes from 04:00 on: the switch to summer time is past by then. */
export function osloInstant(day: Day, minute: number): Date {
  const [from, until] = summerOf(new Date(day * dayMs).getUTCFullYear())
  const hoursAhead = day >= from && day < until ? 2 : 1
  return new Date(day * dayMs + minute * minuteMs - hoursAhead * 60 * minuteMs)
}
