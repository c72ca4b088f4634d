import { type Marks, moveMarks } from './fault.ts'
import type { Link, Source, Spot, Target } from './model.ts'
import { own, Place, type Raw } from './place.ts'

/** What has been hung so far. */
export type Hung = {
  /** By the number of their spot; only of spots that entity fetches ask about. */
  readonly places: readonly Place[][]
  /** By the number of their spot; only of spots that have a place by entity. */
  readonly entities: (EntityPlaces | undefined)[]
  readonly marks: Marks
}

/** Hangs an object beside what is known at a place, and makes the places below that it leads to. */
export function hang(place: Place, spot: Spot, source: number, raw: Raw, hung: Hung): void {
  place.raws[source] = raw
  const { links, typenameKey } = spot.sources[source] as Source
  for (let index = 0; index < links.length; index++) {
    const link = links[index] as Link
    const value = linked(raw, link, typenameKey)
    if (value === undefined) continue
    if (link.spot.keeping !== 'place') pass(value, link.spot, link.source, hung)
    else if (place.kids)
      place.kids[link.spot.slot] = grow(place.kids[link.spot.slot], value, link.spot, link.source, place, hung)
  }
}

function linked(raw: Raw, link: Link, typenameKey: string | undefined): unknown {
  if (link.types && typenameKey !== undefined) {
    const type = raw[typenameKey]
    if (typeof type === 'string' && !link.types.has(type)) return undefined
  }
  return link.mayInherit ? own(raw, link.rawKey) : raw[link.rawKey]
}

/** Makes the places that objects lead to which are hung nowhere: they are found again by what is read there. */
function pass(value: unknown, spot: Spot, source: number, hung: Hung): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) pass(value[index], spot, source, hung)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (spot.keeping === 'entity') {
    hangEntity(value as Raw, spot, source, hung)
    return
  }
  const { links, typenameKey } = spot.sources[source] as Source
  for (let index = 0; index < links.length; index++) {
    const link = links[index] as Link
    const below = linked(value as Raw, link, typenameKey)
    if (below !== undefined) pass(below, link.spot, link.source, hung)
  }
}

function hangEntity(raw: Raw, spot: Spot, source: number, hung: Hung): void {
  let known = hung.entities[spot.id]
  if (!known) {
    known = new EntityPlaces(spot.entityKeys)
    hung.entities[spot.id] = known
  }
  // Where an error lies at one of them, it does not lie at all of them.
  const isAlone = hung.marks.has(raw)
  if (known.has(raw, isAlone)) return
  const place = new Place(spot, undefined)
  place.isShared = true
  place.raws[source] = raw
  known.add(raw, place, isAlone)
  hung.places[spot.id]?.push(place)
}

/** One place for all objects that tell the same; one for itself for an object that must not be taken for another. */
export class EntityPlaces {
  readonly #keys: readonly string[]
  readonly #byKeys = new Map<unknown, unknown>()
  readonly #alone = new Map<Raw, Place>()

  constructor(keys: readonly string[]) {
    this.#keys = keys
  }

  find(raw: Raw): Place | undefined {
    const alone = this.#alone.size > 0 ? this.#alone.get(raw) : undefined
    if (alone) return alone
    let found: unknown = this.#byKeys
    for (let index = 0; index < this.#keys.length && found !== undefined; index++)
      found = (found as Map<unknown, unknown>).get(raw[this.#keys[index] as string])
    return found as Place | undefined
  }

  has(raw: Raw, isAlone: boolean): boolean {
    return isAlone ? this.#alone.has(raw) : this.find(raw) !== undefined
  }

  add(raw: Raw, place: Place, isAlone: boolean): void {
    if (isAlone) {
      this.#alone.set(raw, place)
      return
    }
    let level = this.#byKeys
    const last = this.#keys.length - 1
    for (let index = 0; index < last; index++) {
      const value = raw[this.#keys[index] as string]
      const next = (level.get(value) as Map<unknown, unknown> | undefined) ?? new Map<unknown, unknown>()
      level.set(value, next)
      level = next
    }
    level.set(raw[this.#keys[last] as string], place)
  }
}

/** Hangs an object where it hangs already: what grew from it there is used here too, as far as it depends on nothing else. */
export function hangAgain(place: Place, first: Place, { spot, source }: Target, raw: Raw, hung: Hung): void {
  const { links } = spot.sources[source] as Source
  if (!links.every(({ isShareable }) => isShareable)) {
    hang(place, spot, source, raw, hung)
    return
  }
  place.raws[source] = raw
  for (const link of links) {
    const kid = link.spot.keeping === 'place' ? first.kids?.[link.spot.slot] : undefined
    if (kid === undefined || !place.kids) continue
    place.kids[link.spot.slot] = kid
    share(kid)
  }
}

function share(kid: unknown): void {
  if (kid instanceof Place) kid.isShared = true
  else if (Array.isArray(kid)) for (const item of kid) share(item)
}

function grow(known: unknown, value: unknown, spot: Spot, source: number, parent: Place, hung: Hung): unknown {
  if (Array.isArray(value)) {
    const list: unknown[] = Array.isArray(known) ? known : new Array(value.length)
    moveMarks(hung.marks, value, list)
    for (let index = 0; index < value.length; index++)
      list[index] = grow(list[index], value[index], spot, source, parent, hung)
    return list
  }
  if (typeof value !== 'object' || value === null) return known ?? value
  let place = known instanceof Place ? known : undefined
  if (!place) {
    place = new Place(spot, parent)
    if (spot.isTarget) hung.places[spot.id]?.push(place)
  }
  hang(place, spot, source, value as Raw, hung)
  return place
}
