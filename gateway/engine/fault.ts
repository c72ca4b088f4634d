/** Something that went wrong in a subgraph, before it is known at which of the client's paths it shows. */
export type Fault = {
  readonly message: string
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: Error | undefined
}

/** A fault at an object's key; the tail is the rest of its path, where a null cut it short. */
export type Mark = { readonly fault: Fault; readonly tail: readonly (string | number)[] }

/** Faults by the object or list they lie in, and the key or index. Objects are never written to, so they lie beside. */
export type Marks = Map<object, Map<string | number, Mark[]>>

export function mark(marks: Marks, holder: object, key: string | number, fault: Mark): void {
  const keys = marks.get(holder) ?? new Map<string | number, Mark[]>()
  marks.set(holder, keys)
  keys.set(key, [...(keys.get(key) ?? []), fault])
}

/** What lies at one list also lies at another that stands for it. */
export function moveMarks(marks: Marks, from: object, to: object): void {
  if (marks.size === 0) return
  for (const [key, found] of marks.get(from) ?? []) for (const one of found) mark(marks, to, key, one)
}

/** Leaves a fault where its path leads to in an answer, or as far as the path can be followed. False: not at all. */
export function markAt(marks: Marks, root: unknown, path: readonly (string | number)[], fault: Fault): boolean {
  let holder = root
  for (const [depth, step] of path.entries()) {
    if (typeof holder !== 'object' || holder === null) return false
    const isStep = Array.isArray(holder) ? typeof step === 'number' && step < holder.length : typeof step === 'string'
    if (!isStep) return false
    const next: unknown = Object.hasOwn(holder, step) ? (holder as Record<string | number, unknown>)[step] : undefined
    if (typeof next !== 'object' || next === null || depth === path.length - 1) {
      mark(marks, holder, step, { fault, tail: path.slice(depth + 1) })
      return true
    }
    holder = next
  }
  return false
}

/** All faults in an object and below. */
export function marksWithin(marks: Marks, value: unknown): Mark[] {
  if (typeof value !== 'object' || value === null) return []
  return [
    ...[...(marks.get(value)?.values() ?? [])].flat(),
    ...Object.values(value).flatMap(v => marksWithin(marks, v)),
  ]
}

/** What was thrown, told in words of ours: addresses, bodies and system errors stay inside. */
export function faultOf(error: unknown): Fault {
  const cause =
    error instanceof Error ? error : new Error('a subgraph request failed without an error', { cause: error })
  const { extensions } = cause as { extensions?: unknown }
  if (typeof extensions === 'object' && extensions !== null)
    return { message: cause.message, extensions: extensions as Record<string, unknown>, cause }
  return { message: 'Subgraph request failed', extensions: { code: 'INTERNAL' }, cause }
}
