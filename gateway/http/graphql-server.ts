import { ApolloServer, type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server'
import { type DocumentNode, getOperationAST } from 'graphql'
import { PublicError } from '../../schema/errors.ts'
import type { Engine } from '../engine/index.ts'
import type { FinishFirst } from '../load/finish-first.ts'
import type { Authorise } from '../policy/authorization/authorise.ts'
import type { Asking } from '../policy/authorization/meet.ts'
import {
  type Documents,
  type InvalidDocument,
  isInvalid,
  type ValidDocument,
} from '../policy/operation/read-document.ts'
import type { ObservedRequest } from '../telemetry/index.ts'
import type { TransportContext } from '../transport/index.ts'
import type { Events } from './event-stream.ts'
import { contentTypes, type ReplyStyle, statusOf } from './media-type.ts'
import { asGraphQLError, type CarriedOut, carryOut, presentAnswer, statusOfAnswer, toReply } from './present-answer.ts'
import { presentGraphQLError, presentInvalid, type Reader } from './present-error.ts'
import type { Reply } from './send.ts'

/** What one operation carries: how to speak to subgraphs, and whom to answer how. */
export type OperationContext = BaseContext & {
  readonly transport: TransportContext
  readonly reader: Reader
  readonly style: ReplyStyle
  readonly signal: AbortSignal
  readonly observed: ObservedRequest
  readonly asking: Asking
}

/** The same through the server, which copies it: what the engine answered lies in an object of its own. */
type HostedContext = OperationContext & { readonly carried: { answer?: CarriedOut } }

export type Operation = {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** Came with a method that may change nothing. */
  readonly isSafe: boolean
}

export type GraphQLServer = {
  /** @throws PublicError QUERY_TOO_COSTLY, BAD_REQUEST, METHOD_NOT_ALLOWED: the request is refused as a whole */
  execute(operation: Operation, context: OperationContext): Promise<Reply>
  /** Whether a text that can be read asks for a subscription. @throws as `execute` */
  isSubscription(operation: Operation): boolean
  /** Events in place of an answer; a reply where there are none. @throws as `execute` */
  subscribe(operation: Operation, context: OperationContext): Promise<Reply | Events>
  stop(): Promise<void>
}

export type GraphQLServerParts = {
  readonly documents: Documents
  readonly authorise: Authorise
  readonly reportBug: (error: unknown, eventId: string) => void
  /** Whether a document, by its hash, is one of ours: then its operation's name is no text of a client's. */
  readonly isTrusted: (hash: string) => boolean
  /** When an operation that is known begins. */
  readonly finishFirst: FinishFirst
  /** Whether known documents take the lane: true unless told. */
  readonly usesLane?: boolean
}

/**
 * @apollo/server as host of our engine: it keeps the life of an operation, its hooks and the shape of the answer; the
 * engine executes. Documents reach it parsed, measured and validated, so it does neither again. Its landing page, usage
 * reporting, schema reporting and persisted queries are off.
 *
 * A document that it has answered once with data is known, and takes the lane from then on: the same reading, limits,
 * engine, presentation and telemetry, without the server's own work around them (docs/decisions/0017).
 */
export async function createGraphQLServer(
  engine: Engine<TransportContext>,
  { documents, authorise, reportBug, isTrusted, finishFirst, usesLane = true }: GraphQLServerParts,
): Promise<GraphQLServer> {
  const server = new ApolloServer<HostedContext>({
    gateway: hostedEngine(engine, authorise),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    documentStore: validDocuments(documents),
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    apollo: {},
    logger: silent,
    // What is added here is to happen in the lane too: test/gateway/http/lane.test.ts compares the two.
    plugins: [presentAnswers({ reportBug, isTrusted })],
  })
  await server.start()
  /** How long the last answer to each was. */
  const known = new WeakMap<DocumentNode, number>()

  const aboutOf = ({ document, hash }: ValidDocument, name: string | undefined, context: OperationContext) => ({
    document,
    operation: getOperationAST(document, name) ?? undefined,
    isTrusted: isTrusted(hash),
    reader: context.reader,
    observed: context.observed,
    reportBug,
  })

  async function throughServer({ query, operationName, variables }: Operation, context: HostedContext) {
    const reply = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        body: { query, variables, ...(operationName !== undefined && { operationName }) },
        search: '',
      },
      context: async () => context,
    })
    return {
      status: reply.status ?? 200,
      // Of the server's own headers its length and its word to caches are said by whoever sends.
      headers: [['content-type', reply.headers.get('content-type') ?? contentTypes[context.style]]] as const,
      // The line that it ends with would, in the lane, cost a copy of the whole text.
      body: reply.body.kind === 'complete' ? reply.body.string.trimEnd() : '',
    }
  }

  const toExecute = (
    { document, hash }: ValidDocument,
    { operationName, variables }: Operation,
    { transport, signal, asking }: OperationContext,
    takesJson: boolean,
  ) => {
    const denied = authorise.denied(document, asking)
    return { document, key: hash, operationName, variables, denied, context: transport, signal, takesJson }
  }

  async function throughLane(
    read: ValidDocument,
    operation: Operation,
    context: OperationContext,
    length: number,
  ): Promise<Reply> {
    const turn = finishFirst.begin(length)
    if (turn) await turn
    try {
      const answer = await carryOut(() => engine.execute(toExecute(read, operation, context, true)))
      const reply = toReply(answer, context.style, aboutOf(read, operation.operationName, context))
      if (reply.body.length !== length) known.set(read.document, reply.body.length)
      return reply
    } finally {
      finishFirst.end(length)
    }
  }

  return {
    async execute(operation, context) {
      const { query, operationName, variables, isSafe } = operation
      const read = documents.read(query)
      if (isInvalid(read)) return replyInvalid(read, context)
      if (isSafe && (getOperationAST(read.document, operationName)?.operation ?? 'query') !== 'query') {
        throw new PublicError('METHOD_NOT_ALLOWED')
      }
      read.refuseCostly(operationName, variables)
      const length = known.get(read.document)
      if (length !== undefined) return throughLane(read, operation, context, length)
      const carried: HostedContext['carried'] = {}
      const reply = await throughServer(operation, { ...context, carried })
      if (usesLane && carried.answer?.data) known.set(read.document, reply.body.length)
      return reply
    },
    isSubscription({ query, operationName }) {
      const read = documents.read(query)
      return !isInvalid(read) && getOperationAST(read.document, operationName)?.operation === 'subscription'
    },
    async subscribe(operation, context) {
      const { query, operationName, variables } = operation
      const read = documents.read(query)
      if (isInvalid(read)) return replyInvalid(read, context)
      read.refuseCostly(operationName, variables)
      const answer = await engine.subscribe(toExecute(read, operation, context, false))
      const about = aboutOf(read, operationName, context)
      if (Symbol.asyncIterator in answer) return eachOf(answer, event => presentAnswer(event, about))
      return toReply(answer, context.style, about)
    },
    stop: () => server.stop(),
  }
}

