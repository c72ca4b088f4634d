import type { Facts, FieldAt } from './facts.ts'
import type { Selection } from './selection.ts'
import { fieldsFor } from './selection.ts'

/** Where a field of a type can be asked: at which subgraph, under which type, and what it is there. */
export type Answerer = {
  readonly graph: string
  /** The type itself, or an interface that the subgraph knows as one type. */
  readonly as: string
  readonly at: FieldAt
}

/** A subgraph that is entered with a key. */
export type Hop = { readonly graph: string; readonly as: string; readonly key: readonly Selection[] }

/** Keys of subgraphs that were entered before, or also those that somebody else must be asked for. */
type KeysUsed = 'keys-at-hand' | 'any-keys'

/** Some hundred milliseconds. */
const mostSteps = 50_000

/** What can be asked of whom, over which keys; as far as the supergraph alone can tell. */
export class Reach {
  readonly facts: Facts
  readonly #guarded = new Set<string>()
  #patience = 0

  constructor(facts: Facts) {
    this.facts = facts
  }

  /** Before each operation. */
  beginAnew(): void {
    this.#patience = mostSteps
  }

  /** All who can answer a field of a type. */
  answerers(type: string, field: string): Answerer[] {
    return this.namesOf(type).flatMap(as => {
      const facts = this.facts.types.get(as)
      const at = [...(facts?.fields.get(field)?.at ?? [])]
      return at.flatMap(([graph, fieldAt]) =>
        as === type || this.facts.isFaceless(as, graph) ? [{ graph, as, at: fieldAt }] : [],
      )
    })
  }

  /** The names a subgraph may know objects of a type by: its own, and those of its interfaces. */
  namesOf(type: string): string[] {
    const interfaces = this.facts.types.get(type)?.interfaces ?? []
    return [type, ...interfaces.filter(name => this.isSomewhereFaceless(name))]
  }

  private isSomewhereFaceless(name: string): boolean {
    return [...(this.facts.types.get(name)?.graphs.values() ?? [])].some(({ isFaceless }) => isFaceless)
  }

  /** Whether a subgraph that holds objects as one type answers a field of theirs without being entered anew. */
  isAnsweredBy({ graph, as, at }: Answerer, holder: { graph: string; type: string }): boolean {
    if (graph !== holder.graph || at.requires) return false
    if (holder.type === as) return true
    return !this.facts.isFaceless(as, graph) && this.facts.possible(holder.type, graph).includes(as)
  }

