import { GraphQLError, GraphQLScalarType } from 'graphql'

declare const checked: unique symbol

/** A calendar day, `YYYY-MM-DD`, with no time zone. Days that law counts are days in Europe/Oslo. */
export type LocalDate = string & { readonly [checked]: 'LocalDate' }

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/
const dayMs = 86_400_000

/** The only way to a `LocalDate` from outside: a real day of the Gregorian calendar, or undefined. */
export function parseLocalDate(text: string): LocalDate | undefined {
  const parts = pattern.exec(text)
  if (!parts) return undefined
  const time = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
  return new Date(time).toISOString().slice(0, 10) === text ? (text as LocalDate) : undefined
}

/** A literal in our own code or data files; throws on a day that does not exist. */
export function localDate(text: string): LocalDate {
  const day = parseLocalDate(text)
  if (!day) throw new RangeError('not a calendar day')
  return day
}

const osloParts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** The day it is in Norway at an instant. */
export function osloDay(instant: Date): LocalDate {
  return osloParts.format(instant).slice(0, 10) as LocalDate
}

/** The instant at which a day begins in Norway: its midnight, summer time or not. */
export function startOfOsloDay(day: LocalDate): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`)
  // Oslo is one or two hours ahead; the right offset is the one that lands on that day's midnight.
  for (const hours of [1, 2]) {
    const candidate = new Date(asUtc - hours * 3_600_000)
    if (osloParts.format(candidate) === `${day} 00:00:00`) return candidate
  }
  throw new RangeError('no midnight on that day in Europe/Oslo')
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10) as LocalDate
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs
}

/** Whole years lived on a day. Born on 29 February: the birthday is 1 March in common years. */
export function ageOn(birthDate: LocalDate, day: LocalDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** The day somebody becomes so many years: of those born on 29 February, 1 March in common years. */
export function birthday(birthDate: LocalDate, years: number): LocalDate {
  const year = String(Number(birthDate.slice(0, 4)) + years).padStart(4, '0')
  return parseLocalDate(`${year}${birthDate.slice(4)}`) ?? localDate(`${year}-03-01`)
}

function coerce(value: unknown): LocalDate {
  const day = typeof value === 'string' ? parseLocalDate(value) : undefined
  if (!day) throw new GraphQLError('LocalDate is a calendar day as YYYY-MM-DD')
  return day
}

export const LocalDateScalar = new GraphQLScalarType<LocalDate, string>({
  name: 'LocalDate',
  description: 'A calendar day, YYYY-MM-DD, without a time zone (ISO 8601-1 5.2.2.1).',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize: coerce,
  parseValue: coerce,
})
