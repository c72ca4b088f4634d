import { ApolloServer, type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server'
import { type DocumentNode, getOperationAST } from 'graphql'
import { PublicError } from '../../schema/errors.ts'
import type { Engine, EngineAnswer, FetchReport, Planning } from '../engine/index.ts'
import { type Documents, type InvalidDocument, isInvalid } from '../policy/operation/read-document.ts'
import type { ObservedRequest } from '../telemetry/index.ts'
import type { TransportContext } from '../transport/index.ts'
import type { Events } from './event-stream.ts'
import { contentTypes, type ReplyStyle, statusOf } from './media-type.ts'
import { presentGraphQLError, presentInvalid, type Reader } from './present-error.ts'
import type { Reply } from './send.ts'
import { toSources } from './sources.ts'

/** What one operation carries through the server: how to speak to subgraphs, whom to answer, what was asked of whom. */
export type OperationContext = BaseContext & {
  readonly transport: TransportContext
  readonly reader: Reader
  readonly style: ReplyStyle
  readonly signal: AbortSignal
  readonly observed: ObservedRequest
  fetches: readonly FetchReport[]
  planning?: Planning | undefined
}

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
  readonly reportBug: (error: unknown, eventId: string) => void
  /** Whether a document, by its hash, is one of ours: then its operation's name is no text of a client's. */
  readonly isTrusted: (hash: string) => boolean
}

/**
 * @apollo/server as host of our engine: it keeps the life of an operation, its hooks and the shape of the answer; the
 * engine executes. Documents reach it parsed, measured and validated, so it does neither again. Its landing page, usage
 * reporting, schema reporting and persisted queries are off.
 */
export async function createGraphQLServer(
  engine: Engine<TransportContext>,
  { documents, reportBug, isTrusted }: GraphQLServerParts,
): Promise<GraphQLServer> {
  const server = new ApolloServer<OperationContext>({
    gateway: hostedEngine(engine),
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
    plugins: [presentAnswers({ reportBug, isTrusted })],
  })
  await server.start()
  return {
    async execute({ query, operationName, variables, isSafe }, context) {
      const read = documents.read(query)
      if (isInvalid(read)) return replyInvalid(read, context)
      if (isSafe && (getOperationAST(read.document, operationName)?.operation ?? 'query') !== 'query') {
        throw new PublicError('METHOD_NOT_ALLOWED')
      }
      read.refuseCostly(operationName, variables)
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
        headers: reply.headers,
        body: reply.body.kind === 'complete' ? reply.body.string : '',
      }
    },
    isSubscription({ query, operationName }) {
      const read = documents.read(query)
      return !isInvalid(read) && getOperationAST(read.document, operationName)?.operation === 'subscription'
    },
    async subscribe({ query, operationName, variables }, context) {
      const read = documents.read(query)
      if (isInvalid(read)) return replyInvalid(read, context)
      read.refuseCostly(operationName, variables)
      const answer = await engine.subscribe({
        document: read.document,
        key: read.hash,
        operationName,
        variables,
        context: context.transport,
        signal: context.signal,
      })
      const name = isTrusted(read.hash) ? getOperationAST(read.document, operationName)?.name?.value : undefined
      const present = presentEvent({ document: read.document, name, context, reportBug })
      if (Symbol.asyncIterator in answer) return eachOf(answer, present)
      const headers = [['content-type', contentTypes[context.style]]] as const
      return { status: statusOf(context.style, 'invalid'), headers, body: JSON.stringify(present(answer)) }
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

type Gateway = NonNullable<ConstructorParameters<typeof ApolloServer<OperationContext>>[0]['gateway']>

function hostedEngine(engine: Engine<TransportContext>): Gateway {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: engine.schema, coreSupergraphSdl: '' })
      return () => {}
    },
    load: async () => ({
      async executor({ document, operationName, request, queryHash, context: hosted }) {
        const context = hosted as OperationContext
        const { fetches, planning, ...answer } = await engine.execute({
          document,
          key: queryHash,
          ...(operationName ? { operationName } : {}),
          variables: request.variables ?? {},
          context: context.transport,
          signal: context.signal,
        })
        context.fetches = fetches
        context.planning = planning
        return answer
      },
    }),
    stop: async () => {},
  }
}

async function* eachOf<From, To>(values: AsyncIterable<From>, present: (value: From) => To): AsyncGenerator<To, void> {
  for await (const value of values) yield present(value)
}

/** An event as an operation's answer: what the server does for others. */
function presentEvent({
  document,
  name,
  context: { reader, observed },
  reportBug,
}: {
  readonly document: DocumentNode
  readonly name: string | undefined
  readonly context: OperationContext
  readonly reportBug: GraphQLServerParts['reportBug']
}) {
  return ({ data, errors, fetches, planning }: EngineAnswer) => {
    const presented = errors?.map(error =>
      presentGraphQLError(error, reader, () => reportBug(error.originalError ?? error, reader.eventId)),
    )
    observed.answered({
      kind: 'subscription',
      name,
      document,
      planning,
      fetches,
      codes: (presented ?? []).map(({ extensions }) => String(extensions?.code)),
      hasData: data !== undefined && data !== null,
    })
    return {
      ...(presented && { errors: presented }),
      ...(data !== undefined && { data }),
      ...(fetches.length > 0 && { extensions: { sources: toSources(fetches, reader.locale) } }),
    }
  }
}

/** Errors in the reader's language, every register that was asked, and the status that the client's media type wants. */
function presentAnswers({
  reportBug,
  isTrusted,
}: Pick<GraphQLServerParts, 'reportBug' | 'isTrusted'>): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue, errors, document, operation, queryHash }) {
          if (response.body.kind !== 'single') return
          const { reader, fetches, style } = contextValue
          const result = response.body.singleResult
          response.http.headers.set('content-type', contentTypes[style])
          if (result.data !== undefined) response.http.status = statusOf(style, result.errors ? 'partial' : 'data')
          else if ((response.http.status ?? 500) < 500) response.http.status = statusOf(style, 'invalid')
          // `errors` still have what was thrown; the result's own are already formatted.
          const raw = errors ?? []
          if (result.errors) {
            result.errors = result.errors.map((error, index) =>
              presentGraphQLError(error, reader, () =>
                reportBug(raw[index]?.originalError ?? raw[index] ?? error, reader.eventId),
              ),
            )
          }
          if (fetches.length > 0) {
            result.extensions = { ...result.extensions, sources: toSources(fetches, reader.locale) }
          }
          if (!document || !operation) return
          contextValue.observed.answered({
            kind: operation.operation,
            name: queryHash !== undefined && isTrusted(queryHash) ? operation.name?.value : undefined,
            document,
            planning: contextValue.planning,
            fetches,
            codes: (result.errors ?? []).map(({ extensions }) => String(extensions?.code)),
            hasData: result.data !== undefined && result.data !== null,
          })
        },
      }
    },
  }
}
