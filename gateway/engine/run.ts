import { GraphQLError } from 'graphql'
import type { Fault, Mark, Marks } from './fault.ts'
import type { EntityPlaces, Hung } from './hang.ts'
import type { FetchReport } from './index.ts'
import type { Unit } from './model.ts'
import { Place, type Raw } from './place.ts'
import type { Program } from './program.ts'
import type { Distinct } from './told-entities.ts'

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
  readonly distinct: Distinct = new Map()
  readonly fetches: FetchReport[] = []
  readonly errors: GraphQLError[] = []
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
    this.places = Array.from({ length: model.spots }, (_, spot) => (spot === model.root.id ? [this.root] : []))
  }

  /** Adds a fault to the client's errors, where the projection is, or without a path. */
  tell({ message, extensions, cause }: Fault, tail: readonly (string | number)[] | undefined): void {
    this.errors.push(
      new GraphQLError(message, {
        ...(tail && { path: [...this.path, ...tail] }),
        ...(extensions && { extensions: { ...extensions } }),
        ...(cause && { originalError: cause }),
      }),
    )
  }

  /** What no null explained, and the client has a part in, is told without a path. */
  tellLoose(visible: ReadonlySet<Unit>): void {
    for (const [unit, { marks, isTold }] of this.loose) {
      if (isTold || !visible.has(unit)) continue
      for (const { fault } of marks) this.tell(fault, undefined)
    }
  }
}
