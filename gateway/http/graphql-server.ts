import { ApolloServer, type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server'
import type { Engine, FetchReport } from '../engine/index.ts'
import type { TransportContext } from '../transport/index.ts'
import { presentGraphQLError, type Reader } from './present-error.ts'
import { toSources } from './sources.ts'

/** What one operation carries through the server: how to speak to subgraphs, whom to answer, what was asked of whom. */
export type OperationContext = BaseContext & {
  readonly transport: TransportContext
  readonly reader: Reader
  readonly signal: AbortSignal
  fetches: readonly FetchReport[]
}

export type GraphQLServer = {
  execute(body: Record<string, unknown>, accept: string | undefined, context: OperationContext): Promise<GraphQLReply>
  stop(): Promise<void>
}
export type GraphQLReply = {
  readonly status: number
  readonly headers: Iterable<[string, string]>
  readonly body: string
}

export type OperationLimits = { readonly tokens: number; readonly recursiveSelections: number }

export type GraphQLServerParts = {
  readonly limits: OperationLimits
  readonly isIntrospectable: boolean
  readonly reportBug: (error: unknown, eventId: string) => void
  readonly observeFetch: (report: FetchReport) => void
}

/**
 * @apollo/server as host of our engine: it parses, validates, keeps documents and speaks GraphQL over HTTP; the engine
 * executes. Its landing page, usage reporting, schema reporting and persisted queries are off.
 */
export async function createGraphQLServer(
  engine: Engine<TransportContext>,
  { limits, isIntrospectable, reportBug, observeFetch }: GraphQLServerParts,
): Promise<GraphQLServer> {
  const server = new ApolloServer<OperationContext>({
    gateway: hostedEngine(engine, observeFetch),
    introspection: isIntrospectable,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    parseOptions: { maxTokens: limits.tokens },
    maxRecursiveSelections: limits.recursiveSelections,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    apollo: {},
    logger: silent,
    plugins: [presentAnswers(reportBug)],
  })
  await server.start()
  return {
    async execute(body, accept, context) {
      const headers = new HeaderMap([['content-type', 'application/json']])
      if (accept) headers.set('accept', accept)
      const reply = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, body, search: '' },
        context: async () => context,
      })
      return {
        status: reply.status ?? 200,
        headers: reply.headers,
        body: reply.body.kind === 'complete' ? reply.body.string : '',
      }
    },
    stop: () => server.stop(),
  }
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

type Gateway = NonNullable<ConstructorParameters<typeof ApolloServer<OperationContext>>[0]['gateway']>

function hostedEngine(engine: Engine<TransportContext>, observeFetch: (report: FetchReport) => void): Gateway {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: engine.schema, coreSupergraphSdl: '' })
      return () => {}
    },
    load: async () => ({
      async executor({ document, operationName, request, queryHash, context: hosted }) {
        const context = hosted as OperationContext
        const { fetches, ...answer } = await engine.execute({
          document,
          key: queryHash,
          ...(operationName ? { operationName } : {}),
          variables: request.variables ?? {},
          context: context.transport,
          signal: context.signal,
        })
        context.fetches = fetches
        for (const report of fetches) observeFetch(report)
        return answer
      },
    }),
    stop: async () => {},
  }
}

/** Errors in the reader's language and every register that was asked, on every answer. */
function presentAnswers(reportBug: GraphQLServerParts['reportBug']): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue, errors }) {
          if (response.body.kind !== 'single') return
          const { reader, fetches } = contextValue
          const result = response.body.singleResult
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
        },
      }
    },
  }
}
