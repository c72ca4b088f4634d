import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'
import type { Limits } from '../audiences.ts'
import { refuseOver, saturated } from './refusal.ts'

/** How deep a part of an operation goes. */
type Shape = {
  depth: number
  listDepth: number
  /** How often a field, by its coordinate, stands inside itself. */
  readonly repeats: Map<string, number>
}

type Measure = {
  selections: number
  aliases: number
  directives: number
  readonly ordinary: Shape
  readonly introspection: Shape
}

const noShape = (): Shape => ({ depth: 0, listDepth: 0, repeats: new Map() })
const noMeasure = (): Measure => ({
  selections: 0,
  aliases: 0,
  directives: 0,
  ordinary: noShape(),
  introspection: noShape(),
})

/** A chain of `ofType` is how a wrapped type is read, and branches nowhere: depth alone bounds it. */
const unrepeated = '__Type.ofType'

/**
 * Measures every operation and fragment of a document that is parsed but not yet valid. Each fragment is measured once,
 * and what is built out of it only adds numbers that stop growing: 2^200 selections take no longer than 200 fragments.
 * A fragment inside itself counts as nothing here; validation refuses it.
 * @throws PublicError QUERY_TOO_COSTLY
 */
export function refuseLarge(document: DocumentNode, schema: GraphQLSchema, limits: Limits): void {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let definitions = 0
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue
    fragments.set(definition.name.value, definition)
    definitions++
  }
  refuseOver(limits, 'fragments', definitions)
  const measureOf = createMeasuring(schema, fragments)
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const own = measureOf.selectionSet(definition.selectionSet, schema.getRootType(definition.operation) ?? undefined)
      own.directives += definition.directives?.length ?? 0
      refuseMeasure(own, limits)
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) refuseMeasure(measureOf.fragment(definition), limits)
  }
}

function refuseMeasure({ selections, aliases, directives, ordinary, introspection }: Measure, limits: Limits): void {
  refuseOver(limits, 'depth', ordinary.depth)
  refuseOver(limits, 'listDepth', ordinary.listDepth)
  refuseOver(limits, 'selfReference', mostRepeated(ordinary))
  refuseOver(limits, 'introspectionDepth', introspection.depth)
  refuseOver(limits, 'introspectionListDepth', introspection.listDepth)
  refuseOver(limits, 'introspectionSelfReference', mostRepeated(introspection))
  refuseOver(limits, 'aliases', aliases)
  refuseOver(limits, 'directives', directives)
  refuseOver(limits, 'selections', selections)
}

const mostRepeated = ({ repeats }: Shape): number => repeats.values().reduce((most, count) => Math.max(most, count), 0)

function createMeasuring(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const measured = new Map<string, Measure>()

  function selectionSet(set: SelectionSetNode, parent: GraphQLNamedType | undefined): Measure {
    const whole = noMeasure()
    for (const selection of set.selections) {
      whole.directives = saturated(whole.directives + (selection.directives?.length ?? 0))
      if (selection.kind !== Kind.INLINE_FRAGMENT) whole.selections = saturated(whole.selections + 1)
      join(whole, selectionOf(selection, parent))
    }
    return whole
  }

  function selectionOf(selection: SelectionNode, parent: GraphQLNamedType | undefined): Measure {
    switch (selection.kind) {
      case Kind.FIELD: {
        const name = selection.name.value
        const type = fieldType(schema, parent, name)
        const below = selection.selectionSet
          ? within(selectionSet(selection.selectionSet, type && getNamedType(type)), name, type, parent)
          : noMeasure()
        if (selection.alias) below.aliases = saturated(below.aliases + 1)
        return below
      }
      case Kind.INLINE_FRAGMENT: {
        const condition = selection.typeCondition?.name.value
        return selectionSet(selection.selectionSet, condition === undefined ? parent : schema.getType(condition))
      }
      case Kind.FRAGMENT_SPREAD: {
        const definition = fragments.get(selection.name.value)
        return definition ? fragment(definition) : noMeasure()
      }
    }
  }

  function fragment(definition: FragmentDefinitionNode): Measure {
    const name = definition.name.value
    const known = measured.get(name)
    if (known) return known
    measured.set(name, noMeasure())
    const fresh = selectionSet(definition.selectionSet, schema.getType(definition.typeCondition.name.value))
    fresh.directives = saturated(fresh.directives + (definition.directives?.length ?? 0))
    measured.set(name, fresh)
    return fresh
  }

  return { selectionSet, fragment }
}

/** Puts a field around what it selects. Inside `__schema` and `__type` everything counts as introspection. */
function within(
  below: Measure,
  field: string,
  type: GraphQLOutputType | undefined,
  parent: GraphQLNamedType | undefined,
): Measure {
  const coordinate = `${parent?.name ?? ''}.${field}`
  const isList = type !== undefined && isListType(getNullableType(type))
  if (field !== SchemaMetaFieldDef.name && field !== TypeMetaFieldDef.name) {
    return { ...below, ordinary: deeper(below.ordinary, coordinate, isList) }
  }
  const introspection = noShape()
  joinShape(introspection, below.introspection)
  joinShape(introspection, deeper(below.ordinary, coordinate, isList))
  return { ...below, ordinary: noShape(), introspection }
}

function deeper(shape: Shape, coordinate: string, isList: boolean): Shape {
  const repeats = new Map(shape.repeats)
  if (coordinate !== unrepeated) repeats.set(coordinate, (repeats.get(coordinate) ?? 0) + 1)
  return { depth: shape.depth + 1, listDepth: shape.listDepth + (isList ? 1 : 0), repeats }
}

function join(whole: Measure, part: Measure): void {
  whole.selections = saturated(whole.selections + part.selections)
  whole.aliases = saturated(whole.aliases + part.aliases)
  whole.directives = saturated(whole.directives + part.directives)
  joinShape(whole.ordinary, part.ordinary)
  joinShape(whole.introspection, part.introspection)
}

function joinShape(whole: Shape, part: Shape): void {
  whole.depth = Math.max(whole.depth, part.depth)
  whole.listDepth = Math.max(whole.listDepth, part.listDepth)
  for (const [coordinate, count] of part.repeats) {
    if (count > (whole.repeats.get(coordinate) ?? 0)) whole.repeats.set(coordinate, count)
  }
}

/** Undefined for what the schema does not have: validation says so later. */
function fieldType(
  schema: GraphQLSchema,
  parent: GraphQLNamedType | undefined,
  field: string,
): GraphQLOutputType | undefined {
  if (parent === schema.getQueryType()) {
    if (field === SchemaMetaFieldDef.name) return SchemaMetaFieldDef.type
    if (field === TypeMetaFieldDef.name) return TypeMetaFieldDef.type
  }
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.type : undefined
}
