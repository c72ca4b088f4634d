import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  type SelectionSetNode,
} from 'graphql'
import { type Blame, blameFor, type ToClient } from './blame.ts'
import type { Fault, Mark } from './fault.ts'
import type { Model, Spot, Unit } from './model.ts'
import type { Operation } from './operation.ts'
import { isObject, Place, readerOf, typenameReader } from './place.ts'
import type { Run } from './run.ts'
import { type Flags, forEachField } from './selection.ts'
import type { Supergraph } from './supergraph.ts'
import { type Complete, type Field, type Where, writeList, writeObject } from './write-answer.ts'

/** Writes the client's answer, once, in the client's key order. Null where a null reached the root. */
export type Projection = (run: Run) => Record<string, unknown> | null

type Scope = { readonly schema: GraphQLSchema; readonly supergraph: Supergraph; readonly flags: Flags }

export function compileProjection(
  operation: Operation,
  model: Model,
  scope: Scope,
): { readonly project: Projection; readonly visible: ReadonlySet<Unit> } {
  const type = scope.schema.getRootType(operation.definition.operation)
  if (!type) throw new Error(`the schema has no ${operation.definition.operation}`)
  const compiler = new Compiler(operation, scope)
  const complete = compiler.object(type, model.root, [operation.definition.selectionSet])
  return {
    project: run => (complete(run.root, run) as Record<string, unknown> | null | undefined) ?? null,
    visible: compiler.visible,
  }
}

class Compiler {
  readonly operation: Operation
  readonly scope: Scope
  /** The fetches that give something the client asked for. */
  readonly visible = new Set<Unit>()

  constructor(operation: Operation, scope: Scope) {
    this.operation = operation
    this.scope = scope
  }

  object(
    type: GraphQLObjectType | GraphQLInterfaceType,
    spot: Spot | undefined,
    sets: readonly SelectionSetNode[],
  ): Complete {
    const fields = [...this.collect(type, sets)].map(([key, nodes]) => this.field(type, spot, key, nodes))
    const isHolder = spot?.isTracked ? (value: unknown) => value instanceof Place : isObject
    // Copying a template is faster than adding key after key, and makes even `__proto__` a key like any other.
    const template = Object.fromEntries(fields.map(({ key }) => [key, undefined]))
    return (holder, run) => (isHolder(holder) ? writeObject(fields, template, holder, run) : undefined)
  }

  /** The fields of a type that a selection asks for, by response key (GraphQL §6.3.2). */
  private collect(type: GraphQLObjectType | GraphQLInterfaceType, sets: readonly SelectionSetNode[]) {
    const { schema, flags } = this.scope
    const narrow = (_: true, name: string): true | undefined => {
      const condition = schema.getType(name)
      if (condition === type) return true
      return isAbstractType(condition) && schema.isSubType(condition, type) ? true : undefined
    }
    const fields = new Map<string, FieldNode[]>()
    for (const set of sets) {
      forEachField<true>(set, { fragments: this.operation.fragments, flags }, narrow, true, node => {
        const key = node.alias?.value ?? node.name.value
        const known = fields.get(key)
        if (known) known.push(node)
        else fields.set(key, [node])
      })
    }
    return fields
  }

  private field(
    type: GraphQLObjectType | GraphQLInterfaceType,
    spot: Spot | undefined,
    key: string,
    nodes: readonly FieldNode[],
  ): Field {
    const name = nodes[0]?.name.value ?? ''
    const label = `${type.name}.${name}`
    const noBlame: Blame = () => {}
    const plain = {
      key,
      label,
      subgraph: '',
      toClient: () => [],
      complete: keep,
      isNonNull: true,
      isLeaf: true,
      isPlain: false,
      blame: noBlame,
    }
    // An interface's shape is used only where no fetch told the type's name.
    if (name === '__typename') return { ...plain, read: () => (isObjectType(type) ? type.name : undefined) }
    if (name === '__schema' || name === '__type')
      return { ...plain, isNonNull: false, read: (_, run) => run.introspected[key] }
    const declared = type.getFields()[name]?.type
    if (!declared) throw new Error(`the schema has no ${label}`)
    const fault = nodes.map(node => this.operation.denied?.get(node)).find(found => found !== undefined)
    if (fault)
      return { ...plain, isNonNull: isNonNullType(declared), isLeaf: false, read: () => fault, complete: tellDenied }
    const { keyOf } = this.operation.plannedKeys
    const nullable = isNonNullType(declared) ? declared.ofType : declared
    const isLeaf = isLeafType(getNamedType(declared))
    const sought = { key: nodes[0] ? keyOf(nodes[0]) : key, field: name, type: type.name, isLeaf }
    const reader = spot && readerOf(spot, sought, this.scope.supergraph)
    const units = (reader?.candidates ?? []).flatMap(({ source }) => spot?.sources[source]?.unit ?? [])
    for (const unit of units) this.visible.add(unit)
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
    const candidates = reader?.candidates ?? []
    const subgraph = units[0]?.subgraph ?? ''
    const renames = new Map(units.flatMap(unit => [...unit.renames]))
    const toClient: ToClient = tail => this.toClientKeys(tail, sets, renames)
    return {
      key,
      label,
      subgraph,
      toClient,
      read: reader?.read ?? (() => undefined),
      complete: this.complete(nullable, reader?.child, sets, { label, subgraph, toClient }),
      isNonNull: isNonNullType(declared),
      isLeaf: isLeafType(nullable),
      isPlain: isScalarType(nullable) && isSpecifiedScalarType(nullable),
      blame: spot ? blameFor(spot, { type: type.name, name, candidates, toClient }, this.scope.supergraph) : noBlame,
    }
  }