function replyInvalid({ stage, errors }: InvalidDocument, { reader, style }: OperationContext): Reply {
  return {
    status: statusOf(style, stage === 'parse' ? 'unreadable' : 'invalid'),
    headers: [['content-type', contentTypes[style]]],
    body: JSON.stringify({ errors: errors.map(error => presentInvalid(error, reader)) }),
  }
}

/** The server asks by schema and digest; what it would put there itself was there first. */
function validDocuments(documents: Documents) {
  return {
    get: async (key: string) => documents.find(key.slice(-64)),
    set: async () => {},
    delete: async () => {},
  }
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

type Gateway = NonNullable<ConstructorParameters<typeof ApolloServer<HostedContext>>[0]['gateway']>

function hostedEngine(engine: Engine<TransportContext>, authorise: Authorise): Gateway {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: engine.schema, coreSupergraphSdl: '' })
      return () => {}
    },
    load: async () => ({
      async executor({ document, request, queryHash, context: hosted }) {
        const context = hosted as HostedContext
        // The server's own is null where the document has none by that name.
        const { operationName } = request
        const operation = {
          document,
          key: queryHash,
          ...(operationName ? { operationName } : {}),
          variables: request.variables ?? {},
          denied: authorise.denied(document, context.asking),
          context: context.transport,
          signal: context.signal,
        }
        const answer = await carryOut(() => engine.execute(operation))
        context.carried.answer = answer
        return {
          ...(answer.data !== undefined && { data: answer.data }),
          ...(answer.errors && { errors: answer.errors.map(asGraphQLError) }),
        }
      },
    }),
    stop: async () => {},
  }
}

async function* eachOf<From, To>(values: AsyncIterable<From>, present: (value: From) => To): AsyncGenerator<To, void> {
  for await (const value of values) yield present(value)
}

/** What clients read is made of the engine's own answer; of the server's only where the server itself failed. */
function presentAnswers({
  reportBug,
  isTrusted,
}: Pick<GraphQLServerParts, 'reportBug' | 'isTrusted'>): ApolloServerPlugin<HostedContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue, errors, document, operation, queryHash }) {
          if (response.body.kind !== 'single') return
          const { reader, observed, style, carried } = contextValue
          const { answer } = carried
          response.http.headers.set('content-type', contentTypes[style])
          if (answer && document) {
            const about = { document, operation, isTrusted: isTrusted(queryHash ?? ''), reader, observed, reportBug }
            response.body.singleResult = presentAnswer(answer, about)
            response.http.status = statusOfAnswer(answer, style)
            return
          }
          response.body.singleResult.errors = (errors ?? []).map(error =>
            presentGraphQLError(error, reader, () => reportBug(error.originalError ?? error, reader.eventId)),
          )
          if ((response.http.status ?? 500) < 500) response.http.status = statusOf(style, 'invalid')
        },
      }
    },
  }
}
