import { type FieldNode, Kind, parse, type SelectionSetNode } from 'graphql'
import { keepAndLink } from './keeping.ts'
import { rootTypes } from './lean-fetches.ts'
import { type Call, type Guard, type Model, type Source, Spot, type Step, type Target, type Unit } from './model.ts'
import type { Fragments } from './operation.ts'
import type { BatchFetchNode, FetchNode, PathSegment, PlanNode, QueryPlan, Rewrite, RewriteStep } from './plan.ts'
import { type Flags, forEachField } from './selection.ts'
import type { Supergraph } from './supergraph.ts'

/** The model of a plan for given values of its Boolean conditions. */
export function buildModel(plan: QueryPlan, supergraph: Supergraph, flags: Flags): Model {
  const builder = new ModelBuilder(supergraph, flags)
  const step = plan.node ? builder.step(plan.node, []) : undefined
  keepAndLink(builder.root)
  return { step, root: builder.root, spots: builder.spots }
}

class ModelBuilder {
  readonly supergraph: Supergraph
  readonly flags: Flags
  spots = 0
  readonly root: Spot

  constructor(supergraph: Supergraph, flags: Flags) {
    this.supergraph = supergraph
    this.flags = flags
    this.root = new Spot(this.spots++)
    // The root is an object like any other to which fetches hang their answers.
    this.root.isTarget = true
  }

  step(node: PlanNode, path: readonly PathSegment[]): Step | undefined {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel': {
        const steps = node.nodes.map(child => this.step(child, path)).filter(step => step !== undefined)
        return steps.length > 1 ? { kind: node.kind, steps } : steps[0]
      }
      case 'Condition': {
        const branch = this.flags.get(node.condition) ? node.ifClause : node.elseClause
        return branch ? this.step(branch, path) : undefined
      }
      case 'Flatten':
        return this.step(node.node, [...path, ...node.path])
      case 'Fetch':
        return this.fetch(node, path)
      case 'BatchFetch':
        return this.batch(node)
      case 'Subscription':
        return this.fetch(node.primary, path)
      default:
        throw new Error(`the planner wrote a step that is not known: ${(node satisfies never as PlanNode).kind}`)
    }
  }

  private fetch(node: FetchNode, path: readonly PathSegment[]): Step {
    const { set, fragments, type } = readFetch(node.operation)
    const entities = node.requires && { alias: '_entities', variable: 'representations', requires: node.requires }
    const given = { ...node, entities: entities ?? undefined, paths: [path] }
    if (!entities) return toCall(node, [this.unit(given, set, fragments, type)])
    return toCall(node, [this.unit(given, entityFields(set, '_entities'), fragments, undefined)])
  }

  private batch(node: BatchFetchNode): Step {
    const { set, fragments } = readFetch(node.operation)
    const units = node.entityBatch.aliases.map(({ alias, representationsVariableName, ...rest }) => {
      const entities = { alias, variable: representationsVariableName, requires: rest.requires }
      const given = { ...rest, serviceName: node.serviceName, entities }
      return this.unit(given, entityFields(set, alias), fragments, undefined)
    })
    return toCall(node, units)
  }

  private unit(
    { serviceName, entities, paths, inputRewrites, outputRewrites }: UnitParts,
    set: SelectionSetNode,
    fragments: Fragments,
    type: string | undefined,
  ): Unit {
    const renamers = (outputRewrites ?? []).flatMap(rewrite => ('KeyRenamer' in rewrite ? [rewrite.KeyRenamer] : []))
    const narrowed = renamers.map(renamer => ({ ...renamer, path: renamer.path.map(this.withObjectTypes) }))
    const targets = new Map<Spot, Target & { guards: (readonly Guard[])[] }>()
    const unit: Unit = {
      subgraph: serviceName,
      entities,
      targets: [],
      inputRewrites: inputRewrites ?? [],
      outputSetters: (outputRewrites ?? []).filter(rewrite => 'ValueSetter' in rewrite),
      renames: new Map(renamers.map(({ path, renameKeyTo }) => [lastKey(path), renameKeyTo])),
    }
    for (const path of paths) {
      const { spot, guards } = this.find(path)
      const known = targets.get(spot)
      if (known) {
        known.guards.push(guards)
        continue
      }
      spot.isTarget = true
      const source = this.addSource(spot, unit, { fedBy: undefined, typename: type })
      targets.set(spot, { spot, source, guards: [guards] })
      this.offer(spot, source, set, { fragments, renamers: narrowed, declared: type })
    }
    return Object.assign(unit, { targets: [...targets.values()] })
  }

  private find(path: readonly PathSegment[]): { spot: Spot; guards: Guard[] } {
    let spot = this.root
    let depth = 0
    const conditions: { depth: number; types: ReadonlySet<string> }[] = []
    for (const segment of path) {
      if (segment === '@') continue
      if ('Field' in segment) {
        spot = this.child(spot, segment.Field)
        depth++
      } else {
        conditions.push({ depth, types: this.objectTypes(segment.TypeCondition) })
      }
    }
    return { spot, guards: conditions.map(({ depth: at, types }) => ({ up: depth - at, types })) }
  }

  /** The object types behind some names, with the names themselves: an interface object answers with the interface's. */
  private objectTypes(names: readonly string[]): ReadonlySet<string> {
    return new Set(names.flatMap(name => [name, ...this.supergraph.possibleTypes(name)]))
  }

  private withObjectTypes = (step: RewriteStep): RewriteStep =>
    'Key' in step ? step : { TypenameEquals: [...this.objectTypes(step.TypenameEquals)] }

  private child(spot: Spot, key: string): Spot {
    const known = spot.children.get(key)
    if (known) return known
    const fresh = new Spot(this.spots++, spot)
    spot.children.set(key, fresh)
    return fresh
  }

  private addSource(spot: Spot, unit: Unit, from: Pick<Source, 'fedBy' | 'typename'>): number {
    return spot.sources.push({ ...from, unit, offers: [], typenameKey: undefined, feeds: new Map(), links: [] }) - 1
  }

  /** Notes what a selection set of a fetch gives at a spot and below. */
  private offer(spot: Spot, index: number, set: SelectionSetNode, { fragments, renamers, declared }: Offering): void {
    const source = spot.sources[index]
    if (!source) return
    const scope = { fragments, flags: this.flags }
    const anyType: ReadonlySet<string> | null = null
    forEachField<ReadonlySet<string> | null>(set, scope, this.narrow, anyType, (node, condition) => {
      const types = condition ?? undefined
      const rawKey = responseKey(node)
      const below = renamers.flatMap(renamer => stepInto(renamer, rawKey, types))
      const key = below.find(({ path }) => path.length === 0)?.renameKeyTo ?? rawKey
      source.offers.push({ key, rawKey, field: node.name.value, types })
      if (node.name.value === '__typename' && source.typenameKey !== '__typename') source.typenameKey = rawKey
      if (!node.selectionSet) return
      const child = this.child(spot, key)
      const owners = condition ?? this.supergraph.possibleTypes(declared ?? '')
      const type = this.supergraph.typeOfField(owners, node.name.value)
      const typename = type !== undefined && this.supergraph.isObject(type) ? type : undefined
      const fed = source.feeds.get(key) ?? this.addSource(child, source.unit, { fedBy: index, typename })
      source.feeds.set(key, fed)
      const feeding = child.sources[fed]
      if (feeding && feeding.typename !== typename) feeding.typename = undefined
      const renamersBelow = below.filter(({ path }) => path.length > 0)
      this.offer(child, fed, node.selectionSet, { fragments, renamers: renamersBelow, declared: type })
    })
  }

  private narrow = (outer: ReadonlySet<string> | null, type: string): ReadonlySet<string> | null => {
    const types = this.supergraph.possibleTypes(type)
    if (types.size === 0) return outer
    return outer ? outer.intersection(types) : types
  }
}

