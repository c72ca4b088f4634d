import { type Mark, type Marks, moveMarks } from './fault.ts'
import type { Guard, Offer, Source, Spot, Target } from './model.ts'
import type { Supergraph } from './supergraph.ts'

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
  /** What was written of it, and as which fields. */
  written: { readonly as: unknown; readonly value: unknown } | undefined
  /** Why a source gave nothing here. */
  faults: (readonly Mark[] | undefined)[] | undefined

  constructor(spot: Spot, parent: Place | undefined) {
    this.parent = parent
    // Of the exact length: a list that grows would take three times the memory.
    this.raws = new Array(spot.sources.length)
    if (spot.trackedChildren > 0) this.kids = new Array(spot.trackedChildren)
  }
}

/** The places found so far, by the number of their spot; only of spots that entity fetches ask about. */
export type PlacesBySpot = readonly Place[][]

export const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys such as `constructor` and `__proto__`, which every object seems to have. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype))

export const mayInherit = (key: string): boolean => inherited.has(key)

/** Reads a key that a client may have chosen. */
export function own(raw: Raw, key: string): unknown {
  return inherited.has(key) && !Object.hasOwn(raw, key) ? undefined : raw[key]
}

/** Hangs an object beside what is known at a place, and makes the places below that it leads to. */
export function hang(place: Place, spot: Spot, source: number, raw: Raw, found: PlacesBySpot, marks: Marks): void {
  place.raws[source] = raw
  const { links, typenameKey } = spot.sources[source] as Source
  if (links.length === 0) return
  for (const link of links) {
    if (link.types && typenameKey !== undefined) {
      const type = raw[typenameKey]
      if (typeof type === 'string' && !link.types.has(type)) continue
    }
    const value = link.mayInherit ? own(raw, link.rawKey) : raw[link.rawKey]
    if (value === undefined) continue
    const { kids } = place
    if (!kids) return
    kids[link.spot.slot] = grow(kids[link.spot.slot], value, link.spot, link.source, place, found, marks)
  }
}

/** Hangs an object where it hangs already: what grew from it there is used here too, as far as it depends on nothing else. */
export function hangAgain(
  place: Place,
  first: Place,
  { spot, source }: Target,
  raw: Raw,
  found: PlacesBySpot,
  marks: Marks,
): void {
  const { links } = spot.sources[source] as Source
  if (!links.every(({ isShareable }) => isShareable)) {
    hang(place, spot, source, raw, found, marks)
    return
  }
  place.raws[source] = raw
  for (const link of links) {
    const kid = first.kids?.[link.spot.slot]
    if (kid === undefined || !place.kids) continue
    place.kids[link.spot.slot] = kid
    share(kid)
  }
}

function share(kid: unknown): void {
  if (kid instanceof Place) kid.isShared = true
  else if (Array.isArray(kid)) for (const item of kid) share(item)
}

function grow(
  known: unknown,
  value: unknown,
  spot: Spot,
  source: number,
  parent: Place,
  found: PlacesBySpot,
  marks: Marks,
): unknown {
  if (Array.isArray(value)) {
    const list: unknown[] = Array.isArray(known) ? known : new Array(value.length)
    moveMarks(marks, value, list)
    for (let index = 0; index < value.length; index++)
      list[index] = grow(list[index], value[index], spot, source, parent, found, marks)
    return list
  }
  if (!isObject(value)) return known ?? value
  let place = known instanceof Place ? known : undefined
  if (!place) {
    place = new Place(spot, parent)
    if (spot.isTarget) found[spot.id]?.push(place)
  }
  hang(place, spot, source, value, found, marks)
  return place
}

/** How a key is read at a spot, from a place where the spot is tracked and otherwise from the object itself. */
export type Reader = {
  readonly read: (holder: unknown) => unknown
  readonly candidates: readonly Candidate[]
  readonly child: Spot | undefined
}

export type Sought = {
  readonly key: string
  readonly field: string
  readonly type: string | undefined
  readonly isLeaf: boolean
}

export type Candidate = { readonly source: number; readonly rawKey: string }

/**
 * A key is told from others of the same name by its field: two fetches, or two types, may give different fields under
 * one key. Without a type, any type's offer counts.
 */
