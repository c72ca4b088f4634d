import type { Place } from './place.ts'
import type { Representer, RepresenterOf } from './representation.ts'

/** So many entities of one key are held against each other; telling one twice costs more, and is not wrong. */
const mostCompared = 8

/** Places that can be told, and of each the number of its representation. */
export type Telling = { readonly places: readonly Place[]; readonly indexes: readonly number[] }

/** A whole list of places told, each as an entity of its own. */
type Apart = { readonly by: string; readonly words: string | undefined; readonly list: string } & Telling

/** By lists of places, what was told of them: another fetch that tells the same need not look again. */
export type ToldBefore = Map<readonly Place[], Apart[]>

type Told = { readonly index: number; readonly place: Place; readonly before: Told | undefined }

/** The representations of one fetch, as JSON texts: entities that are told alike are told once. */
export class ToldEntities {
  readonly #texts: string[] = []
  #again: Apart | undefined
  #list: string | undefined
  readonly #byType = new Map<string, Map<unknown, unknown>>()
  #type = ''
  #ofType: Map<unknown, unknown> | undefined

  get size(): number {
    return this.#again?.places.length ?? this.#texts.length
  }

  /** As JSON. */
  get list(): string {
    this.#list ??= this.#again?.list ?? `[${this.#texts.join()}]`
    return this.#list
  }

  /** `before` where there are no other places. */
  tell(all: readonly Place[], representerOf: RepresenterOf, before: ToldBefore | undefined): Telling {
    const first = before && all[0] && representerOf(all[0])
    const by = first && `${all.length} ${first.identity}`
    const known = by === undefined ? undefined : before?.get(all)?.filter(apart => apart.by === by)
    const same = first?.words === undefined ? undefined : known?.find(({ words }) => words === first.words)
    if (same) {
      this.#again = same
      return same
    }
    const isApart = known !== undefined && known.length > 0
    // Of the length that they mostly have: lists that grow are copied again and again.
    const places = new Array<Place>(all.length)
    const indexes = new Array<number>(all.length)
    let length = 0
    let isOfOneType = true
    for (let at = 0; at < all.length; at++) {
      const place = all[at] as Place
      const representer = representerOf(place)
      isOfOneType &&= representer === first
      if (!representer) continue
      const index = isApart && isOfOneType ? this.#add(representer.text(place)) : this.#indexOf(place, representer)
      if (index === undefined) continue
      places[length] = place
      indexes[length] = index
      length++
    }
    if (length < all.length) {
      places.length = length
      indexes.length = length
    }
    if (first && by !== undefined && isOfOneType && this.#texts.length === all.length) {
      const apart: Apart = { by, words: first.words, list: this.list, places, indexes }
      before?.set(all, [...(before.get(all) ?? []), apart])
    }
    return { places, indexes }
  }

  #add(text: string | undefined): number | undefined {
    if (text === undefined) return undefined
    this.#list = undefined
    return this.#texts.push(text) - 1
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
      if (isLike(told.place, place)) return told.index
    const isKnownByText = keys[0] === representer.text
    const index = this.#add(isKnownByText ? (key as string | undefined) : representer.text(place))
    if (index !== undefined) level.set(key, { index, place, before: known })
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
