import type { Guard, Offer, Spot } from './model.ts'
import { mayInherit, own, type Place, type Raw } from './place.ts'
import type { Supergraph } from './supergraph.ts'

/** How a key is read at a spot, from a place where the spot is tracked and otherwise from the object itself. */
export type Reader = {
  readonly read: (holder: unknown) => unknown
  /** The same told in words, where it is one step. */
  readonly access: Access | undefined
  readonly candidates: readonly Candidate[]
  readonly child: Spot | undefined
}

/** From the object itself, from what one source gave, or from the places below. */
export type Access =
  | { readonly of: 'raw'; readonly rawKey: string }
  | { readonly of: 'source'; readonly source: number; readonly rawKey: string }
  | { readonly of: 'kid'; readonly slot: number }

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
  return { read: readFrom(spot, candidates, child), access: accessOf(spot, candidates, child), candidates, child }
}

function accessOf(spot: Spot, [first, second]: readonly Candidate[], child: Spot | undefined): Access | undefined {
  if (!first) return undefined
  if (spot.isTracked && child?.keeping === 'place') return { of: 'kid', slot: child.slot }
  if (second || mayInherit(first.rawKey)) return undefined
  const { source, rawKey } = first
  return spot.isTracked ? { of: 'source', source, rawKey } : { of: 'raw', rawKey }
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
  if (child?.keeping === 'place') {
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
  const sources = spot.sources.flatMap(({ typenameKey, typename }, source) =>
    typenameKey === undefined && typename === undefined ? [] : [{ source, typenameKey, typename }],
  )
  let last: string | undefined
  return holder => {
    let abstract: string | undefined
    for (const { source, typenameKey, typename } of sources) {
      const raw = spot.isTracked ? (holder as Place).raws[source] : (holder as Raw)
      const type = raw && (typename ?? raw[typenameKey as string])
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
