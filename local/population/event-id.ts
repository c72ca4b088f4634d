import { itemAt } from './random.ts'

const hex4 = Array.from({ length: 0x1_0000 }, (_, word) => word.toString(16).padStart(4, '0'))
const low = (word: number) => itemAt(hex4, word & 0xffff)
const high = (word: number) => itemAt(hex4, word >>> 16)

/** What an id names; two ids of one person differ in this or in their number. */
export type EventKind = 'vaccination' | 'result' | 'sample' | 'case' | 'fullmakt' | 'authorisation'
const kindDigits: Record<EventKind, number> = {
  vaccination: 1,
  result: 2,
  sample: 3,
  case: 4,
  fullmakt: 5,
  authorisation: 6,
}

/**
 * A UUID of version 8 (RFC 9562 §5.8): the person, the kind, the number of the event, and two words of chance.
 * Unique by construction; and ascending in the order of loading, which keeps a primary key's index cheap to fill.
 * @param number the event's number among those of its kind that the person has, 0–255
 */
export function eventId(person: number, kind: EventKind, number: number, chance: number, more: number): string {
  const place = (kindDigits[kind] << 8) | number
  return `${high(person)}${low(person)}-${low(place)}-8${high(chance).slice(1)}-${low((chance & 0x3fff) | 0x8000)}-${high(more)}${low(more)}${low(chance ^ more)}`
}
