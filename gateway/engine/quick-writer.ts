import { Place } from './place.ts'
import type { Access } from './reader.ts'
import type { Run } from './run.ts'
import type { Complete } from './write-answer.ts'

/** In the place of a value that only `write-answer.ts` can write: with errors to tell, or a null that rises. */
export const unusual: unique symbol = Symbol('unusual')

/** The same value of the answer that a `Complete` gives, in a run without trouble; or `unusual`. It tells no errors. */
export type Quick = (value: unknown, run: Run) => unknown

export type QuickField = {
  readonly key: string
  readonly access: Access | undefined
  readonly read: (holder: unknown, run: Run) => unknown
  readonly isNonNull: boolean
  /** Undefined for a leaf of which any value but an object or a list is one. */
  readonly quick: Quick | undefined
}

/**
 * Writes an object by code made for its fields alone: it reads and makes objects of one shape each, which costs a third of
 * what one loop over all shapes does. Its text holds nothing but GraphQL names, each as a JSON string.
 * @throws EvalError where the process may not make code
 */
export function quickObject(fields: readonly QuickField[], isTracked: boolean): Quick {
  const parts = fields.map((field, index) => `let f${index} = ${readOf(field, index)}; ${checkOf(field, index)}`)
  const entries = fields.map(({ key }, index) => `${nameOf(key)}: f${index}`)
  const body = isTracked
    ? `if (!(h instanceof Place)) return unusual
       if (h.written !== undefined && h.written.as === fields) return h.written.value
       const { raws } = h
       ${parts.join('\n')}
       const written = { ${entries.join(', ')} }
       if (h.isShared) h.written = { as: fields, value: written }
       return written`
    : `if (typeof h !== 'object' || h === null || Array.isArray(h)) return unusual
       ${parts.join('\n')}
       return { ${entries.join(', ')} }`
  const names = fields.flatMap((_, index) => [`r${index}`, `q${index}`])
  const values = fields.flatMap(({ read, quick }) => [read, quick])
  return new Function('Place', 'unusual', 'fields', ...names, `'use strict'; return (h, run) => { ${body} }`)(
    Place,
    unusual,
    fields,
    ...values,
  )
}

/** In brackets `__proto__` is a key like any other. */
const nameOf = (key: string): string => (key === '__proto__' ? `['__proto__']` : JSON.stringify(key))

function readOf({ access }: QuickField, index: number): string {
  if (access?.of === 'raw') return `h[${JSON.stringify(access.rawKey)}]`
  if (access?.of === 'source') return `raws[${access.source}]?.[${JSON.stringify(access.rawKey)}]`
  if (access?.of === 'kid') return `h.kids?.[${access.slot}] ?? r${index}(h, run)`
  return `r${index}(h, run)`
}

function checkOf({ isNonNull, quick }: QuickField, index: number): string {
  const f = `f${index}`
  const none = isNonNull ? 'return unusual' : `${f} = null`
  if (!quick)
    return `if (typeof ${f} === 'object' || ${f} === undefined) { if (${f} == null) ${none}; else return unusual }`
  const written = `${f} = q${index}(${f}, run); if (${f} === unusual${isNonNull ? ` || ${f} === null` : ''}) return unusual`
  return `if (${f} == null) ${none}; else { ${written} }`
}

/** A list by code of its own, so that it meets items of one kind alone. */
export function quickList(item: Quick, isNonNull: boolean): Quick {
  const body = `if (!Array.isArray(list)) return unusual
    const written = new Array(list.length)
    for (let index = 0; index < list.length; index++) {
      const value = list[index]
      const result = value === null || value === undefined ? null : item(value, run)
      if (result === unusual${isNonNull ? ' || result === null' : ''}) return unusual
      written[index] = result
    }
    return written`
  return new Function('item', 'unusual', `'use strict'; return (list, run) => { ${body} }`)(item, unusual)
}

export const quickLeaf =
  (complete: Complete): Quick =>
  (value, run) => {
    const result = complete(value, run)
    return result === undefined ? unusual : result
  }
