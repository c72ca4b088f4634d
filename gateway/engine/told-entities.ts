import type { Place } from './place.ts'
import type { Representer, RepresenterOf } from './representation.ts'

/** So many entities of one key are held against each other; telling one twice costs more, and is not wrong. */
const mostCompared = 8

/** By lists of places: what their entities were told apart by. Another fetch that tells it too need not look again. */
export type Distinct = Map<readonly Place[], string>

type Told = { readonly index: number; readonly before: Told | undefined }

/** The representations of one fetch: entities that are told alike are told once. */
export class ToldEntities {
  readonly representations: Record<string, unknown>[] = []
  readonly #byType = new Map<string, Map<unknown, unknown>>()
  #type = ''
  #ofType: Map<unknown, unknown> | undefined

  /** Of each place that can be told, the number of its representation. `distinct` where there are no other places. */
  tell(all: readonly Place[], representerOf: RepresenterOf, distinct: Distinct | undefined) {
    const first = distinct && all[0] && representerOf(all[0])
    const apart = first && `${all.length} ${first.identity}`
    const isApart = apart !== undefined && distinct?.get(all) === apart
    const places: Place[] = []
    const indexes: number[] = []
    let isOfOneType = true
    for (const place of all) {
      const representer = representerOf(place)
      isOfOneType &&= representer === first
      if (!representer) continue
      const index = isApart && isOfOneType ? this.#add(representer.value(place)) : this.#indexOf(place, representer)
      if (index === undefined) continue
      places.push(place)
      indexes.push(index)
    }
    if (apart !== undefined && isOfOneType && this.representations.length === all.length) distinct?.set(all, apart)
    return { places, indexes }
  }

  #add(representation: Record<string, unknown> | undefined): number | undefined {
    return representation && this.representations.push(representation) - 1
  }

  /** The number of an entity's representation; undefined where there is none. */
  #indexOf(place: Place, representer: Representer): number | undefined {
    const { keys, isLike } = representer
    let level = this.#told(representer.type)
    const last = keys.length - 1
    for (let index = 0; index < last; index++) {
      const part = (keys[index] as Representer['keys'][number])(place)
      let next = level.get(part) as Map<unknown, unknown> | undefined
      if (!next) {
        next = new Map()
        level.set(part, next)
      }
      level = next
    }
    const key = (keys[last] as Representer['keys'][number])(place)
    const known = level.get(key) as Told | undefined
    let compared = 0
    for (let told = known; told && compared < mostCompared; told = told.before, compared++)
      if (isLike(this.representations[told.index] as Record<string, unknown>, place)) return told.index
    const index = this.#add(representer.value(place))
    if (index !== undefined) level.set(key, { index, before: known })
    return index
  }

  #told(type: string): Map<unknown, unknown> {
    if (this.#ofType && this.#type === type) return this.#ofType
    const known = this.#byType.get(type) ?? new Map<unknown, unknown>()
    this.#byType.set(type, known)
    this.#type = type
    this.#ofType = known
    return known
  }
}
