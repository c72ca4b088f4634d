import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import { type Day, dayMs, osloInstant } from './calendar.ts'
import type { Infection } from './infections.ts'
import type { Kommune } from './kommuner.ts'
import type { Origin } from './names.ts'
import { itemAt, type Random } from './random.ts'
import type { Travel } from './travel.ts'

/** A number a person has from a day on. */
export type NumberHeld = { readonly identifier: PersonIdentifier; readonly from: Day }

/** What a registry's rows about a person follow from. */
export type Life = {
  readonly personId: number
  readonly birth: Day
  readonly birthYear: number
  /** In order; the last one is current. */
  readonly numbers: readonly NumberHeld[]
  readonly origin: Origin
  readonly kommune: Kommune
  readonly writesNynorsk: boolean
  /** Nothing is sampled or given after this day: today, or the person's last. */
  readonly lastDay: Day
  /** Nothing is registered after this instant. */
  readonly now: Date
  /** Those that were confirmed, in order. */
  readonly infections: readonly Infection[]
  /** Into Norway in the last days, if at all. */
  readonly travel?: Travel | undefined
}

/** The number that was the person's on a day; before the first one was given, the first. */
export function numberOn(life: Life, day: Day): PersonIdentifier {
  let held = itemAt(life.numbers, 0)
  for (const number of life.numbers) if (number.from <= day) held = number
  return held.identifier
}

/** Some minutes of the working day, from eight in the morning on. */
export function workingHour(random: Random, day: Day): Date {
  return osloInstant(day, 480 + random.below(600))
}

/** Later by a number of minutes, or undefined where that has not come yet. */
export function laterBy(minutes: number, instant: Date, now: Date): Date | undefined {
  const time = instant.getTime() + minutes * 60_000
  return time > now.getTime() ? undefined : new Date(time)
}

export function yearsOn(life: Life, day: Day): number {
  return Math.floor((day - life.birth) / 365.2425)
}

export const dayIn = (instant: Date): Day => Math.floor(instant.getTime() / dayMs)
export const osloMidday = (day: Day) => osloInstant(day, 720)
