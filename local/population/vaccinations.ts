import { type Day, dateText, dayOf } from './calendar.ts'
import { covidDosesOf } from './covid-doses.ts'
import { eventId } from './event-id.ts'
import { type Life, laterBy, numberOn, osloMidday } from './life.ts'
import { ordinaryDosesOf } from './ordinary-doses.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'

/** A dose as it was given; what the registry knows of it is less, and later. */
export type Dose = {
  readonly code: string
  readonly day: Day
  readonly number: number | null
  /** ISO 3166-1 alpha-2, where it was given abroad. */
  readonly abroad?: string
}

const sysvakBegins = dayOf('1995-01-01')

/** All vaccinations of a life, in the order they were given. */
export function vaccinationsOf(life: Life, random: Random): Row<'vaccine.vaccination'>[] {
  const rows: Row<'vaccine.vaccination'>[] = []
  for (const dose of [...ordinaryDosesOf(life, random), ...covidDosesOf(life, random)]) {
    if (dose.day < life.birth || dose.day > life.lastDay || dose.day < sysvakBegins) continue
    const row = registered(life, random, dose, rows.length)
    if (row) rows.push(row)
  }
  return rows
}

function registered(life: Life, random: Random, dose: Dose, at: number): Row<'vaccine.vaccination'> | undefined {
  const event_id = eventId(life.personId, 'vaccination', at, random.word(), random.word())
  const isLate = dose.abroad !== undefined || random.chance(0.006)
  const registered_at = laterBy(
    isLate ? random.between(10, 160) * 1_440 : random.between(5, 400),
    osloMidday(dose.day),
    life.now,
  )
  if (!registered_at) return undefined
  const isUnknown = random.chance(0.0004)
  return {
    event_id,
    person_identifier: numberOn(life, dose.day),
    sysvak_code: isUnknown ? random.pick(unknownCodes) : dose.code,
    given_on: dateText(dose.day),
    dose_number: random.chance(dose.abroad ? 0.2 : 0.008) ? null : dose.number,
    batch_number: random.chance(dose.abroad ? 0.5 : 0.01) ? null : batchNumber(dose.code, dose.day),
    country: dose.abroad ?? 'NO',
    is_after_registered: isLate,
    registered_at,
    performer_number: life.kommune.organisation,
    performer_name: `${life.kommune.name} kommune, ${isLate ? 'kommunelegen' : 'vaksinasjon'}`,
  }
}

/** Codes that no list has: registries have them, and nothing may fall over. */
export const unknownCodes = ['COV99', 'UKJ01', 'ABC12'] as const

const letters = 'ABCDEFGHJKLMNPRSTVWXY'
const letter = (number: number) => letters.charAt(number % letters.length)
const digits = (number: number, count: number) => String(number % 10 ** count).padStart(count, '0')

/** The batch in use of a product in a fortnight: thousands share one. Each maker has its own way to write it. */
export function batchNumber(code: string, day: Day): string {
  const turn = Math.floor(day / 14) * 7_919
  switch (code) {
    case 'BNT03':
      return `${letter(turn)}${letter(turn >> 3)}${digits(turn, 4)}`
    case 'MOD03':
      return `30${digits(turn, 5)}`
    case 'ASZ03':
      return `ABV${digits(turn, 4)}`
    case 'JAN03':
      return `XE${digits(turn, 3)}`
    default:
      return `${code.charAt(0)}${letter(turn)}${digits(turn, 5)}${letter(turn >> 5)}`
  }
}
