import { Kind, print, type SelectionSetNode, type TypeNode } from 'graphql'
import type { Spot, Unit } from './model.ts'
import type { Place } from './place.ts'
import type { Requirement, Rewrite } from './plan.ts'
import { readerOf, typenameReader } from './reader.ts'
import { applyRewrite } from './rewrite.ts'
import type { Flags } from './selection.ts'
import { namedType, type Supergraph } from './supergraph.ts'

type Input = Record<string, unknown>

/** How entities of one type are told to a subgraph. */
export type Representer = {
  readonly type: string
  /** Equal where the same fields of the same type are what entities are told apart by. */
  readonly identity: string
  /** Equal where the same is told of the same place, whoever is told; undefined where that may change as answers come. */
  readonly words: string | undefined
  /** What an entity is known by, part by part; equal for entities that are told alike. */
  readonly keys: readonly ((place: Place) => unknown)[]
  /** Whether an entity of the same key as one that was told would be told in the same words. */
  readonly isLike: (told: Place, place: Place) => boolean
  /** What is told, as JSON; undefined where the subgraph cannot be asked. */
  readonly text: (place: Place) => string | undefined
}

/** Undefined for an entity whose type the subgraph does not know. */
export type RepresenterOf = (place: Place) => Representer | undefined

/** A value that its type does not let be null, and that is not there. */
const missing = Symbol('missing')

type Scope = { readonly supergraph: Supergraph; readonly flags: Flags; readonly subgraph: string }

/**
 * How entities at a spot are told to a subgraph. There is no representation where the key is not known; other inputs
 * may be null, where their type says so: then the subgraph decides what it can answer without them.
 */
export function representersAt(spot: Spot, unit: Unit, supergraph: Supergraph, flags: Flags): RepresenterOf {
  const requires = unit.entities?.requires ?? []
  const scope = { supergraph, flags, subgraph: unit.subgraph }
  const typenameOf = typenameReader(spot, supergraph)
  const only = requires.length === 1 && requires[0]?.kind === 'InlineFragment' ? requires[0].typeCondition : undefined
  const byType = new Map<string, Representer | undefined>()
  /** Mostly all are of one type. */
  let last: Representer | undefined
  return place => {
    const type = typenameOf(place) ?? only
    if (type === undefined) return undefined
    if (last?.type === type) return last
    const known = byType.get(type)
    if (known || byType.has(type)) {
      last = known
      return known
    }
    // A subgraph may send any name; only those of the supergraph are worth keeping.
    if (supergraph.possibleTypes(type).size === 0) return undefined
    const representer = representType(spot, requires, type, scope, unit.inputRewrites)
    byType.set(type, representer)
    return representer
  }
}

function representType(
  spot: Spot,
  requires: readonly Requirement[],
  type: string,
  scope: Scope,
  rewrites: readonly Rewrite[],
): Representer | undefined {
  const { supergraph, subgraph } = scope
  const { fields, conditions } = inputFields(spot, requires, type, scope)
  if (conditions.length === 0) return undefined
  const given = new Set(fields.map(({ name }) => name))
  const keys = conditions
    .flatMap(condition => supergraph.keys(condition, subgraph))
    .filter(key => topFields(key).every(name => name === '__typename' || given.has(name)))
  const inKey = new Set(keys.flatMap(topFields))
  const isSimple =
    rewrites.length === 0 &&
    fields.length > 0 &&
    fields.length <= mostSimpleFields &&
    fields.length === given.size &&
    fields.every(({ isLeaf }) => isLeaf)
  const identityOf = (parts: readonly InputField[]) => [type, ...parts.map(({ name }) => name)].join(' ')
  if (!isSimple) {
    const told = objectTeller(type, fields, { keys, inKey, rewrites, supergraph })
    const text = (place: Place) => {
      const object = told(place)
      return object && JSON.stringify(object)
    }
    return { type, identity: identityOf(fields), words: undefined, text, keys: [text], isLike: () => true }
  }
  const [keyFields, others] = partition(fields, ({ name }) => inKey.has(name))
  const [known, compared] = keyFields.length > 0 ? [keyFields, others] : [fields, []]
  const isFixed = fields.every(({ sources }) => sources === 1)
  return {
    type,
    identity: identityOf(known),
    words: isFixed ? JSON.stringify([type, fields.map(({ key, name }) => [key, name]), keys.map(print)]) : undefined,
    text: textTeller(type, fields, { keys, inKey }),
    keys: known.map(
      ({ read }) =>
        place =>
          comparable(read(place)),
    ),
    isLike: (told, place) => compared.every(({ read }) => comparable(read(told)) === comparable(read(place))),
  }
}

type Keys = {
  readonly keys: readonly SelectionSetNode[]
  readonly inKey: ReadonlySet<string>
}

type Rewriting = Keys & { readonly rewrites: readonly Rewrite[]; readonly supergraph: Supergraph }

