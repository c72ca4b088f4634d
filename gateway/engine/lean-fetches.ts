import {
  type DefinitionNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from 'graphql'
import type { BatchFetchNode, FetchNode, PlanNode, QueryPlan } from './plan.ts'
import type { Supergraph } from './supergraph.ts'

/**
 * Asks no subgraph for a `__typename` that the schema tells: where a field gives objects of one type, none of a thousand
 * of them need say which. Planners ask for it wherever a key is; in a large answer it is half of what stands at a reference.
 */
export function leanFetches({ node }: QueryPlan, supergraph: Supergraph): QueryPlan {
  return node ? { node: leanNode(node, supergraph) } : {}
}

function leanNode(node: PlanNode, supergraph: Supergraph): PlanNode {
  const lean = (inner: PlanNode) => leanNode(inner, supergraph)
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(lean) }
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: lean(node.ifClause) }),
        ...(node.elseClause && { elseClause: lean(node.elseClause) }),
      }
    case 'Flatten':
      return { ...node, node: lean(node.node) }
    case 'Subscription':
      return { ...node, primary: leanFetch(node.primary, supergraph) }
    case 'Fetch':
      return leanFetch(node, supergraph)
    case 'BatchFetch':
      return leanFetch(node, supergraph)
  }
}

function leanFetch<Node extends FetchNode | BatchFetchNode>(node: Node, supergraph: Supergraph): Node {
  // A rewrite finds the objects that it changes by their names.
  const parts: readonly Pick<FetchNode, 'outputRewrites'>[] = 'entityBatch' in node ? node.entityBatch.aliases : [node]
  if (parts.some(({ outputRewrites }) => outputRewrites?.length)) return node
  const document = parse(node.operation, { noLocation: true })
  // Two types may have a field of one name, and objects of different types under one key: these must say what they are.
  const typesByKey = new Map<string, Set<string | undefined>>()
  const see = (key: string, type: string | undefined) => {
    typesByKey.set(key, (typesByKey.get(key) ?? new Set()).add(type))
    return false
  }
  for (const definition of document.definitions) leanDefinition(definition, { supergraph, isLean: see })
  const isLean = (key: string) => typesByKey.get(key)?.size === 1
  const definitions = document.definitions.map(definition => leanDefinition(definition, { supergraph, isLean }))
  return { ...node, operation: stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions })) }
}

type Scope = {
  readonly supergraph: Supergraph
  /** Whether all objects under a response key are of one type. */
  readonly isLean: (key: string, type: string | undefined) => boolean
}

function leanDefinition(definition: DefinitionNode, scope: Scope): DefinitionNode {
  const { supergraph } = scope
  if (definition.kind === Kind.OPERATION_DEFINITION) {
    const root = supergraph.possibleTypes(rootTypes[definition.operation])
    return { ...definition, selectionSet: lean(definition.selectionSet, { types: root, isOne: true }, scope) }
  }
  if (definition.kind !== Kind.FRAGMENT_DEFINITION) return definition
  // Where it is spread, more than one type may be possible.
  const position = { types: supergraph.possibleTypes(definition.typeCondition.name.value), isOne: false }
  return { ...definition, selectionSet: lean(definition.selectionSet, position, scope) }
}

/** The root types of a supergraph have these names, whatever they are called in subgraphs. */
export const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const

/** Which types objects can have at a place; `isOne`: the schema has only one of them there. */
type Position = { readonly types: ReadonlySet<string>; readonly isOne: boolean }

function lean(set: SelectionSetNode, position: Position, scope: Scope): SelectionSetNode {
  const isKnown = (selection: SelectionNode) =>
    selection.kind === Kind.FIELD && selection.name.value === '__typename' && position.isOne
  const left = set.selections.filter(selection => !isKnown(selection))
  const selections = left.length > 0 ? left : set.selections
  return { ...set, selections: selections.map(selection => leanSelection(selection, position, scope)) }
}

function leanSelection(selection: SelectionNode, position: Position, scope: Scope): SelectionNode {
  const { supergraph } = scope
  if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection
  if (selection.kind === Kind.FIELD) {
    const type = supergraph.typeOfField(position.types, selection.name.value)
    const isLean = scope.isLean((selection.alias ?? selection.name).value, type)
    const below = {
      types: supergraph.possibleTypes(type ?? ''),
      isOne: isLean && type !== undefined && supergraph.isObject(type),
    }
    return { ...selection, selectionSet: lean(selection.selectionSet, below, scope) }
  }
  const condition = selection.typeCondition?.name.value
  const types = condition === undefined ? position.types : supergraph.possibleTypes(condition)
  return { ...selection, selectionSet: lean(selection.selectionSet, { ...position, types }, scope) }
}