type UnitParts = {
  readonly serviceName: string
  readonly entities: Unit['entities']
  readonly paths: readonly (readonly PathSegment[])[]
  readonly inputRewrites?: readonly Rewrite[] | null | undefined
  readonly outputRewrites?: readonly Rewrite[] | null | undefined
}

type Offering = {
  readonly fragments: Fragments
  readonly renamers: readonly Renamer[]
  /** The type that the schema gives these objects; undefined where entities were asked for. */
  readonly declared: string | undefined
}

type Renamer = { readonly path: readonly RewriteStep[]; readonly renameKeyTo: string }

const responseKey = (node: FieldNode): string => node.alias?.value ?? node.name.value

function lastKey(path: readonly RewriteStep[]): string {
  const last = path.at(-1)
  return last && 'Key' in last ? last.Key : ''
}

/** What is left of a renamer after a key; nothing where its path leads elsewhere. */
function stepInto({ path, renameKeyTo }: Renamer, key: string, types: ReadonlySet<string> | undefined): Renamer[] {
  const at = path.findIndex(step => 'Key' in step)
  const step = path[at]
  if (!step || !('Key' in step) || step.Key !== key) return []
  const conditions = path.slice(0, at)
  const fits = conditions.every(
    condition => !types || !('TypenameEquals' in condition) || condition.TypenameEquals.some(type => types.has(type)),
  )
  return fits ? [{ path: path.slice(at + 1), renameKeyTo }] : []
}

function readFetch(operation: string): { set: SelectionSetNode; fragments: Fragments; type: string } {
  const { definitions } = parse(operation, { noLocation: true })
  const query = definitions.find(definition => definition.kind === Kind.OPERATION_DEFINITION)
  if (!query) throw new Error('the planner wrote a fetch without an operation')
  return {
    set: query.selectionSet,
    type: rootTypes[query.operation],
    fragments: new Map(
      definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    ),
  }
}

function entityFields(set: SelectionSetNode, alias: string): SelectionSetNode {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD && responseKey(selection) === alias && selection.selectionSet)
      return selection.selectionSet
  }
  throw new Error(`the planner wrote an entity fetch without ${alias}`)
}

function toCall(node: FetchNode | BatchFetchNode, units: readonly Unit[]): Call {
  const operationName = node.operationName ?? undefined
  const constant = JSON.stringify({ query: node.operation, operationName })
  return {
    kind: 'Call',
    subgraph: node.serviceName,
    query: node.operation,
    bodyOpening: `${constant.slice(0, -1)},"variables":`,
    operationName,
    operationKind: kindOf(node),
    variables: node.variableUsages ?? [],
    units,
  }
}

function kindOf({ operationKind }: FetchNode | BatchFetchNode): Call['operationKind'] {
  return operationKind === 'mutation' || operationKind === 'subscription' ? operationKind : 'query'
}
