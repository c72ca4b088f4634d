import { Kind, type TypeNode } from 'graphql'
import type { Spot } from './model.ts'
import type { Requirement } from './plan.ts'
import { type Access, readerOf, typenameReader } from './reader.ts'
import type { Flags } from './selection.ts'
import { namedType, type Supergraph } from './supergraph.ts'

export type Input = Record<string, unknown>

/** A value that its type does not let be null, and that is not there. */
export const missing = Symbol('missing')

export type InputScope = { readonly supergraph: Supergraph; readonly flags: Flags; readonly subgraph: string }

/** One field of what a subgraph is told. */
export type InputField = {
  /** In our data. */
  readonly key: string
  /** For the subgraph. */
  readonly name: string
  readonly isLeaf: boolean
  /** Whether it is one value, no list. */
  readonly isOne: boolean
  /** What JSON has it as, where its type says so. */
  readonly json: 'string' | 'number' | undefined
  /** How many fetches may give it. */
  readonly sources: number
  readonly read: (holder: unknown) => unknown
  /** How it is read, where that is one step. */
  readonly access: Access | undefined
  readonly copy: Copy
}

/** From a value in our data to one to send: never the same object. */
type Copy = (value: unknown) => unknown

/** The inputs that fit a type, and the type conditions under which they stood. */
export function inputFields(
  spot: Spot,
  requires: readonly Requirement[],
  type: string | undefined,
  scope: InputScope,
): { fields: InputField[]; conditions: string[] } {
  const fields: InputField[] = []
  const conditions: string[] = []
  for (const requirement of requires) {
    if (requirement.kind === 'InlineFragment') {
      if (!applies(requirement, type, scope)) continue
      const inner = inputFields(spot, requirement.selections, type ?? requirement.typeCondition, scope)
      fields.push(...inner.fields)
      conditions.push(requirement.typeCondition, ...inner.conditions)
    } else if (requirement.name !== '__typename') {
      fields.push(inputField(spot, requirement, type, scope))
    }
  }
  return { fields, conditions }
}

function applies(
  { typeCondition, skipIf, includeIf }: Requirement & { kind: 'InlineFragment' },
  type: string | undefined,
  { supergraph, flags }: InputScope,
): boolean {
  if (skipIf && flags.get(skipIf)) return false
  if (includeIf && !flags.get(includeIf)) return false
  if (type === undefined || type === typeCondition) return true
  return supergraph.possibleTypes(typeCondition).has(type) || supergraph.possibleTypes(type).has(typeCondition)
}

function inputField(
  spot: Spot,
  { name: key, alias, selections }: Requirement & { kind: 'Field' },
  type: string | undefined,
  scope: InputScope,
): InputField {
  const name = alias ?? key
  const isLeaf = !selections?.length
  const { read, access, child, candidates } = readerOf(spot, { key, field: name, type, isLeaf }, scope.supergraph)
  const declared = type === undefined ? undefined : scope.supergraph.fieldType(type, name)
  const copyOne = isLeaf || !child ? copyLeaf : copyObject(child, selections, namedType(declared), scope)
  const copy = isLeaf && !declared ? copyLeaf : copyAs(declared, copyOne)
  const isOne = isLeaf && !isList(declared)
  const json = jsonTypes.get(namedType(declared) ?? '')
  return { key, name, isLeaf, isOne, json, sources: candidates.length, read, access, copy }
}

/** GraphQL §3.5, «Result Coercion»: an ID is always a string. */
const jsonTypes = new Map<string, 'string' | 'number'>([
  ['ID', 'string'],
  ['String', 'string'],
  ['Int', 'number'],
  ['Float', 'number'],
])

const copyLeaf: Copy = value => (typeof value === 'object' && value !== null ? structuredClone(value) : (value ?? null))

function copyObject(
  spot: Spot,
  requires: readonly Requirement[],
  declared: string | undefined,
  scope: InputScope,
): Copy {
  const typenameOf = typenameReader(spot, scope.supergraph)
  const isAsked = requires.some(requirement => requirement.kind === 'Field' && requirement.name === '__typename')
  // Of an interface or a union, the subgraph cannot tell the type otherwise.
  const tellsType = isAsked || (declared !== undefined && !scope.supergraph.isObject(declared))
  const byType = new Map<string | undefined, readonly InputField[]>()
  return value => {
    if (typeof value !== 'object' || value === null) return null
    const told = typenameOf(value)
    const type = told !== undefined && scope.supergraph.possibleTypes(told).size > 0 ? told : declared
    let fields = byType.get(type)
    if (!fields) {
      fields = inputFields(spot, requires, type, scope).fields
      byType.set(type, fields)
    }
    const copied: Input = tellsType && type !== undefined ? { __typename: type } : {}
    for (const { name, read, copy } of fields) {
      const input = copy(read(value))
      if (input === missing) return null
      copied[name] = input
    }
    return copied
  }
}

/** Copies lists and bubbles nulls as the declared type tells; without one, as the value is. */
function copyAs(type: TypeNode | undefined, copyOne: Copy): Copy {
  if (!type) {
    const copy: Copy = value => (Array.isArray(value) ? value.map(copy) : value == null ? null : copyOne(value))
    return copy
  }
  if (type.kind === Kind.NON_NULL_TYPE) {
    const inner = copyAs(type.type, copyOne)
    return value => inner(value) ?? missing
  }
  if (type.kind === Kind.LIST_TYPE) {
    const inner = copyAs(type.type, copyOne)
    return value => {
      if (!Array.isArray(value)) return null
      const copied = value.map(inner)
      return copied.includes(missing) ? null : copied
    }
  }
  return value => (value == null ? null : copyOne(value))
}

const isList = (type: TypeNode | undefined): boolean =>
  type !== undefined && (type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type)))
