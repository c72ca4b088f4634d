import type { Blame, ToClient } from './blame.ts'
import { faultOf } from './fault.ts'
import { Place } from './place.ts'
import type { Run } from './run.ts'

/** From a value of the data to one of the answer: null is null, undefined says that the value is not of its type. */
export type Complete = (value: unknown, run: Run) => unknown

/** What errors at a value need to know of it. */
export type Where = {
  /** `Type.field`. */
  readonly label: string
  readonly subgraph: string
  readonly toClient: ToClient
}

export type Field = Where & {
  readonly key: string
  readonly read: (holder: unknown, run: Run) => unknown
  readonly complete: Complete
  readonly isNonNull: boolean
  readonly isLeaf: boolean
  /** A leaf of which any value but an object or a list is one. */
  readonly isPlain: boolean
  readonly blame: Blame
}

export type Item = Where & { readonly complete: Complete; readonly isNonNull: boolean }

/** The fields of an object, in the client's order; null where a null of theirs may not be. */
export function writeObject(
  fields: readonly Field[],
  template: Readonly<Record<string, unknown>>,
  holder: unknown,
  run: Run,
): Record<string, unknown> | null {
  const shared = !run.isTroubled && holder instanceof Place && holder.isShared ? holder : undefined
  if (shared?.written?.as === fields) return shared.written.value as Record<string, unknown>
  const told = run.errors.length
  const written: Record<string, unknown> = { ...template }
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] as Field
    const value = field.read(holder, run)
    if (field.isPlain && typeof value !== 'object' && value !== undefined && !run.isTroubled) {
      written[field.key] = value
      continue
    }
    if (field.isLeaf && value !== null && value !== undefined && !run.isTroubled) {
      const leaf = field.complete(value, run)
      if (leaf !== null && leaf !== undefined) {
        written[field.key] = leaf
        continue
      }
    }
    const result = writeField(field, value, holder, run)
    if (result === null && field.isNonNull) return null
    written[field.key] = result
  }
  if (shared && run.errors.length === told) shared.written = { as: fields, value: written }
  return written
}

/** With its path and its errors. Null where the field is null; the caller knows whether it may be. */
function writeField(field: Field, value: unknown, holder: unknown, run: Run): unknown {
  const told = run.errors.length
  run.path.push(field.key)
  const isNull = value === null || value === undefined
  if (run.isTroubled) field.blame(holder, run, isNull)
  const result = isNull ? null : completed(field, value, run)
  if (result === null && field.isNonNull && run.errors.length === told) run.tell(nullFault(field.label), [])
  run.path.pop()
  return result
}

function completed({ complete, label, subgraph }: Field | Item, value: unknown, run: Run): unknown {
  const result = complete(value, run)
  if (result !== undefined) return result
  run.tell(faultOf(run.answerInvalid(subgraph, `a value does not fit ${label}`)), [])
  return null
}

export function writeList(item: Item, list: readonly unknown[], run: Run): unknown[] | null {
  const written = new Array<unknown>(list.length)
  const marks = run.isTroubled ? run.marks.get(list) : undefined
  const depth = run.path.length
  for (let index = 0; index < list.length; index++) {
    const value = list[index]
    const told = run.errors.length
    run.path[depth] = index
    for (const { fault, tail } of marks?.get(index) ?? []) run.tell(fault, item.toClient(tail))
    const result = value === null || value === undefined ? null : completed(item, value, run)
    if (result === null && item.isNonNull) {
      if (run.errors.length === told) run.tell(nullFault(item.label), [])
      run.path.length = depth
      return null
    }
    written[index] = result
  }
  run.path.length = depth
  return written
}

const nullFault = (label: string) => ({ message: `Cannot return null for non-nullable field ${label}.` })
