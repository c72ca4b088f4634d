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
import { type Blame, blameFor } from './blame.ts'
import { toClientKeys } from './client-keys.ts'
import { denied, enumLeaf, hidden, ownScalar, plainScalar, unfit } from './leaves.ts'
import { made } from './made-code.ts'
import type { Model, Spot, Unit } from './model.ts'
import type { Operation } from './operation.ts'
import { isObject, Place } from './place.ts'
import { type Quick, quickList, quickObject } from './quick-writer.ts'
import { readerOf, typenameReader } from './reader.ts'
import type { Run } from './run.ts'
import { type Flags, forEachField } from './selection.ts'
import { unusual } from './sheet.ts'
import type { Supergraph } from './supergraph.ts'
import { type Completion, type Field, type Where, writeList, writeObject } from './write-answer.ts'
import { Written } from './written.ts'

/** Writes the client's answer, in the client's key order. */
export type Projection = {
  /** Null where a null reached the root. */
  readonly data: (run: Run) => Record<string, unknown> | null
  /** The same as JSON, which is cheaper; undefined where there may be errors to tell, or it is not worth it yet. */
  readonly json: (run: Run) => Written | undefined
}

export type ProjectionScope = {
  readonly schema: GraphQLSchema
  readonly supergraph: Supergraph
  readonly flags: Flags
  /** How many answers are written before code is made for them. */
  readonly quickAfter: number
}

export function compileProjection(
  operation: Operation,
  model: Model,
  scope: ProjectionScope,
): { readonly project: Projection; readonly visible: ReadonlySet<Unit> } {
  const type = scope.schema.getRootType(operation.definition.operation)
  if (!type) throw new Error(`the schema has no ${operation.definition.operation}`)
  const compiler = new Compiler(operation, scope)
  const root = compiler.object(type, model.root, [operation.definition.selectionSet])
  const quick = operation.denied ? () => unusual : quicker(root.quick, scope.quickAfter)
  const project: Projection = {
    data: run => (root.complete(run.root, run) as Record<string, unknown> | undefined) ?? null,
    json: run => (run.isTroubled ? undefined : Written.by(sheet => quick(run.root, run, sheet, 0))),
  }
  return { project, visible: compiler.visible }
}

function quicker(make: () => Quick, after: number): Quick {
  let uses = 0
  let quick: Quick | undefined
  return (root, run, sheet, at) => {
    if (uses++ < after) return unusual
    quick ??= made(make) ?? (() => unusual)
    return quick(root, run, sheet, at)
  }
}

class Compiler {
  readonly operation: Operation
  readonly scope: ProjectionScope
  /** The fetches that give something the client asked for. */
  readonly visible = new Set<Unit>()

  constructor(operation: Operation, scope: ProjectionScope) {
    this.operation = operation
    this.scope = scope
  }

  object(
    type: GraphQLObjectType | GraphQLInterfaceType,
    spot: Spot | undefined,
    sets: readonly SelectionSetNode[],
  ): Completion {
    const fields = [...this.collect(type, sets)].map(([key, nodes]) => this.field(type, spot, key, nodes))
    const isHolder = spot?.isTracked ? (value: unknown) => value instanceof Place : isObject
    // Copying a template is faster than adding key after key, and makes even `__proto__` a key like any other.
    const template = Object.fromEntries(fields.map(({ key }) => [key, undefined]))
    return {
      complete: (holder, run) => (isHolder(holder) ? writeObject(fields, template, holder, run) : undefined),
      quick: once(() =>
        quickObject(
          fields.map(field => ({ ...field, quick: field.isPlain ? undefined : field.quick() })),
          spot?.isTracked ?? false,
        ),
      ),
    }
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
      ...ownScalar,
      access: undefined,
      isNonNull: true,
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
      return {
        ...plain,
        isNonNull: isNonNullType(declared),
        read: () => fault,
        ...denied,
      }
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
    const toClient = toClientKeys(this.operation, this.scope.flags, { sets, renames })
    return {
      key,
      label,
      subgraph,
      toClient,
      read: reader?.read ?? (() => undefined),
      access: reader?.access,
      ...this.complete(nullable, reader?.child, sets, { label, subgraph, toClient }),
      isNonNull: isNonNullType(declared),
      isPlain: isScalarType(nullable) && isSpecifiedScalarType(nullable),
      blame: spot ? blameFor(spot, { type: type.name, name, candidates, toClient }, this.scope.supergraph) : noBlame,
    }
  }

  private complete(
    type: GraphQLOutputType,
    spot: Spot | undefined,
    sets: readonly SelectionSetNode[],
    where: Where,
  ): Completion {
    if (isNonNullType(type)) return this.complete(type.ofType, spot, sets, where)
    if (isListType(type)) {
      const inner = this.complete(type.ofType, spot, sets, where)
      const item = { ...where, complete: inner.complete, isNonNull: isNonNullType(type.ofType) }
      return {
        complete: (value, run) => (Array.isArray(value) ? writeList(item, value, run) : undefined),
        quick: () => quickList(inner.quick(), item.isNonNull),
      }
    }
    if (isEnumType(type)) return enumLeaf(type)
    if (isObjectType(type)) return foundAt(spot, this.object(type, spot, sets))
    if (isAbstractType(type)) return foundAt(spot, this.abstract(type, spot, sets))
    return isSpecifiedScalarType(type) ? plainScalar : ownScalar
  }

  /** Objects of an interface or union, each by its own type; null for a type that clients may not see. */
  private abstract(type: GraphQLAbstractType, spot: Spot | undefined, sets: readonly SelectionSetNode[]): Completion {
    if (!spot) return unfit
    const { schema, supergraph } = this.scope
    const typenameOf = typenameReader(spot, supergraph)
    const compile = (name: string | undefined): Completion => {
      const told = name === undefined ? undefined : schema.getType(name)
      if (isObjectType(told)) return schema.isSubType(type, told) ? this.object(told, spot, sets) : hidden
      // Not told, or an interface object: what is asked of the interface itself can still be answered.
      if (isInterfaceType(type) && (name === undefined || isInterfaceType(told))) return this.object(type, spot, sets)
      return name === undefined ? unfit : hidden
    }
    const byName = new Map<string | undefined, Completion>()
    const completionOf = (holder: unknown): Completion => {
      const name = typenameOf(holder)
      const known = byName.get(name)
      if (known) return known
      const fresh = compile(name)
      // A subgraph may send any name; only those of the schema are worth keeping.
      if (name === undefined || schema.getType(name)) byName.set(name, fresh)
      return fresh
    }
    return {
      complete: (holder, run) => (isObject(holder) ? completionOf(holder).complete(holder, run) : undefined),
      quick: () => (holder, run, sheet, at) =>
        isObject(holder) ? completionOf(holder).quick()(holder, run, sheet, at) : unusual,
    }
  }
}

/** Where places are by entity, an object as it came leads to its entity's. */
function foundAt(spot: Spot | undefined, { complete, quick }: Completion): Completion {
  if (!spot?.isByEntity) return { complete, quick }
  const placeOf = (raw: unknown, run: Run) => (isObject(raw) ? run.entities[spot.id]?.find(raw) : undefined)
  return {
    complete: (raw, run) => {
      const place = placeOf(raw, run)
      return place && complete(place, run)
    },
    quick: () => {
      const inner = quick()
      return (raw, run, sheet, at) => {
        const place = placeOf(raw, run)
        return place ? inner(place, run, sheet, at) : unusual
      }
    },
  }
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}
