import { Place } from './place.ts'
import type { Access } from './reader.ts'
import type { Run } from './run.ts'
import { full, longestNumber, none, type Sheet, unusual, writeAny, writeScalar, writeText } from './sheet.ts'
import type { Complete } from './write-answer.ts'

/**
 * Writes as JSON what a `Complete` gives, in a run without trouble, and tells where it ended; or one of the words that
 * stand in the place of a position (sheet.ts). It tells no errors.
 */
export type Quick = (value: unknown, run: Run, sheet: Sheet, at: number) => number

export type QuickField = {
  readonly key: string
  readonly access: Access | undefined
  readonly read: (holder: unknown, run: Run) => unknown
  readonly isNonNull: boolean
  /** Undefined for a leaf of which any value but an object or a list is one. */
  readonly quick: Quick | undefined
}

/**
 * Writes an object by code made for its fields alone: it reads objects of one shape each, and makes none. Its text holds
 * GraphQL names, each as a JSON string, and the bytes of such names. What has been written of an entity is copied where it
 * comes again.
 * @throws EvalError where the process may not make code
 */
export function quickObject(fields: readonly QuickField[], isTracked: boolean): Quick {
  const opening = (index: number) => `${index === 0 ? '{' : ','}${JSON.stringify(fields[index]?.key)}:`
  const parts = fields.map((field, index) => fieldOf(field, index, opening(index))).join('\n')
  const whole = parts === '' ? `if (at > limit) return full; ${literal('{')}` : parts
  const begin = isTracked
    ? `if (!(h instanceof Place)) return unusual
       const { raws, written } = h
       const start = at
       if (written !== undefined && written.as === fields && written.on === sheet) {
         const end = at + written.end - written.start
         if (end > sheet.limit) return full
         sheet.bytes.copyWithin(at, written.start, written.end)
         return end
       }`
    : `if (typeof h !== 'object' || h === null || Array.isArray(h)) return unusual`
  const end = isTracked ? 'if (h.isShared) h.written = { as: fields, on: sheet, start, end: at }' : ''
  const code = `'use strict'; return (h, run, sheet, at) => {
    ${begin}
    const { bytes, view, limit } = sheet
    let value
    ${whole}
    if (at > limit) return full
    ${literal('}')}
    ${end}
    return at
  }`
  const names = fields.flatMap((_, index) => [`r${index}`, `q${index}`])
  const values = fields.flatMap(({ read, quick }) => [read, quick])
  const given = { Place, fields, unusual, full, none, writeText, writeScalar }
  return new Function(...Object.keys(given), ...names, code)(...Object.values(given), ...values)
}

function fieldOf(field: QuickField, index: number, opening: string): string {
  const { isNonNull, quick } = field
  const onNull = isNonNull ? 'return unusual' : literal('null')
  const written = quick
    ? `const end = q${index}(value, run, sheet, at)
       if (end >= 0) at = end
       else if (end === none) { ${onNull} } else return end`
    : `at = typeof value === 'string' ? writeText(sheet, at, value) : writeScalar(sheet, at, value)
       if (at < 0) return at`
  return `if (at + ${opening.length + longestNumber} > limit) return full
    ${literal(opening)}
    value = ${readOf(field, index)}
    if (value === null || value === undefined) { ${onNull} } else { ${written} }`
}

/** ASCII, four bytes at a time. */
function literal(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  const words = Math.floor(bytes.length / 4)
  const stores: string[] = []
  for (let word = 0; word < words; word++)
    stores.push(`view.setUint32(at + ${word * 4}, ${bytes.readUInt32LE(word * 4)}, true)`)
  for (let index = words * 4; index < bytes.length; index++) stores.push(`bytes[at + ${index}] = ${bytes[index]}`)
  return `${stores.join('; ')}; at += ${bytes.length}`
}

function readOf({ access }: QuickField, index: number): string {
  if (access?.of === 'raw') return `h[${JSON.stringify(access.rawKey)}]`
  if (access?.of === 'source') return `raws[${access.source}]?.[${JSON.stringify(access.rawKey)}]`
  if (access?.of === 'kid') return `h.kids?.[${access.slot}] ?? r${index}(h, run)`
  return `r${index}(h, run)`
}

/** A list by code of its own, so that it meets items of one kind alone. */
export function quickList(item: Quick, isNonNull: boolean): Quick {
  const onNull = isNonNull ? 'return unusual' : literal('null')
  const code = `'use strict'; return (list, run, sheet, at) => {
    if (!Array.isArray(list)) return unusual
    const { bytes, view, limit } = sheet
    if (at > limit) return full
    ${literal('[')}
    for (let index = 0; index < list.length; index++) {
      if (at > limit) return full
      if (index > 0) { ${literal(',')} }
      const value = list[index]
      const end = value === null || value === undefined ? none : item(value, run, sheet, at)
      if (end >= 0) at = end
      else if (end === none) { ${onNull} } else return end
    }
    if (at > limit) return full
    ${literal(']')}
    return at
  }`
  const given = { item, unusual, full, none }
  return new Function(...Object.keys(given), code)(...Object.values(given))
}

export const quickScalar: Quick = (value, _, sheet, at) => writeScalar(sheet, at, value)

export const quickAny: Quick = (value, _, sheet, at) => writeAny(sheet, at, value)

/** A string, as the other way gives it. */
export const quickLeaf =
  (complete: Complete): Quick =>
  (value, run, sheet, at) => {
    const result = complete(value, run)
    if (result === null) return none
    return typeof result === 'string' ? writeText(sheet, at, result) : unusual
  }
