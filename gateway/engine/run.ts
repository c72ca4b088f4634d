import { ToldError } from './answer-error.ts'
import type { Fault, Mark, Marks } from './fault.ts'
import type { EntityPlaces, Hung } from './hang.ts'
import type { FetchReport } from './index.ts'
import type { Unit } from './model.ts'
import { Place, type Raw } from './place.ts'
import type { Program } from './program.ts'
import type { ToldBefore } from './told-entities.ts'

/** Makes the error of an answer that does not fit the question. */
export type AnswerInvalid = (subgraph: string, reason: string) => Error

type RunParts = Pick<Run, 'variables' | 'answerInvalid' | 'introspected'>

/** What one execution of a program knows: its data so far, its faults, and, while projecting, its errors. */
export class Run implements Hung {
  readonly root: Place
  readonly places: readonly Place[][]
  readonly entities: (EntityPlaces | undefined)[] = []
  readonly marks: Marks = new Map()
  /** Faults of answers that otherwise came, without a path that leads anywhere. */
  readonly loose = new Map<Unit, { readonly marks: readonly Mark[]; isTold: boolean }>()
  /** Whether anything at all went wrong: without it no error needs to be looked for. */
  isTroubled = false
  readonly told: ToldBefore = new Map()
  readonly fetches: FetchReport[] = []
  readonly errors: ToldError[] = []
  /** Where the projection is. */
  readonly path: (string | number)[] = []
  readonly variables: Readonly<Record<string, unknown>>
  readonly answerInvalid: AnswerInvalid
  /** The API schema's own answer to `__schema` and `__type`. */
  readonly introspected: Raw

  constructor({ model }: Program, { variables, answerInvalid, introspected }: RunParts) {
    this.variables = variables
    this.answerInvalid = answerInvalid
    this.introspected = introspected
    this.root = new Place(model.root, undefined)
    // Not `Array.from`: it does not know of what kind its elements are, and takes many times as long.
    const places: Place[][] = []
    for (let spot = 0; spot < model.spots; spot++) places.push(spot === model.root.id ? [this.root] : [])
    this.places = places
  }

  /** Adds a fault to the client's errors, where the projection is, or without a path. */
  tell(fault: Fault, tail: Mark['tail'] | undefined): void {
    this.errors.push(new ToldError(fault, tail && [...this.path, ...tail], false))
  }

  /** Tells why the field where the projection is has no value, though it is another field that failed. */
  tellElsewhere(fault: Fault): void {
    this.errors.push(new ToldError(fault, [...this.path], true))
  }

  /** The faults told since so many errors were, if all of them lie elsewhere. */
  faultsElsewhere(since: number): ReadonlySet<Fault> | undefined {
    const errors = this.errors.slice(since)
    if (errors.length === 0 || !errors.every(({ isElsewhere }) => isElsewhere)) return undefined
    return new Set(errors.map(({ fault }) => fault))
  }

  /** Of the errors told since, keeps those of these faults. */
  keepSince(since: number, faults: ReadonlySet<Fault>): void {
    const told = this.errors.splice(since)
    this.errors.push(...told.filter(({ fault }) => faults.has(fault)))
  }

  /** For the client: a fault that lies elsewhere is told there, and beside that only where the null it left can be seen. */
  errorsBeside(data: unknown): readonly ToldError[] {
    const told = new Set(this.errors.flatMap(({ isElsewhere, fault }) => (isElsewhere ? [] : fault)))
    return this.errors.filter(({ isElsewhere, path, fault }) => {
      if (!isElsewhere || isSeen(path ?? [], data)) return true
      if (told.has(fault)) return false
      told.add(fault)
      return true
    })
  }

  /** What no null explained, and the client has a part in, is told without a path. */
  tellLoose(visible: ReadonlySet<Unit>): void {
    for (const [unit, { marks, isTold }] of this.loose) {
      if (isTold || !visible.has(unit)) continue
      for (const { fault } of marks) this.tell(fault, undefined)
    }
  }
}

/** Whether no null above a field has taken it out of the answer. */
function isSeen(path: readonly (string | number)[], data: unknown): boolean {
  let holder = data
  for (const step of path.slice(0, -1)) holder = (holder as Record<string | number, unknown> | null | undefined)?.[step]
  return holder !== null && holder !== undefined
}
