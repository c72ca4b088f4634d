import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'
import type { Limits } from '../audiences.ts'
import type { CostModel, ListSize } from './cost-model.ts'
import { refuseOver, saturated } from './refusal.ts'

type Variables = Readonly<Record<string, unknown>>

/** A cost that is known once and for all, or one that waits for the variables of a request. */
export type Cost = number | ((variables: Variables) => number)

/** What pages are called where no `@listSize` says it. */
const conventional: ListSize = {
  assumedSize: undefined,
  slicingArguments: ['first', 'last'],
  sizedFields: ['edges', 'nodes'],
}

const amountOf = (cost: Cost, variables: Variables): number => (typeof cost === 'number' ? cost : cost(variables))

const combine = (one: Cost, other: Cost, how: (one: number, other: number) => number): Cost =>
  typeof one === 'number' && typeof other === 'number'
    ? saturated(how(one, other))
    : variables => saturated(how(amountOf(one, variables), amountOf(other, variables)))

const plus = (one: Cost, other: Cost): Cost => (one === 0 ? other : combine(one, other, (a, b) => a + b))
const largest = (one: Cost | undefined, other: Cost): Cost =>
  one === undefined ? other : combine(one, other, Math.max)
const times = (one: Cost, other: Cost): Cost => (one === 1 ? other : combine(one, other, (a, b) => a * b))

/**
 * How many objects an operation can answer with at most, each weighted: an object counts 1 and a leaf 0 unless `@cost`
 * says otherwise, and a list is as long as its arguments, `@listSize` or `assumedListSize` say. What is behind `@skip`
 * and `@include` counts, and all possible types of an abstract one. Of what the kinds of an interface say differently the
 * largest counts; arguments and what they hold weigh what `@cost` says.
 * @throws PublicError QUERY_TOO_COSTLY (pageSize); the cost itself is for the caller to judge
 */