function objectTeller(type: string, fields: readonly InputField[], { keys, inKey, rewrites, supergraph }: Rewriting) {
  return (place: Place): Input | undefined => {
    const told: Input = { __typename: type }
    for (const { name, read, copy } of fields) {
      const input = copy(read(place))
      if (input === missing && !inKey.has(name)) return undefined
      if (input !== missing && (input !== null || !inKey.has(name))) told[name] = input
    }
    if (keys.length > 0 && !keys.some(key => isWhole(told, key))) return undefined
    for (const rewrite of rewrites) applyRewrite(told, rewrite, supergraph)
    return told
  }
}

/** As many as there are bits to tell them by. */
const mostSimpleFields = 30

/** The same where all that is told are leaves: the text is written at once, which is most of what a list of entities costs. */
function textTeller(type: string, fields: readonly InputField[], { keys, inKey }: Keys) {
  const opening = `{"__typename":${JSON.stringify(type)}`
  const parts = fields.map(({ name, read, copy, isOne }, index) => ({
    name,
    label: `,${JSON.stringify(name)}:`,
    read,
    copy,
    isOne,
    isInKey: inKey.has(name),
    bit: 1 << index,
  }))
  const wholeKeys = keys.map(key => {
    const names = new Set(topFields(key))
    return parts.reduce((bits, { name, bit }) => (names.has(name) ? bits | bit : bits), 0)
  })
  return (place: Place): string | undefined => {
    let text = opening
    let told = 0
    for (const { label, read, copy, isOne, isInKey, bit } of parts) {
      const value = read(place)
      if (isOne && typeof value === 'string') text += label + quoted(value)
      else if (isOne && typeof value === 'number' && Number.isFinite(value)) text += label + value
      else {
        const input = copy(value)
        if (input === missing && !isInKey) return undefined
        if (input === missing || (input === null && isInKey)) continue
        text += label + JSON.stringify(input)
      }
      told |= bit
    }
    if (wholeKeys.length > 0 && !wholeKeys.some(bits => (told & bits) === bits)) return undefined
    return `${text}}`
  }
}

/** What JSON writes otherwise than as it is. */
const toEscape = /[^ !\u0023-\u005b\u005d-\ud7ff\ue000-\uffff]/

const quoted = (value: string): string => (toEscape.test(value) ? JSON.stringify(value) : `"${value}"`)

/** Equal for equal values only, objects and lists among them: a scalar may be one. */
function comparable(value: unknown): unknown {
  if (typeof value === 'string') return value.charCodeAt(0) === 0 ? `\u0000${value}` : value
  return typeof value === 'object' && value !== null ? `\u0000${JSON.stringify(value)}` : (value ?? null)
}

function partition<T>(values: readonly T[], isFirst: (value: T) => boolean): [T[], T[]] {
  const parts: [T[], T[]] = [[], []]
  for (const value of values) parts[isFirst(value) ? 0 : 1].push(value)
  return parts
}

type InputField = {
  /** In our data. */
  readonly key: string
  /** For the subgraph. */
  readonly name: string
  readonly isLeaf: boolean
  /** Whether it is one value, no list. */
  readonly isOne: boolean
  /** How many fetches may give it. */
  readonly sources: number
  readonly read: (holder: unknown) => unknown
  readonly copy: Copy
}

/** From a value in our data to one to send: never the same object. */
type Copy = (value: unknown) => unknown

/** The inputs that fit a type, and the type conditions under which they stood. */
function inputFields(
  spot: Spot,
  requires: readonly Requirement[],
  type: string | undefined,
  scope: Scope,
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
  { supergraph, flags }: Scope,
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
  scope: Scope,
): InputField {
  const name = alias ?? key
  const isLeaf = !selections?.length
  const { read, child, candidates } = readerOf(spot, { key, field: name, type, isLeaf }, scope.supergraph)
  const declared = type === undefined ? undefined : scope.supergraph.fieldType(type, name)
  const copyOne = isLeaf || !child ? copyLeaf : copyObject(child, selections, namedType(declared), scope)
  const copy = isLeaf && !declared ? copyLeaf : copyAs(declared, copyOne)
  return { key, name, isLeaf, isOne: isLeaf && !isList(declared), sources: candidates.length, read, copy }
}

const copyLeaf: Copy = value => (typeof value === 'object' && value !== null ? structuredClone(value) : (value ?? null))

function copyObject(spot: Spot, requires: readonly Requirement[], declared: string | undefined, scope: Scope): Copy {
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

const topFields = ({ selections }: SelectionSetNode): string[] =>
  selections.flatMap(selection => (selection.kind === Kind.FIELD ? [selection.name.value] : []))

/** Whether every part of a key is there. */
function isWhole(value: unknown, key: SelectionSetNode): boolean {
  if (Array.isArray(value)) return value.every(item => isWhole(item, key))
  if (typeof value !== 'object' || value === null) return false
  return key.selections.every(selection => {
    if (selection.kind !== Kind.FIELD) return true
    const part = (value as Input)[selection.name.value]
    if (part === undefined || part === null) return false
    return !selection.selectionSet || isWhole(part, selection.selectionSet)
  })
}
