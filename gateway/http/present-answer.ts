import { type DocumentNode, GraphQLError, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql'
import type { AnswerError, EngineAnswer, Written } from '../engine/index.ts'
import type { ObservedRequest } from '../telemetry/index.ts'
import { contentTypes, type ReplyStyle, statusOf } from './media-type.ts'
import { presentGraphQLError, type Reader } from './present-error.ts'
import type { Reply } from './send.ts'
import { type Source, toSources } from './sources.ts'

/** What is known of the operation that an answer is for. */
export type Answered = {
  readonly document: DocumentNode
  /** Undefined where the document has none by that name. */
  readonly operation: OperationDefinitionNode | undefined
  /** Whether the document is one of ours: then its operation's name is no text of a client's. */
  readonly isTrusted: boolean
  readonly reader: Reader
  readonly observed: ObservedRequest
  readonly reportBug: (error: unknown, eventId: string) => void
}

export type PresentedAnswer = {
  errors?: readonly GraphQLFormattedError[]
  data?: Record<string, unknown> | null
  extensions?: { readonly sources: readonly Source[] }
}

/** An answer, or, where the engine threw, a bug in the place of one. */
export type CarriedOut = EngineAnswer & { readonly hasFailed?: boolean }

/** Carries an operation out; what is thrown becomes an error as any other, so that it is presented and told of. */
export async function carryOut(execute: () => Promise<EngineAnswer>): Promise<CarriedOut> {
  try {
    return await execute()
  } catch (error) {
    const originalError = error instanceof Error ? error : new Error('something was thrown that is no error')
    return { errors: [new GraphQLError('', { originalError })], fetches: [], hasFailed: true }
  }
}

/**
 * Errors in the reader's language and every register that was asked; what may be told of the operation is told. Data that
 * is JSON already is left to the caller.
 */
export function presentAnswer(
  { data, json, errors, fetches, planning }: EngineAnswer,
  answered: Answered,
): PresentedAnswer {
  const { document, operation, isTrusted, reader, observed, reportBug } = answered
  const presented = errors?.map(error =>
    presentGraphQLError(error, reader, () => reportBug(error.originalError ?? asGraphQLError(error), reader.eventId)),
  )
  if (operation) {
    observed.answered({
      kind: operation.operation,
      name: isTrusted ? operation.name?.value : undefined,
      document,
      planning,
      fetches,
      codes: (presented ?? []).map(({ extensions }) => String(extensions?.code)),
      hasData: json !== undefined || (data !== undefined && data !== null),
    })
  }
  const answer: PresentedAnswer = {}
  if (presented) answer.errors = presented
  if (data !== undefined) answer.data = data
  if (fetches.length > 0) answer.extensions = { sources: toSources(fetches, reader.locale) }
  return answer
}

/** For whoever takes nothing else for an error: @apollo/server, and the log of what is masked. */
export function asGraphQLError(error: AnswerError): GraphQLError {
  if (error instanceof GraphQLError) return error
  const { message, path, extensions, originalError } = error
  return new GraphQLError(message, { ...(path && { path }), extensions, ...(originalError && { originalError }) })
}

/** The status that the client's media type wants for it. */
export function statusOfAnswer({ data, json, errors, hasFailed }: CarriedOut, style: ReplyStyle): number {
  if (hasFailed) return 500
  if (data === undefined && !json) return statusOf(style, 'invalid')
  return statusOf(style, errors ? 'partial' : 'data')
}

export function toReply(answer: CarriedOut, style: ReplyStyle, answered: Answered): Reply {
  const presented = presentAnswer(answer, answered)
  return {
    status: statusOfAnswer(answer, style),
    headers: [['content-type', contentTypes[style]]],
    body: answer.json ? withData(answer.json, presented) : JSON.stringify(presented),
  }
}

/** What `JSON.stringify` would make of the answer, if the data were in it. */
function withData(json: Written, { extensions }: PresentedAnswer): string | Buffer {
  return json.within('{"data":', extensions ? `,"extensions":${JSON.stringify(extensions)}}` : '}')
}
