import type { Blame, ToClient } from './blame.ts'
import { faultOf } from './fault.ts'
import type { Quick } from './quick-writer.ts'
import type { Access } from './reader.ts'
import type { Run } from './run.ts'

/** From a value of the data to one of the answer: null is null, undefined says that the value is not of its type. */
export type Complete = (value: unknown, run: Run) => unknown

/** The same twice: a value for any answer, and JSON for one without trouble. The second is made when it is first wanted. */
export type Completion = { readonly complete: Complete; readonly quick: () => Quick }

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
  readonly access: Access | undefined
  readonly isNonNull: boolean
  /** A leaf of which any value but an object or a list is one. */
  readonly isPlain: boolean
  readonly blame: Blame
} & Completion

export type Item = Where & { readonly complete: Complete; readonly isNonNull: boolean }

/** The fields of an object, in the client's order; null where a null of theirs may not be. */
export function writeObject(
  fields: readonly Field[],
  template: Readonly<Record<string, unknown>>,
  holder: unknown,
  run: Run,
): Record<string, unknown> | null {
  const written: Record<string, unknown> = { ...template }
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] as Field
    const told = run.errors.length
    const result = writeField(field, holder, run)
    if (result === null && field.isNonNull) {
      tellCause(fields.slice(index + 1), told, holder, run)
      return null
    }
    written[field.key] = result
  }
  return written
}

/** A null that rises for a fault which lies at a field further on: it is told there. */
function tellCause(after: readonly Field[], since: number, holder: unknown, run: Run): void {
  const faults = run.faultsElsewhere(since)
  if (!faults) return
  for (const field of after) {
    const told = run.errors.length
    writeField(field, holder, run)
    run.keepSince(told, faults)
  }
}

/** With its path and its errors. Null where the field is null; the caller knows whether it may be. */
function writeField(field: Field, holder: unknown, run: Run): unknown {
  const value = field.read(holder, run)
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
