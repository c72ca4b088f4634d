import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql'
import { isMoved, type Moved } from '../moving-fields.ts'
import { readFieldSet, type Selection } from './selection.ts'

/** What a supergraph says of its types: which subgraph can answer what, and by which keys it is asked. */
export type Facts = {
  readonly types: ReadonlyMap<string, TypeFacts>
  readonly roots: ReadonlyMap<string, string>
  /** The object types that a value of a type can have in a subgraph; in any, where none is named. */
  possible(type: string, graph?: string): readonly string[]
  /** Whether the subgraph knows an interface as one type, without the types behind it (`@interfaceObject`). */
  isFaceless(type: string, graph: string): boolean
}

export type TypeFacts = {
  readonly name: string
  readonly isObject: boolean
  readonly isAbstract: boolean
  /** By subgraph; a type without any is a leaf, or belongs to the join specification. */
  readonly graphs: Map<string, { readonly keys: Selection[][]; isFaceless: boolean }>
  readonly fields: Map<string, FieldFacts>
  readonly interfaces: readonly string[]
  /** Object types by subgraph. */
  readonly members: Map<string, Set<string>>
}

export type FieldFacts = {
  readonly name: string
  readonly type: TypeNode
  /** The subgraphs that answer it. */
  readonly at: ReadonlyMap<string, FieldAt>
}

export type FieldAt = {
  /** The name of its type there. */
  readonly type: string
  readonly requires: readonly Selection[] | undefined
  readonly provides: readonly Selection[] | undefined
}

type Joins = Record<string, unknown>

/** @param moved where fields that are on their way to another subgraph are: in the old, in the new, or anywhere of both */
export function readFacts(document: DocumentNode, moved: Moved | 'anywhere'): Facts {
  const graphs = namesOfGraphs(document)
  const types = new Map<string, TypeFacts>()
  for (const definition of document.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      definition.kind !== Kind.UNION_TYPE_DEFINITION
    )
      continue
    const { directives, kind } = definition
    const type: TypeFacts = {
      name: definition.name.value,
      isObject: kind === Kind.OBJECT_TYPE_DEFINITION,
      isAbstract: kind !== Kind.OBJECT_TYPE_DEFINITION,
      graphs: new Map(),
      fields: new Map(),
      interfaces: kind === Kind.UNION_TYPE_DEFINITION ? [] : (definition.interfaces ?? []).map(each => each.name.value),
      members: new Map(),
    }
    types.set(type.name, type)
    for (const { graph, key, isInterfaceObject, resolvable } of joins(directives, 'join__type')) {
      const name = graphs.get(String(graph)) ?? ''
      const known = type.graphs.get(name) ?? { keys: [], isFaceless: false }
      known.isFaceless ||= isInterfaceObject === true
      if (typeof key === 'string' && resolvable !== false) known.keys.push(readFieldSet(key))
      type.graphs.set(name, known)
    }
    for (const { graph, member } of joins(directives, 'join__unionMember'))
      addMember(type, graphs.get(String(graph)) ?? '', String(member))
    if (kind === Kind.UNION_TYPE_DEFINITION) continue
    for (const field of definition.fields ?? [])
      type.fields.set(field.name.value, readField(field, type, graphs, moved))
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    for (const { graph, interface: name } of joins(definition.directives, 'join__implements')) {
      const type = types.get(String(name))
      if (type) addMember(type, graphs.get(String(graph)) ?? '', definition.name.value)
    }
  }
  return {
    types,
    roots: rootsOf(document),
    possible(name, graph) {
      const type = types.get(name)
      if (!type || type.isObject) return type ? [name] : []
      if (graph !== undefined) return [...(type.members.get(graph) ?? [])]
      return [...new Set([...type.members.values()].flatMap(members => [...members]))]
    },
    isFaceless: (type, graph) => types.get(type)?.graphs.get(graph)?.isFaceless ?? false,
  }
}

function addMember(type: TypeFacts, graph: string, member: string): void {
  type.members.set(graph, (type.members.get(graph) ?? new Set()).add(member))
}

function readField(
  { name, type, directives }: FieldDefinitionNode,
  owner: TypeFacts,
  graphs: Map<string, string>,
  moved: Moved | 'anywhere',
) {
  const at = new Map<string, FieldAt>()
  const own = joins(directives, 'join__field')
  const everywhere = { type: namedType(type), requires: undefined, provides: undefined }
  if (own.length === 0) for (const graph of owner.graphs.keys()) at.set(graph, everywhere)
  for (const join of own) {
    const graph = graphs.get(String(join.graph))
    // Without a subgraph: it comes from an interface object, and is found there.
    if (graph === undefined || !isAnswered(join, moved)) continue
    // A subgraph can tell of its keys what it was told.
    const isKey = owner.graphs.get(graph)?.keys.some(key => key.some(({ name: part }) => part === name.value))
    if (join.external === true && !isKey) continue
    at.set(graph, {
      type: typeof join.type === 'string' ? join.type.replace(/[[\]!]/g, '') : namedType(type),
      requires: typeof join.requires === 'string' ? readFieldSet(join.requires) : undefined,
      provides: typeof join.provides === 'string' ? readFieldSet(join.provides) : undefined,
    })
  }
  return { name: name.value, type, at }
}

/** Whether a subgraph that has a field is the one to answer it, as far as `@override` says. */
function isAnswered({ override, overrideLabel: label, usedOverridden }: Joins, moved: Moved | 'anywhere'): boolean {
  if (typeof label !== 'string') return usedOverridden !== true
  return moved === 'anywhere' || isMoved(label, moved) === (override !== undefined)
}

export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)

export const isList = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type))

function namesOfGraphs(document: DocumentNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue
    for (const value of definition.values ?? []) {
      const [graph] = joins(value.directives, 'join__graph')
      names.set(value.name.value, String(graph?.name))
    }
  }
  return names
}

const joins = (directives: readonly ConstDirectiveNode[] | undefined, name: string): Joins[] =>
  (directives ?? [])
    .filter(directive => directive.name.value === name)
    .map(({ arguments: given }) =>
      Object.fromEntries((given ?? []).map(argument => [argument.name.value, valueFromASTUntyped(argument.value)])),
    )

function rootsOf(document: DocumentNode): Map<string, string> {
  const roots = new Map([
    ['query', 'Query'],
    ['mutation', 'Mutation'],
    ['subscription', 'Subscription'],
  ])
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION) continue
    for (const { operation, type } of definition.operationTypes) roots.set(operation, type.name.value)
  }
  return roots
}

export const readSupergraphText = (sdl: string): DocumentNode => parse(sdl, { noLocation: true })
