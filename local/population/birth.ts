import { type Day, daysIn, firstDayOf } from './calendar.ts'
import { blockSize, type Slot } from './families.ts'
import { capacityOf } from './identity-number.ts'
import { Random } from './random.ts'

const placeStream = 3

export type Birth = {
  readonly day: Day
  /** Which of the persons of one sex born on that day this is. */
  readonly serial: number
}

/**
 * When the person in a slot of some block was born. The persons of one age and sex are counted through all blocks: the
 * count, spread over the days of the year, gives the day, and the rounds it has made the serial. So no two persons
 * share day, sex and serial, and each day gets as many as any other.
 */
export function birthOf({ seed, on }: { readonly seed: number; readonly on: Date }, block: number, slot: Slot): Birth {
  const year = birthYearOf(slot.age, on)
  const days = daysIn(year)
  const count = block * slot.ranks + slot.rank
  const start = new Random(seed, placeStream, slot.age * 2 + (slot.sex === 'F' ? 0 : 1)).below(days)
  // 167 is prime and divides neither 365 nor 366: every day is met once a round, and neighbours are far apart.
  return { day: firstDayOf(year) + ((start + (count % days) * 167) % days), serial: Math.floor(count / days) }
}

/** Ages are those at the end of last year, so that everybody is born. */
function birthYearOf(age: number, on: Date): number {
  return on.getUTCFullYear() - 1 - age
}

/** @throws RangeError when a day would have more persons than it has numbers for */
export function refuseTooMany(slots: readonly Slot[], size: number, on: Date): void {
  const blocks = Math.ceil(size / blockSize)
  for (const { age, ranks } of slots) {
    const year = birthYearOf(age, on)
    if (Math.ceil((ranks * blocks) / daysIn(year)) > capacityOf(year)) {
      throw new RangeError(`a population of ${size} needs more identity numbers than there are`)
    }
  }
}
