import type { Mark } from './fault.ts'
import type { Spot } from './model.ts'
import type { Sheet } from './sheet.ts'

/** An object as a subgraph sent it. It is never written to: a subgraph in this process may share it. */
export type Raw = Readonly<Record<string, unknown>>

/** An object of the answer to which several fetches give fields, and each of them by itself, beside the others. */
export class Place {
  readonly parent: Place | undefined
  /** By the number of the source at its spot. */
  readonly raws: (Raw | undefined)[]
  /** By the slot of the tracked child: a place, null, or lists of them. */
  kids: unknown[] | undefined
  /** Whether it hangs below several places: an entity asked for once and found in many. */
  isShared = false
  /** Where it has been written, and as which fields. */
  written: { readonly as: unknown; readonly on: Sheet; readonly start: number; readonly end: number } | undefined
  /** Why a source gave nothing here. */
  faults: (readonly Mark[] | undefined)[] | undefined

  constructor(spot: Spot, parent: Place | undefined) {
    this.parent = parent
    // Of the exact length: a list that grows would take three times the memory.
    this.raws = new Array(spot.sources.length)
    if (spot.hungChildren > 0) this.kids = new Array(spot.hungChildren)
  }
}

export const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys such as `constructor` and `__proto__`, which every object seems to have. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype))

export const mayInherit = (key: string): boolean => inherited.has(key)

/** Reads a key that a client may have chosen. */
export function own(raw: Raw, key: string): unknown {
  return inherited.has(key) && !Object.hasOwn(raw, key) ? undefined : raw[key]
}