export function readerOf(spot: Spot, { key, field, type, isLeaf }: Sought, supergraph: Supergraph): Reader {
  const seen = new Set<string>()
  const candidates = spot.sources.flatMap(({ offers }, source) =>
    offers.flatMap(offer => {
      if (offer.key !== key || offer.field !== field || !fits(offer, type, supergraph)) return []
      const mark = `${source} ${offer.rawKey}`
      if (seen.has(mark)) return []
      seen.add(mark)
      return [{ source, rawKey: offer.rawKey }]
    }),
  )
  const child = isLeaf ? undefined : spot.children.get(key)
  return { read: readFrom(spot, candidates, child), candidates, child }
}

function fits({ types }: Offer, type: string | undefined, supergraph: Supergraph): boolean {
  if (!types || type === undefined || types.has(type)) return true
  // The type is an interface: what is asked of some of its types may be there.
  return !supergraph.isObject(type) && !types.isDisjointFrom(supergraph.possibleTypes(type))
}

function readFrom(spot: Spot, candidates: readonly Candidate[], child: Spot | undefined): Reader['read'] {
  const [first, second] = candidates
  if (!first) return () => undefined
  const { source, rawKey } = first
  const isRisky = candidates.some(candidate => mayInherit(candidate.rawKey))
  if (!spot.isTracked && !second) {
    return isRisky ? holder => own(holder as Raw, rawKey) : holder => (holder as Raw)[rawKey]
  }
  if (!spot.isTracked) return holder => firstOf(candidates, () => holder as Raw)
  if (child?.isTracked) {
    const { slot } = child
    return holder => (holder as Place).kids?.[slot] ?? firstOf(candidates, at => (holder as Place).raws[at])
  }
  if (isRisky) return holder => firstOf(candidates, at => (holder as Place).raws[at])
  if (second) return holder => firstAt(candidates, (holder as Place).raws)
  return holder => (holder as Place).raws[source]?.[rawKey]
}

/** The first value that is there; null where one is known to be null, undefined where nobody gave any. */
function firstOf(candidates: readonly Candidate[], rawOf: (source: number) => Raw | undefined): unknown {
  let found: unknown
  for (const { source, rawKey } of candidates) {
    const raw = rawOf(source)
    const value = raw && own(raw, rawKey)
    if (value !== undefined && value !== null) return value
    if (value === null) found = null
  }
  return found
}

/** The same for keys that no object has by itself. */
function firstAt(candidates: readonly Candidate[], raws: readonly (Raw | undefined)[]): unknown {
  let found: unknown
  for (let index = 0; index < candidates.length; index++) {
    const { source, rawKey } = candidates[index] as Candidate
    const value = raws[source]?.[rawKey]
    if (value !== undefined && value !== null) return value
    if (value === null) found = null
  }
  return found
}

/** The name of the object's type, as far as its fetches told: an object type's before an interface's. */
export function typenameReader(spot: Spot, supergraph: Supergraph): (holder: unknown) => string | undefined {
  const sources = spot.sources.flatMap(({ typenameKey }, source) =>
    typenameKey === undefined ? [] : [{ source, typenameKey }],
  )
  let last: string | undefined
  return holder => {
    let abstract: string | undefined
    for (const { source, typenameKey } of sources) {
      const type = (spot.isTracked ? (holder as Place).raws[source] : (holder as Raw))?.[typenameKey]
      if (typeof type !== 'string') continue
      if (type === last) return type
      if (supergraph.isObject(type)) {
        last = type
        return type
      }
      abstract ??= type
    }
    return abstract
  }
}

/** Whether the type conditions on the way to a place hold; an object that does not tell its type passes. */
export function guardOf(
  spot: Spot,
  guards: readonly (readonly Guard[])[],
  supergraph: Supergraph,
): ((place: Place) => boolean) | undefined {
  if (guards.some(alternative => alternative.length === 0)) return undefined
  const checks = guards.map(alternative =>
    alternative.map(({ up, types }) => {
      const at = above(spot, up)
      return { up, types, typename: at && typenameReader(at, supergraph) }
    }),
  )
  return place =>
    checks.some(alternative =>
      alternative.every(({ up, types, typename }) => {
        const holder = above(place, up)
        const type = holder && typename?.(holder)
        return type === undefined || types.has(type)
      }),
    )
}

function above<Step extends { readonly parent: Step | undefined }>(step: Step, up: number): Step | undefined {
  let at: Step | undefined = step
  for (let left = up; left > 0; left--) at = at?.parent
  return at
}
