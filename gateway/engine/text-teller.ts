import type { SelectionSetNode } from 'graphql'
import { type InputField, missing } from './input-fields.ts'
import type { Place } from './place.ts'
import { topFields } from './supergraph.ts'

/** What a subgraph is told of an entity, as JSON; undefined where it cannot be asked. */
export type Teller = (place: Place) => string | undefined

export type Keys = {
  readonly keys: readonly SelectionSetNode[]
  readonly inKey: ReadonlySet<string>
}

/** As many as there are bits to tell them by. */
export const mostSimpleFields = 30

/** The text of a representation that has nothing but leaves, which is most of what a list of entities costs. */
export function textTeller(type: string, fields: readonly InputField[], { keys, inKey }: Keys): Teller {
  const opening = openingOf(type)
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

type QuickTeller = {
  /** Undefined also where a value is not what is usual: `textTeller` says what becomes of it. */
  readonly text: Teller
  /** Each field's value. */
  readonly reads: readonly ((place: Place) => unknown)[]
}

/**
 * Tells by code made for these fields alone, as `quick-writer.ts` writes answers: a key that stands in the code is found at
 * once, one in a variable is looked for at each entity. Undefined where a field is not read in one step. Its text holds
 * nothing but GraphQL names, each as a JSON string.
 * @throws EvalError where the process may not make code
 */
export function quickTeller(type: string, fields: readonly InputField[]): QuickTeller | undefined {
  const reads: string[] = []
  const values: string[] = []
  const pieces: string[] = []
  /** What stands between two values, which is known beforehand, is one text. */
  let between = openingOf(type)
  for (const [index, { name, access, isOne, json }] of fields.entries()) {
    if (access?.of !== 'source' || !isOne) return undefined
    const read = `place.raws[${access.source}]?.[${JSON.stringify(access.rawKey)}]`
    const value = `v${index}`
    const quote = json === 'string' ? '"' : ''
    reads.push(`place => ${read}`)
    values.push(`let ${value} = ${read}; ${checks[json ?? 'any'](value)}`)
    pieces.push(JSON.stringify(`${between},${JSON.stringify(name)}:${quote}`), value)
    between = quote
  }
  const code = `'use strict'; return {
    text: place => { ${values.join('\n')}; return ${pieces.join(' + ')} + ${JSON.stringify(`${between}}`)} },
    reads: [${reads.join(', ')}],
  }`
  return new Function('quoted', 'toEscape', code)(quoted, toEscape)
}

/** Undefined is given where a value is not what its type says: `textTeller` says what becomes of it. */
const checks = {
  string: (value: string) => `if (typeof ${value} !== 'string' || toEscape.test(${value})) return undefined`,
  number: (value: string) => `if (!Number.isFinite(${value})) return undefined`,
  any: (value: string) => `if (typeof ${value} === 'string') ${value} = quoted(${value})
    else if (!Number.isFinite(${value})) return undefined`,
}

const openingOf = (type: string): string => `{"__typename":${JSON.stringify(type)}`
