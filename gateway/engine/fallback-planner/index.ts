/**
 * Which subgraph is asked what, in which order? The same question as the native planner's, answered in JavaScript alone:
 * for machines that cannot load it, and for the operations it cannot plan. Plans are correct before they are short.
 */
import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print } from 'graphql'
import type { Moved } from '../moving-fields.ts'
import type { BatchAlias, FetchNode, PlanNode, QueryPlan, Requirement } from '../plan.ts'
import type { CreatePlanner } from '../planner.ts'
import { toApiSdl } from './api-sdl.ts'
import { readFacts, readSupergraphText } from './facts.ts'
import type { Fetch } from './fetch-tree.ts'
import { SelectionPlanner } from './plan-selections.ts'
import { Reach } from './reach.ts'
import { readSelections } from './selection.ts'

export const createFallbackPlanner: CreatePlanner = supergraph => {
  const document = readSupergraphText(supergraph)
  const reaches = new Map<string, Reach>()
  const reachWhere = (moved: Moved) => {
    const key = JSON.stringify([moved.draw, ...moved.labels])
    const reach = reaches.get(key) ?? new Reach(readFacts(document, moved))
    reaches.set(key, reach)
    return reach
  }
  return {
    apiSdl: toApiSdl(document),
    plan: async (operation, moved) => planOperation(parse(operation, { noLocation: true }), reachWhere(moved)),
  }
}

function planOperation({ definitions }: DocumentNode, reach: Reach): QueryPlan {
  const operation = definitions.find(definition => definition.kind === Kind.OPERATION_DEFINITION)
  if (!operation) throw new Error('there is no operation to plan')
  const fragments = new Map(
    definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  )
  const kind = operation.operation
  reach.beginAnew()
  const planner = new SelectionPlanner(reach, reach.facts.roots.get(kind) ?? '', kind === 'mutation')
  planner.planRoot(readSelections(operation.selectionSet, fragments))
  const asked = planner.fetches.filter(({ asked }) => !asked.isEmpty())
  return { node: sequence(layersOf(asked).map(layer => parallel(nodesOf(layer, operation)))) }
}

const sequence = (nodes: PlanNode[]): PlanNode | undefined =>
  nodes.length > 1 ? { kind: 'Sequence', nodes } : nodes[0]
const parallel = (nodes: PlanNode[]): PlanNode =>
  nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'Parallel', nodes }

/** Each fetch after all those it needs. A layer waits for the whole of the one before it. */
function layersOf(fetches: readonly Fetch[]): Fetch[][] {
  const layers: Fetch[][] = []
  const depths = new Map<Fetch, number>()
  const depthOf = (fetch: Fetch): number => {
    const known = depths.get(fetch)
    if (known !== undefined) return known
    const depth = Math.max(-1, ...[...fetch.after].map(depthOf)) + 1
    depths.set(fetch, depth)
    return depth
  }
  for (const fetch of fetches) {
    const depth = depthOf(fetch)
    layers[depth] = [...(layers[depth] ?? []), fetch]
  }
  return layers.filter(layer => layer !== undefined)
}

/** The fetches of a layer; those of entities of one subgraph are one request. */
function nodesOf(layer: readonly Fetch[], operation: OperationDefinitionNode): PlanNode[] {
  const ofEntities = Map.groupBy(
    layer.filter(({ requires }) => requires !== undefined),
    ({ graph }) => graph,
  )
  const others = layer.filter(({ requires }) => requires === undefined)
  return [
    ...others.map(fetch => toRootNode(fetch, operation)),
    ...[...ofEntities].map(([graph, fetches]) => toEntityNode(graph, fetches, operation)),
  ]
}

function toRootNode(fetch: Fetch, operation: OperationDefinitionNode): PlanNode {
  const isRoot = fetch.path.length === 0
  const kind = isRoot ? operation.operation : 'query'
  const { head, used } = headOf([fetch], [], operation)
  const node: FetchNode = {
    kind: 'Fetch',
    serviceName: fetch.graph,
    operationKind: kind,
    operation: `${head || kind !== 'query' ? kind : ''}${head}${fetch.asked.print()}`,
    variableUsages: used,
  }
  if (!isRoot) return { kind: 'Flatten', path: fetch.path, node }
  return kind === 'subscription' ? { kind: 'Subscription', primary: node } : node
}

/** Equal questions at several places are asked once, with all their entities. */
function toEntityNode(graph: string, fetches: readonly Fetch[], operation: OperationDefinitionNode): PlanNode {
  const alike = [...Map.groupBy(fetches, fetch => JSON.stringify([fetch.asked.print(), ...inputsOf(fetch)])).values()]
  const [only] = fetches
  if (only && fetches.length === 1) {
    const { head, used } = headOf(fetches, ['representations'], operation)
    const node: FetchNode = {
      kind: 'Fetch',
      serviceName: graph,
      operationKind: 'query',
      operation: `query${head}{_entities(representations:$representations)${only.asked.print()}}`,
      variableUsages: used,
      requires: requirementsOf(only),
      inputRewrites: only.inputRewrites,
    }
    return { kind: 'Flatten', path: only.path, node }
  }
  const aliases = alike.flatMap((same, index): (BatchAlias & { asked: string })[] => {
    const [first] = same
    if (!first) return []
    return [
      {
        alias: `_e${index}`,
        representationsVariableName: `__batch_reps_${index}`,
        paths: same.map(({ path }) => path),
        requires: requirementsOf(first),
        inputRewrites: first.inputRewrites,
        asked: first.asked.print(),
      },
    ]
  })
  const lists = aliases.map(({ representationsVariableName }) => representationsVariableName)
  const { head, used } = headOf(fetches, lists, operation)
  const selections = aliases.map(
    ({ alias, representationsVariableName, asked }) =>
      `${alias}:_entities(representations:$${representationsVariableName})${asked}`,
  )
  return {
    kind: 'BatchFetch',
    serviceName: graph,
    operationKind: 'query',
    operation: `query${head}{${selections.join(' ')}}`,
    variableUsages: used,
    entityBatch: { aliases: aliases.map(({ asked: _, ...alias }) => alias) },
  }
}

const inputsOf = ({ requires, inputRewrites }: Fetch) => [[...(requires ?? [])], inputRewrites]

const requirementsOf = ({ requires }: Fetch): Requirement[] =>
  [...(requires ?? [])].map(([typeCondition, selections]) => ({ kind: 'InlineFragment', typeCondition, selections }))

/** The variables of a fetch, as its operation declares them. */
function headOf(
  fetches: readonly Fetch[],
  lists: readonly string[],
  { variableDefinitions = [] }: OperationDefinitionNode,
): { head: string; used: string[] } {
  const used = variableDefinitions.filter(({ variable }) =>
    fetches.some(({ variables }) => variables.has(variable.name.value)),
  )
  const declared = [...lists.map(list => `$${list}:[_Any!]!`), ...used.map(node => print(node))]
  return {
    head: declared.length > 0 ? `(${declared.join(',')})` : '',
    used: used.map(({ variable }) => variable.name.value),
  }
}
