import type { Requirement } from '../plan.ts'
import { isList, namedType } from './facts.ts'
import { Fetch, type Holder, Position } from './fetch-tree.ts'
import type { Answerer, Reach } from './reach.ts'
import { contradict, merged, typename } from './requirements.ts'
import { fieldsFor, type Selection } from './selection.ts'

/** An operation for which no way was found. */
export class NoWay extends Error {
  override name = 'NoWay'
}

/** Distributes what is asked over fetches, place by place. */
export class SelectionPlanner {
  readonly fetches: Fetch[] = []
  readonly root = new Position([])
  readonly #reach: Reach
  readonly #rootType: string
  readonly #isSerial: boolean

  constructor(reach: Reach, rootType: string, isSerial: boolean) {
    this.#reach = reach
    this.#rootType = rootType
    this.#isSerial = isSerial
  }

  planRoot(selections: readonly Selection[]): void {
    this.claim(this.root, selections)
    for (const field of fieldsFor(selections, () => true)) this.planField(this.root, this.#rootType, field)
  }

  private get facts() {
    return this.#reach.facts
  }

  private fits(member: string) {
    return (type: string) => this.facts.possible(type).includes(member)
  }

  private claim(position: Position, selections: readonly Selection[]): void {
    for (const each of selections) {
      if (each.kind === 'Field') position.claim(each)
      else this.claim(position, each.inner)
    }
  }

  private planSelections(position: Position, holder: Holder, type: string, selections: readonly Selection[]): void {
    this.claim(position, selections)
    const { graph } = holder.fetch
    if (this.facts.types.get(type)?.isObject) {
      for (const field of fieldsFor(selections, this.fits(type))) this.planField(position, type, field)
    } else if (this.facts.isFaceless(type, graph)) this.planFaceless(position, holder, type, selections)
    else this.planAbstract(position, holder, type, selections)
  }

  private planAbstract(position: Position, holder: Holder, type: string, selections: readonly Selection[]): void {
    const { asked, fetch } = holder
    const members = this.facts.possible(type, fetch.graph)
    const left: Selection[] = []
    for (const each of selections) {
      if (each.kind === 'Field' && each.name === '__typename') asked.typename()
      else if (each.kind === 'Field' && this.isAnsweredByAll(type, each, holder, members))
        this.planField(position, type, each)
      else left.push(each)
    }
    if (left.length > 0) asked.typename()
    for (const member of members)
      for (const field of fieldsFor(left, this.fits(member))) this.planField(position, member, field)
  }

  /** Whether an interface's own field can be asked, with all that is asked of it, for whatever an object turns out to be. */
  private isAnsweredByAll(type: string, field: Selection, { fetch, type: held }: Holder, members: readonly string[]) {
    if (held === undefined) return false
    const { graph } = fetch
    const own = this.facts.types.get(type)?.fields.get(field.name)?.at.get(graph)
    if (!own || !this.#reach.can(own.type, field.inner, graph)) return false
    return members.every(member => {
      const at = this.facts.types.get(member)?.fields.get(field.name)?.at.get(graph)
      return at && !at.requires
    })
  }

  /** Objects of which the subgraph knows the interface alone: who knows more is asked for the rest. */
  private planFaceless(position: Position, holder: Holder, type: string, selections: readonly Selection[]): void {
    const left: Selection[] = []
    for (const field of selections) {
      const isOwn = field.kind === 'Field' && field.name !== '__typename'
      const answerers = isOwn ? this.#reach.answerers(type, field.name) : []
      const faceless = answerers.filter(({ graph }) => this.facts.isFaceless(type, graph))
      if (faceless.length > 0 && this.canField(type, field, holder.fetch.graph)) this.planField(position, type, field)
      else left.push(field)
    }
    if (left.length === 0) return
    const face = this.#reach.face(type, holder.fetch.graph)
    if (!face) throw new NoWay(`nobody tells what ${type} of ${holder.fetch.graph} is`)
    let entered: Holder | undefined
    for (const hop of face.hops) entered = this.enter(position, type, hop, undefined)
    if (!entered) throw new NoWay(`there is no way from ${holder.fetch.graph} to ${face.graph}`)
    const asked = entered.asked.on(type)
    asked.typename()
    position.face = entered.fetch
    const inside = position.hold({ fetch: entered.fetch, asked, type, entered: new Set(), provides: [] })
    this.planAbstract(position, inside, type, left)
  }

  private canField(type: string, field: Selection, graph: string): boolean {
    return this.#reach
      .answerers(type, field.name)
      .some(
        answerer =>
          this.facts.isFaceless(type, answerer.graph) &&
          ((answerer.graph === graph && !answerer.at.requires) || this.#reach.canBeGiven(type, answerer, [graph])) &&
          this.#reach.can(answerer.at.type, field.inner, answerer.graph),
      )
  }

  private planField(position: Position, type: string, field: Selection): void {
    if (field.name === '__typename') {
      const [first] = position.holders
      first?.asked.typename()
      return
    }
    let left = field.inner
    for (const answerer of this.inOrder(position, type, field)) {
      const { taken, rest } = left.length > 0 ? this.#reach.split(answerer.at.type, left, answerer.graph) : nothing
      if (left.length > 0 && taken.length === 0) continue
      this.ask(position, type, { ...field, inner: taken }, answerer)
      left = rest
      if (left.length === 0) return
    }
    throw new NoWay(`there is no way to ${type}.${field.name}`)
  }

  /** Who can answer a field at a position, those first who are asked here anyway. */
  private inOrder(position: Position, type: string, field: Selection): Answerer[] {
    const provided = position.holders.flatMap(holder => this.provided(holder, type, field))
    const from = [...new Set(position.holders.map(({ fetch }) => fetch.graph))]
    const others = this.#reach.answerers(type, field.name).flatMap(answerer => {
      if (this.holderFor(position, answerer, type)) return [{ answerer, cost: 0 }]
      const isRootAtStart = position === this.root
      if (isRootAtStart) return [{ answerer, cost: 1 }]
      if (!this.#reach.canBeGiven(type, answerer, from)) return []
      const hops = this.#reach.route(type, from, answerer)?.length ?? 0
      const isOpen = position.holders.some(
        ({ fetch, type: held }) => held === undefined && fetch.graph === answerer.graph,
      )
      return [{ answerer, cost: hops + (answerer.at.requires ? 1 : 0) - (isOpen ? 0.5 : 0) }]
    })
    const sorted = others.sort((some, other) => some.cost - other.cost).map(({ answerer }) => answerer)
    return [...provided, ...sorted]
  }

  private provided({ fetch, type: held, provides }: Holder, type: string, field: Selection): Answerer[] {
    const given = fieldsFor(provides, this.fits(type)).find(({ name }) => name === field.name)
    const declared = this.facts.types.get(type)?.fields.get(field.name)
    if (!given || !declared || held === undefined) return []
    return [
      {
        graph: fetch.graph,
        as: type,
        at: { type: namedType(declared.type), requires: undefined, provides: given.inner },
      },
    ]
  }

  /** The holder at a position that an answerer can be asked through without being entered. */
  private holderFor(position: Position, answerer: Answerer, type: string): Holder | undefined {
    return position.holders.find(({ fetch, type: held, entered }) => {
      if (fetch.graph !== answerer.graph || answerer.at.requires) return false
      if (held === undefined) return entered.has(`${type} ${answerer.as}`)
      return this.#reach.isAnsweredBy(answerer, { graph: fetch.graph, type: held })
    })
  }

  private ask(position: Position, type: string, field: Selection, answerer: Answerer): void {
    const holder = this.reachHolder(position, type, answerer)
    const asked = this.askedAs(holder, answerer.as)
    const inner = asked.field(field)
    for (const variable of field.variables) holder.fetch.variables.add(variable)
    if (field.inner.length === 0) return
    const below = this.below(position, holder, type, field, answerer, inner)
    this.planSelections(below.position, below.holder, answerer.at.type, field.inner)
    if (inner.isEmpty()) inner.typename()
  }

  private below(
    position: Position,
    { fetch }: Holder,
    type: string,
    { key, name }: Selection,
    { at }: Answerer,
    asked: Holder['asked'],
  ) {
    const declared = this.facts.types.get(type)?.fields.get(name)
    const held = position.holders[0]?.type
    const only = held === undefined || held === type ? undefined : type
    const child = position.child(key, declared !== undefined && isList(declared.type), only)
    const provides = at.provides ?? []
    return {
      position: child,
      holder: child.hold({ fetch, asked, type: at.type, entered: new Set(), provides }),
    }
  }

  private askedAs(holder: Holder, as: string): Holder['asked'] {
    return holder.type === as ? holder.asked : holder.asked.on(as)
  }

  /** The holder through which an answerer is asked, entered on the way where there is none yet. */
  private reachHolder(position: Position, type: string, answerer: Answerer): Holder {
    const provider = position.holders.find(holder => this.provides(holder, type, answerer))
    const known = provider ?? this.holderFor(position, answerer, type)
    if (known) return known
    if (position === this.root) return this.openRoot(position, type, answerer.graph)
    const from = [...new Set(position.holders.map(({ fetch }) => fetch.graph))]
    const hops = this.#reach.route(type, from, answerer)
    if (!hops || hops.length === 0) throw new NoWay(`there is no way to ${type} of ${answerer.graph}`)
    let holder: Holder | undefined
    for (const [index, hop] of hops.entries()) {
      const requires = index === hops.length - 1 ? answerer.at.requires : undefined
      holder = this.enter(position, type, hop, requires)
    }
    if (!holder) throw new NoWay(`there is no way to ${type} of ${answerer.graph}`)
    return holder
  }

  private provides(holder: Holder, type: string, { graph, at }: Answerer): boolean {
    if (holder.fetch.graph !== graph) return false
    return fieldsFor(holder.provides, this.fits(type)).some(({ inner }) => inner === at.provides)
  }

  private openRoot(position: Position, type: string, graph: string): Holder {
    const last = this.fetches.at(-1)
    const fetch = new Fetch(graph, [], false)
    if (this.#isSerial) {
      // Mutations are carried out one after another: a subgraph asked before another is asked again after it.
      for (const holder of position.holders.splice(0)) fetch.after.add(holder.fetch)
      if (last) fetch.after.add(last)
    }
    this.fetches.push(fetch)
    return position.hold({ fetch, asked: fetch.asked, type, entered: new Set(), provides: [] })
  }

  /** Asks a subgraph about the entities at a position, given a key of theirs and what else it requires. */
  private enter(
    position: Position,
    type: string,
    { graph, as, key }: { graph: string; as: string; key: readonly Selection[] },
    required: readonly Selection[] | undefined,
  ): Holder {
    const isRoot = key.length === 0
    const inputs = this.inputs(position, type, [...key, ...(required ?? [])])
    const before = new Set([...inputs.from, ...position.holders.slice(0, 1).map(({ fetch }) => fetch)])
    if (position.face && !this.facts.types.get(type)?.isAbstract) before.add(position.face)
    const holder =
      position.holders.find(({ fetch, type: held }) => {
        if (held !== undefined || fetch.graph !== graph) return false
        if ([...before].some(other => other === fetch || other.isAfter(fetch))) return false
        return !contradict(fetch.requires?.get(type) ?? [], inputs.requirements)
      }) ?? this.openEntities(position, graph, isRoot)
    for (const fetch of before) holder.fetch.after.add(fetch)
    if (!required) holder.entered.add(`${type} ${as}`)
    if (isRoot) return holder
    const { requires, inputRewrites } = holder.fetch
    requires?.set(type, merged(requires.get(type) ?? [typename], inputs.requirements))
    // A subgraph that knows the interface alone must be told the interface's name, whatever the object is.
    if (this.facts.isFaceless(as, graph) && !holder.entered.has(`renamed ${type}`)) {
      holder.entered.add(`renamed ${type}`)
      const path = [{ TypenameEquals: [type] }, { Key: '__typename' }]
      inputRewrites.push({ ValueSetter: { path, setValueTo: as } })
    }
    position.holders[0]?.asked.typename()
    return holder
  }

  private openEntities(position: Position, graph: string, isRoot: boolean): Holder {
    const fetch = new Fetch(graph, position.path, !isRoot)
    this.fetches.push(fetch)
    const holder = { fetch, asked: fetch.asked, type: undefined, entered: new Set<string>(), provides: [] }
    return position.hold(holder)
  }

  /** Has what a subgraph must be given asked for, wherever it is to be had. */
  private inputs(position: Position, type: string, selections: readonly Selection[]): Inputs {
    const requirements: Requirement[] = []
    const from = new Set<Fetch>()
    const isObject = this.facts.types.get(type)?.isObject ?? false
    const own = isObject ? fieldsFor(selections, this.fits(type)) : selections
    for (const each of own) {
      if (each.name === '__typename') continue
      if (each.kind === 'Fragment') {
        const inner = this.inputs(position, each.name, each.inner)
        requirements.push({ kind: 'InlineFragment', typeCondition: each.name, selections: inner.requirements })
        for (const fetch of inner.from) from.add(fetch)
        continue
      }
      const { requirement, fetches } = this.input(position, type, each)
      requirements.push(requirement)
      for (const fetch of fetches) from.add(fetch)
    }
    return { requirements, from }
  }

  private input(position: Position, type: string, wanted: Selection) {
    const field = { ...wanted, key: position.keyFor(wanted) }
    const answerer = this.inOrder(position, type, field).find(
      ({ at, graph }) => field.inner.length === 0 || this.#reach.can(at.type, field.inner, graph),
    )
    if (!answerer) throw new NoWay(`${type}.${field.name} cannot be had for another subgraph`)
    const holder = this.reachHolder(position, type, answerer)
    const asked = this.askedAs(holder, answerer.as).field(field)
    const fetches = new Set([holder.fetch])
    const alias = field.key === field.name ? {} : { alias: field.name }
    if (field.inner.length === 0)
      return { requirement: { kind: 'Field', name: field.key, ...alias } satisfies Requirement, fetches }
    const below = this.below(position, holder, type, field, answerer, asked)
    if (this.facts.types.get(answerer.at.type)?.isAbstract) asked.typename()
    const inner = this.inputs(below.position, answerer.at.type, field.inner)
    if (asked.isEmpty()) asked.typename()
    const selections = inner.requirements
    const requirement: Requirement = { kind: 'Field', name: field.key, ...alias, selections }
    return { requirement, fetches: fetches.union(inner.from) }
  }
}

type Inputs = { readonly requirements: Requirement[]; readonly from: ReadonlySet<Fetch> }

const nothing = { taken: [], rest: [] }
