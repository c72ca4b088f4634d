import { type ConstDirectiveNode, type ConstValueNode, type DirectiveNode, Kind, parse } from 'graphql'

/** What `@listSize` says of a field. */
export type ListSize = {
  readonly assumedSize: number | undefined
  /** Arguments that say how long the list is; `page.first` is a field of an input object. */
  readonly slicingArguments: readonly string[]
  /** The fields below that have the length, where the field itself is no list: `edges`. */
  readonly sizedFields: readonly string[]
}

/** Weights and list sizes by coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`. */
export type CostModel = {
  readonly weights: ReadonlyMap<string, number>
  readonly lists: ReadonlyMap<string, ListSize>
  /** Whether anything inside an argument's value weighs. */
  readonly weighsInputs: boolean
}

/** Reads `@cost` and `@listSize` (IBM's cost directives, as federation 2.9 composes them) out of a supergraph. */
export function readCostModel(supergraph: string): CostModel {
  const weights = new Map<string, number>()
  const lists = new Map<string, ListSize>()
  let weighsInputs = false
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    for (const directive of directives ?? []) {
      const given = argumentsOf(directive)
      const name = directive.name.value.replace(/^(federation|cost)__/, '')
      if (name === 'cost') weights.set(coordinate, Number(given.get('weight') ?? 0))
      if (name === 'listSize') lists.set(coordinate, toListSize(given))
    }
  }
  for (const definition of parse(supergraph, { noLocation: true }).definitions) {
    if (!('name' in definition) || definition.name === undefined || definition.kind === Kind.DIRECTIVE_DEFINITION)
      continue
    const type = definition.name.value
    const before = weights.size
    note(type, definition.directives as readonly ConstDirectiveNode[] | undefined)
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of definition.fields ?? []) note(`${type}.${field.name.value}`, field.directives)
    }
    const isOfInputs =
      definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.SCALAR_TYPE_DEFINITION ||
      definition.kind === Kind.ENUM_TYPE_DEFINITION
    if (isOfInputs && weights.size > before) weighsInputs = true
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    for (const field of definition.fields ?? []) {
      note(`${type}.${field.name.value}`, field.directives)
      for (const argument of field.arguments ?? []) {
        note(`${type}.${field.name.value}(${argument.name.value}:)`, argument.directives)
      }
    }
  }
  return { weights, lists, weighsInputs }
}

function toListSize(given: ReadonlyMap<string, unknown>): ListSize {
  const assumed = given.get('assumedSize')
  return {
    assumedSize: typeof assumed === 'number' ? assumed : undefined,
    slicingArguments: textsOf(given.get('slicingArguments')),
    sizedFields: textsOf(given.get('sizedFields')),
  }
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(each => typeof each === 'string') : typeof value === 'string' ? [value] : []

function argumentsOf(directive: DirectiveNode): ReadonlyMap<string, unknown> {
  return new Map((directive.arguments ?? []).map(({ name, value }) => [name.value, plain(value as ConstValueNode)]))
}

function plain(value: ConstValueNode): unknown {
  switch (value.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return Number(value.value)
    case Kind.STRING:
      return value.value
    case Kind.LIST:
      return value.values.map(plain)
    default:
      return undefined
  }
}
