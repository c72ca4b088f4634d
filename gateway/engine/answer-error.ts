import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import type { Fault } from './fault.ts'

/** An error of an answer: graphql-js's own, of an operation that cannot be carried out, or one that was found on the way. */
export type AnswerError = Pick<
  GraphQLError,
  'message' | 'path' | 'locations' | 'extensions' | 'originalError' | 'toJSON'
>

/**
 * A fault where the client sees it. It is told and never thrown, so it is no `Error`: where it was made says nothing of
 * where the fault is, and a GraphQLError is a twentieth of an answer with an error (docs/decisions/0036). A cause keeps
 * its stack.
 */
export class ToldError implements AnswerError {
  readonly fault: Fault
  readonly path: readonly (string | number)[] | undefined
  readonly extensions: GraphQLError['extensions']
  readonly locations = undefined
  /** At a field that is null because another of the same fetch failed. */
  readonly isElsewhere: boolean

  constructor(fault: Fault, path: readonly (string | number)[] | undefined, isElsewhere: boolean) {
    this.fault = fault
    this.path = path
    this.extensions = { ...fault.extensions }
    this.isElsewhere = isElsewhere
  }

  get message(): string {
    return this.fault.message
  }

  get originalError(): Error | undefined {
    return this.fault.cause
  }

  /** As GraphQL has it in an answer (specification, «Errors»): the cause stays inside. */
  toJSON(): GraphQLFormattedError {
    const { message, path, extensions } = this
    return { message, ...(path && { path }), ...(Object.keys(extensions).length > 0 && { extensions }) }
  }
}
