import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { PublicError } from '../schema/errors.ts'
import { createEngine } from './engine/index.ts'
import { createGraphQLServer, type OperationLimits } from './http/graphql-server.ts'
import { createHttpHandler } from './http/index.ts'
import { createIdentify, type IdentityParts } from './identity/index.ts'
import type { Metrics } from './metrics.ts'
import { createTransport, type Door } from './transport/index.ts'

export type GatewayParts = {
  /** Supergraph SDL, composed by anyone. */
  readonly supergraph: string
  /** How to reach each subgraph, by its name in the supergraph. */
  readonly doors: Readonly<Record<string, Door>>
  /** Undefined opens the graph to everyone: only for supergraphs without personal data. */
  readonly identity: IdentityParts | undefined
  readonly limits: OperationLimits
  /** One operation, from the first byte to the last. */
  readonly operationMs: number
  readonly isIntrospectable: boolean
  readonly metrics: Metrics
  readonly reportBug: (error: unknown, eventId: string) => void
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

export type Gateway = {
  /** Resolves when the port is open. Port 0 takes any free one. */
  listen(host: string, port: number): Promise<string>
  /** Finishes what has begun, refuses what has not. */
  close(): Promise<void>
}

/** Headers of a request must arrive within this; the body within `requestTimeout`. */
const headersTimeoutMs = 10_000
const requestTimeoutMs = 30_000
const largestHeaderBytes = 16 * 1024

export async function buildGateway(parts: GatewayParts): Promise<Gateway> {
  const transport = createTransport(parts.doors)
  const engine = createEngine({
    supergraph: parts.supergraph,
    send: transport.send,
    answerInvalid: (register, reason) =>
      new PublicError('REGISTRY_ANSWER_INVALID', { details: { register }, cause: reason }),
  })
  const graphql = await createGraphQLServer(engine, { ...parts, observeFetch: parts.metrics.observeFetch })
  let isReady = false
  const handler = createHttpHandler({
    graphql,
    identify: parts.identity && createIdentify(parts.identity),
    sdl: printSchema(lexicographicSortSchema(engine.schema)),
    operationMs: parts.operationMs,
    isReady: () => isReady,
    ...(parts.pages && { pages: parts.pages }),
    observe: parts.metrics.observeRequest,
    reportBug: parts.reportBug,
  })
  const server = createServer({ maxHeaderSize: largestHeaderBytes, keepAliveTimeout: 65_000 }, handler)
  server.headersTimeout = headersTimeoutMs
  server.requestTimeout = requestTimeoutMs

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
