import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { PublicError } from '../schema/errors.ts'
import { createEngine } from './engine/index.ts'
import { answerBrokenRequest } from './http/broken-request.ts'
import { createGraphQLServer } from './http/graphql-server.ts'
import { largestHeadBytes } from './http/head.ts'
import { createHttpHandler } from './http/index.ts'
import { createIdentify, type IdentityParts } from './identity/index.ts'
import type { Metrics } from './metrics.ts'
import type { Audience } from './policy/audiences.ts'
import { checkScalars } from './policy/operation/check-scalars.ts'
import { readCostModel } from './policy/operation/cost-model.ts'
import { createDocuments } from './policy/operation/read-document.ts'
import { createTrustedDocuments, type Manifest } from './policy/trusted-documents.ts'
import { createTransport, type Door } from './transport/index.ts'

export type GatewayParts = {
  /** Supergraph SDL, composed by anyone. */
  readonly supergraph: string
  /** How to reach each subgraph, by its name in the supergraph. */
  readonly doors: Readonly<Record<string, Door>>
  /** Undefined opens the graph to everyone: only for supergraphs without personal data. */
  readonly identity: IdentityParts | undefined
  /** Whom this gateway is for, and how large their operations may be. */
  readonly audience: Audience
  /** Documents that can be asked for by id. None unless given. */
  readonly trustedDocuments?: Manifest
  /** Origins whose pages may read answers. None unless given. */
  readonly corsOrigins?: readonly string[]
  /** How long a request's head, and the whole of it, may take to arrive. */
  readonly arrival?: { readonly headMs: number; readonly requestMs: number }
  /** One operation, from the first byte to the last. */
  readonly operationMs: number
  readonly isIntrospectable: boolean
  readonly metrics: Metrics
  readonly reportBug: (error: unknown, eventId: string) => void
  /** Told of each trusted document that the schema no longer answers. */
  readonly reportRefusedDocument?: (id: string, reason: string) => void
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

export type Gateway = {
  /** Resolves when the port is open. Port 0 takes any free one. */
  listen(host: string, port: number): Promise<string>
  /** Finishes what has begun, refuses what has not. */
  close(): Promise<void>
}

const defaultArrival = { headMs: 10_000, requestMs: 30_000 }

export async function buildGateway(parts: GatewayParts): Promise<Gateway> {
  const transport = createTransport(parts.doors)
  const engine = createEngine({
    supergraph: parts.supergraph,
    send: transport.send,
    answerInvalid: (register, reason) =>
      new PublicError('REGISTRY_ANSWER_INVALID', { details: { register }, cause: reason }),
  })
  const { audience, isIntrospectable, reportBug } = parts
  checkScalars(engine.schema)
  const costModel = readCostModel(parts.supergraph)
  const documents = createDocuments({ schema: engine.schema, costModel, audience, isIntrospectable })
  const trusted = createTrustedDocuments(parts.trustedDocuments ?? {}, { documents, audience })
  for (const { id, reason } of trusted.refused) parts.reportRefusedDocument?.(id, reason)
  const graphql = await createGraphQLServer(engine, { documents, reportBug, observeFetch: parts.metrics.observeFetch })
  let isReady = false
  const handler = createHttpHandler({
    graphql,
    trusted,
    limits: audience.limits,
    cors: { origins: new Set(parts.corsOrigins) },
    identify: parts.identity && createIdentify(parts.identity),
    sdl: printSchema(lexicographicSortSchema(engine.schema)),
    operationMs: parts.operationMs,
    isReady: () => isReady,
    ...(parts.pages && { pages: parts.pages }),
    observe: parts.metrics.observeRequest,
    reportBug,
  })
  const { headMs, requestMs } = parts.arrival ?? defaultArrival
  const server = createServer(
    {
      maxHeaderSize: largestHeadBytes,
      keepAliveTimeout: 65_000,
      headersTimeout: headMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(headMs / 2, 2_000),
    },
    handler,
  )
  server.on('clientError', answerBrokenRequest)

  return {
    async listen(host, port) {
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
      isReady = true
      const address = server.address()
      const bound = typeof address === 'object' && address ? address.port : port
      return `http://${host === '0.0.0.0' || host === '127.0.0.1' || host === '::' ? 'localhost' : host}:${bound}`
    },
    async close() {
      isReady = false
      await new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
      await graphql.stop()
      await transport.close()
    },
  }
}
