import { Kind, print, type SelectionSetNode } from 'graphql'
import { type Input, type InputField, type InputScope, inputFields, missing } from './input-fields.ts'
import { made } from './made-code.ts'
import type { Spot, Unit } from './model.ts'
import type { Place } from './place.ts'
import type { Requirement, Rewrite } from './plan.ts'
import { typenameReader } from './reader.ts'
import { applyRewrite } from './rewrite.ts'
import { type Supergraph, topFields } from './supergraph.ts'
import { type Keys, mostSimpleFields, quickTeller, type Teller, textTeller } from './text-teller.ts'

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
  readonly text: Teller
}

/** Undefined for an entity whose type the subgraph does not know. */
export type RepresenterOf = (place: Place) => Representer | undefined

type Scope = Omit<InputScope, 'subgraph'> & {
  /** How many fetches are told before code is made for them. */
  readonly quickAfter: number
}

/**
 * How entities at a spot are told to a subgraph: to be asked once for each fetch. There is no representation where the key
 * is not known; other inputs may be null, where their type says so: then the subgraph decides what it can answer without
 * them.
 */
export function representersAt(spot: Spot, unit: Unit, { quickAfter, ...scope }: Scope): () => RepresenterOf {
  const telling = { spot, unit, scope: { ...scope, subgraph: unit.subgraph } }
  let fetches = 0
  let representerOf = representersFor({ ...telling, isQuick: false })
  return () => {
    if (fetches++ === quickAfter) representerOf = representersFor({ ...telling, isQuick: true })
    return representerOf
  }
}

type Telling = {
  readonly spot: Spot
  readonly unit: Unit
  readonly scope: InputScope
  /** Whether code is made for it. */
  readonly isQuick: boolean
}

function representersFor(telling: Telling): RepresenterOf {
  const { spot, unit, scope } = telling
  const requires = unit.entities?.requires ?? []
  const typenameOf = typenameReader(spot, scope.supergraph)
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
    if (scope.supergraph.possibleTypes(type).size === 0) return undefined
    const representer = representType(telling, requires, type)
    byType.set(type, representer)
    return representer
  }
}

function representType(
  { spot, unit, scope, isQuick }: Telling,
  requires: readonly Requirement[],
  type: string,
): Representer | undefined {
  const { supergraph, subgraph } = scope
  const rewrites = unit.inputRewrites
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
  const text = textTeller(type, fields, { keys, inKey })
  const quick = isQuick ? made(() => quickTeller(type, fields)) : undefined
  return {
    type,
    identity: identityOf(known),
    words: isFixed ? JSON.stringify([type, fields.map(({ key, name }) => [key, name]), keys.map(print)]) : undefined,
    text: quick ? place => quick.text(place) ?? text(place) : text,
    keys: known.map(field => {
      const read = quick?.reads[fields.indexOf(field)] ?? field.read
      return place => comparable(read(place))
    }),
    isLike: (told, place) => compared.every(({ read }) => comparable(read(told)) === comparable(read(place))),
  }
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