  private complete(
    type: GraphQLOutputType,
    spot: Spot | undefined,
    sets: readonly SelectionSetNode[],
    where: Where,
  ): Complete {
    if (isNonNullType(type)) return this.complete(type.ofType, spot, sets, where)
    if (isListType(type)) {
      const inner = this.complete(type.ofType, spot, sets, where)
      const item = { ...where, complete: inner, isNonNull: isNonNullType(type.ofType) }
      return (value, run) => (Array.isArray(value) ? writeList(item, value, run) : undefined)
    }
    if (isEnumType(type)) {
      // A value that clients may not see becomes null.
      const values = new Set<unknown>(type.getValues().map(({ name }) => name))
      return value => (values.has(value) ? value : typeof value === 'string' ? null : undefined)
    }
    if (isObjectType(type)) return this.object(type, spot, sets)
    if (isAbstractType(type)) return this.abstract(type, spot, sets)
    return isSpecifiedScalarType(type) ? plainScalar : keep
  }

  /** The rest of an error's path below a field, in the client's keys; cut where the client asked no further. */
  private toClientKeys(
    tail: Mark['tail'],
    sets: readonly SelectionSetNode[],
    renames: ReadonlyMap<string, string>,
  ): Mark['tail'] {
    const keys: (string | number)[] = []
    let at = sets
    for (const step of tail) {
      if (typeof step === 'number') {
        keys.push(step)
        continue
      }
      const nodes = this.fieldsKnownAs(renames.get(step) ?? step, at)
      const [node] = nodes
      if (!node) return keys
      keys.push(node.alias?.value ?? node.name.value)
      at = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
    }
    return keys
  }

  private fieldsKnownAs(planned: string, sets: readonly SelectionSetNode[]): FieldNode[] {
    const { fragments, plannedKeys } = this.operation
    const scope = { fragments, flags: this.scope.flags }
    const anyType = (): true => true
    const found: FieldNode[] = []
    for (const set of sets) {
      forEachField<true>(set, scope, anyType, true, node => {
        if (plannedKeys.keyOf(node) === planned) found.push(node)
      })
    }
    return found
  }

  /** Objects of an interface or union, each by its own type; null for a type that clients may not see. */
  private abstract(type: GraphQLAbstractType, spot: Spot | undefined, sets: readonly SelectionSetNode[]): Complete {
    if (!spot) return () => undefined
    const { schema, supergraph } = this.scope
    const typenameOf = typenameReader(spot, supergraph)
    const byName = new Map<string | undefined, Complete>()
    const compile = (name: string | undefined): Complete => {
      const told = name === undefined ? undefined : schema.getType(name)
      if (isObjectType(told)) return schema.isSubType(type, told) ? this.object(told, spot, sets) : () => null
      // Not told, or an interface object: what is asked of the interface itself can still be answered.
      if (isInterfaceType(type) && (name === undefined || isInterfaceType(told))) return this.object(type, spot, sets)
      return () => (name === undefined ? undefined : null)
    }
    return (holder, run) => {
      if (!isObject(holder)) return undefined
      const name = typenameOf(holder)
      let complete = byName.get(name)
      if (!complete) {
        complete = compile(name)
        // A subgraph may send any name; only those of the schema are worth keeping.
        if (name === undefined || schema.getType(name)) byName.set(name, complete)
      }
      return complete(holder, run)
    }
  }
}

/** A field that was not asked for, because whoever asks may not have it. */
const tellDenied: Complete = (fault, run) => {
  run.tell(fault as Fault, [])
  return null
}

const plainScalar: Complete = value => (typeof value === 'object' ? undefined : value)

/** A scalar of our own may be an object or a list: the answer gets its own. */
const keep: Complete = value => (typeof value === 'object' ? structuredClone(value) : value)