export function costOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { schema, model, limits }: { schema: GraphQLSchema; model: CostModel; limits: Limits },
): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const measured = new Map<string, Cost>()

  /** `sized` is the length that a field above gives to some of these. */
  function selectionSet(
    set: SelectionSetNode,
    parent: GraphQLNamedType | undefined,
    sized?: { fields: readonly string[]; length: Cost },
  ): Cost {
    let sum: Cost = 0
    for (const selection of set.selections) {
      switch (selection.kind) {
        case Kind.FIELD: {
          const length = sized?.fields.includes(selection.name.value) ? sized.length : undefined
          sum = plus(sum, field(selection, parent, length))
          break
        }
        case Kind.INLINE_FRAGMENT: {
          const condition = selection.typeCondition?.name.value
          const type = condition === undefined ? parent : schema.getType(condition)
          sum = plus(sum, selectionSet(selection.selectionSet, type, sized))
          break
        }
        case Kind.FRAGMENT_SPREAD:
          sum = plus(sum, spread(selection.name.value, sized))
      }
    }
    return sum
  }

  function spread(name: string, sized: { fields: readonly string[]; length: Cost } | undefined): Cost {
    const known = sized ? undefined : measured.get(name)
    const definition = fragments.get(name)
    if (known !== undefined || !definition) return known ?? 0
    const fresh = selectionSet(definition.selectionSet, schema.getType(definition.typeCondition.name.value), sized)
    if (!sized) measured.set(name, fresh)
    return fresh
  }

  function field(node: FieldNode, parent: GraphQLNamedType | undefined, given: Cost | undefined): Cost {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return 0
    const definition = parent.getFields()[node.name.value]
    if (!definition) return 0
    const type = getNamedType(definition.type)
    const listSizes = saidOf(model.lists, parent, definition.name).map(said => said ?? conventional)
    const told = listSizes
      .map(listSize => pageLength(node, definition, listSize, limits) ?? listSize.assumedSize)
      .filter(length => length !== undefined)
      .reduce<Cost | undefined>(largest, undefined)
    const isList = isListType(getNullableType(definition.type))
    const length = told ?? limits.assumedListSize
    const sizedFields = listSizes.flatMap(listSize => listSize.sizedFields)
    const below = node.selectionSet
      ? selectionSet(
          node.selectionSet,
          type,
          isList || told === undefined ? undefined : { fields: sizedFields, length },
        )
      : 0
    const own = Math.max(...saidOf(model.weights, parent, definition.name).map(said => said ?? typeWeight(type)))
    return plus(argumentWeights(node, parent, definition), times(isList ? (given ?? length) : 1, plus(own, below)))
  }

  /**
   * What is said of a part of a type. What an interface turns out to be is not known beforehand: each of its kinds may
   * say something, and the interface says it for those that do not.
   */
  function saidOf<Said>(
    of: ReadonlyMap<string, Said>,
    parent: GraphQLObjectType | GraphQLInterfaceType,
    part: string,
  ): (Said | undefined)[] {
    const own = of.get(`${parent.name}.${part}`)
    if (isObjectType(parent) || of.size === 0) return [own]
    const kinds = schema.getPossibleTypes(parent).map(({ name }) => of.get(`${name}.${part}`) ?? own)
    return kinds.length > 0 ? [...new Set(kinds)] : [own]
  }

  function typeWeight(type: GraphQLNamedType): number {
    const kinds = isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
    const other = isLeafType(type) || isInputType(type) ? 0 : 1
    return Math.max(...kinds.map(({ name }) => model.weights.get(name) ?? other))
  }

  function argumentWeights(
    node: FieldNode,
    parent: GraphQLObjectType | GraphQLInterfaceType,
    definition: GraphQLField<unknown, unknown>,
  ): Cost {
    let sum: Cost = 0
    if (model.weights.size === 0) return sum
    for (const { name, value } of node.arguments ?? []) {
      const argument = definition.args.find(each => each.name === name.value)
      if (!argument) continue
      const said = saidOf(model.weights, parent, `${definition.name}(${argument.name}:)`)
      sum = plus(sum, Math.max(...said.map(weight => weight ?? typeWeight(getNamedType(argument.type)))))
      if (!model.weighsInputs) continue
      const inside = (variables?: Variables) => inputWeight(valueFromASTUntyped(value, variables), argument.type)
      sum = plus(sum, hasVariable(value) ? (variables: Variables) => inside(variables) : inside())
    }
    return sum
  }

  /** The weights of what a value holds, each as often as it is there. */
  function inputWeight(value: unknown, of: GraphQLInputType): number {
    if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + inputWeight(item, of), 0)
    const type = getNamedType(of)
    if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return 0
    return Object.values(type.getFields()).reduce((sum, field) => {
      const given = (value as Variables)[field.name]
      if (given === undefined) return sum
      const own = model.weights.get(`${type.name}.${field.name}`) ?? typeWeight(getNamedType(field.type))
      return sum + own + inputWeight(given, field.type)
    }, 0)
  }

  return selectionSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
}

/** How long a page the arguments ask for; undefined where none of them says. The largest counts. */
function pageLength(
  node: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  { slicingArguments }: ListSize,
  limits: Limits,
): Cost | undefined {
  let longest: Cost | undefined
  for (const path of slicingArguments) {
    const [name = '', ...inner] = path.split('.')
    const argument = definition.args.find(each => each.name === name)
    if (!argument) continue
    const value = node.arguments?.find(each => each.name.value === name)?.value
    const read = (variables?: Variables): number | undefined => {
      const whole = value ? valueFromASTUntyped(value, variables) : argument.defaultValue
      const length = inner.reduce<unknown>((object, key) => (object as Variables | undefined)?.[key], whole)
      return typeof length === 'number' ? checkedPage(length, limits) : undefined
    }
    const length = value && hasVariable(value) ? (given: Variables) => read(given) ?? limits.pageSize : read()
    if (length === undefined) continue
    longest = largest(longest, length)
  }
  return longest
}

function checkedPage(length: number, limits: Limits): number {
  refuseOver(limits, 'pageSize', length < 0 ? Number.POSITIVE_INFINITY : length)
  return length
}

function hasVariable(value: Parameters<typeof valueFromASTUntyped>[0]): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return true
    case Kind.OBJECT:
      return value.fields.some(each => hasVariable(each.value))
    case Kind.LIST:
      return value.values.some(hasVariable)
    default:
      return false
  }
}