  /**
   * The subgraphs to enter, in order, to come from some to another; none where one is not needed, undefined where there
   * is no way.
   */
  route(type: string, from: readonly string[], to: { graph: string; as: string }): Hop[] | undefined {
    const guard = `${type} ${from.join()} ${to.graph} ${to.as}`
    if (this.#guarded.has(guard)) return undefined
    this.#guarded.add(guard)
    try {
      // A key that has to be looked for elsewhere comes last: whoever knows it may itself have to be reached with it.
      return this.search(type, from, to, 'keys-at-hand') ?? this.search(type, from, to, 'any-keys')
    } finally {
      this.#guarded.delete(guard)
    }
  }

  private search(
    type: string,
    from: readonly string[],
    to: { graph: string; as: string },
    using: KeysUsed,
  ): Hop[] | undefined {
    const known = new Map<string, readonly Hop[]>(from.map(graph => [graph, []]))
    const entries = this.entriesOf(type)
    for (let grew = true; grew; ) {
      grew = false
      const layer: [string, readonly Hop[]][] = []
      for (const { graph, as, keys } of entries) {
        const isTarget = graph === to.graph && as === to.as
        if (known.has(graph) && !isTarget) continue
        for (const key of keys) {
          const needed = this.suppliers(type, key, known, using)
          if (!needed) continue
          const hops = [...needed, { graph, as, key }]
          if (isTarget) return hops
          layer.push([graph, hops])
          break
        }
      }
      for (const [graph, hops] of layer) {
        if (known.has(graph)) continue
        known.set(graph, hops)
        grew = true
      }
    }
    return undefined
  }

  /** Where objects of a type can be asked for by a key. A root type needs none. */
  private entriesOf(type: string): { graph: string; as: string; keys: readonly (readonly Selection[])[] }[] {
    const isRoot = [...this.facts.roots.values()].includes(type)
    return this.namesOf(type).flatMap(as =>
      [...(this.facts.types.get(as)?.graphs ?? [])].flatMap(([graph, { keys, isFaceless }]) =>
        as === type || isFaceless ? [{ graph, as, keys: isRoot ? [[]] : keys }] : [],
      ),
    )
  }

  /** The hops that give all parts of a key; undefined where a part is nowhere to be had. */
  private suppliers(
    type: string,
    key: readonly Selection[],
    known: ReadonlyMap<string, readonly Hop[]>,
    using: KeysUsed = 'any-keys',
  ): Hop[] | undefined {
    const hops: Hop[] = []
    for (const part of fieldsFor(key, () => true)) {
      const supplier = this.supplier(type, part, known, using)
      if (!supplier) return undefined
      hops.push(...supplier.filter(hop => !hops.includes(hop)))
    }
    return hops
  }

  private supplier(
    type: string,
    part: Selection,
    known: ReadonlyMap<string, readonly Hop[]>,
    using: KeysUsed,
  ): readonly Hop[] | undefined {
    if (part.name === '__typename') return []
    const answerers = this.answerers(type, part.name)
    for (const [graph, hops] of known) {
      const here = answerers.find(answerer => answerer.graph === graph && !answerer.at.requires)
      if (here && this.can(here.at.type, part.inner, graph)) return hops
    }
    if (using === 'keys-at-hand') return undefined
    const from = [...known.keys()]
    for (const answerer of answerers) {
      if (!this.canBeGiven(type, answerer, from)) continue
      if (this.can(answerer.at.type, part.inner, answerer.graph)) return [...known.values()].flat()
    }
    return undefined
  }

  /** Whether an answerer can be entered from some subgraphs, with all that it requires. */
  canBeGiven(type: string, { graph, as, at }: Answerer, from: readonly string[]): boolean {
    const guard = `given ${type} ${from.join()} ${graph} ${as} ${JSON.stringify(at.requires ?? '')}`
    if (this.#guarded.has(guard)) return false
    this.#guarded.add(guard)
    try {
      if (!this.route(type, from, { graph, as })) return false
      return !at.requires || this.suppliers(type, at.requires, new Map(from.map(name => [name, []]))) !== undefined
    } finally {
      this.#guarded.delete(guard)
    }
  }

  /** Whether all of some selections can be had of objects that a subgraph holds. */
  can(type: string, selections: readonly Selection[], graph: string): boolean {
    return selections.length === 0 || this.split(type, selections, graph).rest.length === 0
  }

  /**
   * What of some selections can be had of objects that a subgraph holds as a type, alone or over keys.
   * @throws where planning one operation has become too much work: nothing else happens in the process meanwhile
   */
  split(type: string, selections: readonly Selection[], graph: string): { taken: Selection[]; rest: Selection[] } {
    if (--this.#patience < 0) throw new Error('the operation is too much work for the fallback planner')
    const facts = this.facts.types.get(type)
    if (!facts) return { taken: [...selections], rest: [] }
    if (facts.isObject) {
      const fits = (name: string) => this.facts.possible(name).includes(type)
      return this.splitFields(type, fieldsFor(selections, fits), graph)
    }
    if (this.facts.isFaceless(type, graph)) {
      return this.face(type, graph) ? { taken: [...selections], rest: [] } : this.splitFields(type, selections, graph)
    }
    const taken: Selection[] = []
    const rest: Selection[] = []
    for (const each of selections) {
      const isHad = this.facts.possible(type, graph).every(member => {
        const fits = (name: string) => this.facts.possible(name).includes(member)
        return this.splitFields(member, fieldsFor([each], fits), graph).rest.length === 0
      })
      ;(isHad ? taken : rest).push(each)
    }
    return { taken, rest }
  }

  /** The subgraph that can tell what an object of an interface really is, where one does not know. */
  face(type: string, graph: string): { graph: string; hops: Hop[] } | undefined {
    for (const [other, { isFaceless, keys }] of this.facts.types.get(type)?.graphs ?? []) {
      if (isFaceless || keys.length === 0) continue
      const hops = this.route(type, [graph], { graph: other, as: type })
      if (hops) return { graph: other, hops }
    }
    return undefined
  }

  private splitFields(type: string, fields: readonly Selection[], graph: string) {
    const taken: Selection[] = []
    const rest: Selection[] = []
    for (const field of fields) {
      const had = this.had(type, field, graph)
      if (!had) rest.push(field)
      else {
        taken.push({ ...field, inner: had.taken })
        if (had.rest.length > 0) rest.push({ ...field, inner: had.rest })
      }
    }
    return { taken, rest }
  }

  /** What of a field somebody gives who can be reached; undefined where nobody gives anything. */
  private had(type: string, field: Selection, graph: string): { taken: Selection[]; rest: Selection[] } | undefined {
    if (field.name === '__typename') return { taken: [], rest: [] }
    const taken: Selection[] = []
    let rest: Selection[] = [...field.inner]
    let isHad = false
    for (const answerer of this.answerers(type, field.name)) {
      const isHere = answerer.graph === graph && !answerer.at.requires
      if (!isHere && !this.canBeGiven(type, answerer, [graph])) continue
      if (field.inner.length === 0) return { taken, rest }
      const split = this.split(answerer.at.type, rest, answerer.graph)
      isHad ||= split.taken.length > 0
      taken.push(...split.taken)
      rest = split.rest
      if (rest.length === 0) break
    }
    return isHad ? { taken, rest } : undefined
  }
}
