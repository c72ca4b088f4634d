/*
 * Question: how do bytes become an operation, and a result bytes again?
 * Refuses: to know registries, and to answer before it knows who asks.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { Identify } from '../identity/index.ts'
import { admitCitizen } from '../policy/admit-citizen.ts'
import { type Exchange, openExchange } from './exchange.ts'
import type { GraphQLReply, GraphQLServer } from './graphql-server.ts'
import { presentRefusal } from './present-error.ts'
import { readOperation } from './read-operation.ts'
import { send, sendJson } from './send.ts'

export type HttpParts = {
  readonly graphql: GraphQLServer
  /** Undefined only with OPEN_ACCESS: then everyone is anonymous and subgraphs get no access token. */
  readonly identify: Identify | undefined
  /** The SDL that clients may see. */
  readonly sdl: string
  readonly operationMs: number
  readonly isReady: () => boolean
  /** Pages beside the graph, for local runs: true when it answered. */
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  readonly observe: (path: string, status: number, ms: number) => void
  readonly reportBug: (error: unknown, eventId: string) => void
}

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

/** The life of a request, stage by stage. */
export function createHttpHandler(parts: HttpParts): HttpHandler {
  async function answerOperation(exchange: Exchange): Promise<GraphQLReply> {
    const body = await readOperation(exchange.request) // bytes → operation, within limits
    const access = await identifyCaller(exchange, parts.identify) // token → caller
    return parts.graphql.execute(body, exchange.request.headers.accept, {
      // operation → plan → fetches → answer
      transport: { headers: subgraphHeaders(exchange, access), deadline: Date.now() + parts.operationMs },
      reader: exchange,
      signal: exchange.gone,
      fetches: [],
    })
  }

  async function answer(exchange: Exchange): Promise<void> {
    const { path, response } = exchange
    switch (path) {
      case '/graphql': {
        const reply = await answerOperation(exchange)
        return send(response, reply.status, reply.headers, reply.body)
      }
      case '/health/live':
        return sendJson(response, 200, { status: 'ok' })
      case '/health/ready':
        return sendJson(response, parts.isReady() ? 200 : 503, { status: parts.isReady() ? 'ok' : 'draining' })
      case '/schema.graphql':
        return send(response, 200, [['content-type', 'application/graphql; charset=utf-8']], parts.sdl)
      default:
        if (await parts.pages?.(exchange.request, response)) return
        throw new PublicError('NOT_FOUND')
    }
  }

  return (request, response) => {
    const began = performance.now()
    const exchange = openExchange(request, response)
    response.once('finish', () => parts.observe(exchange.path, response.statusCode, performance.now() - began))
    answer(exchange).catch(error => refuse(exchange, error, parts.reportBug))
  }
}

async function identifyCaller({ request }: Exchange, identify: Identify | undefined): Promise<string | undefined> {
  if (!identify) return undefined
  const { accessToken, assurance } = await identify(request.headers.authorization)
  admitCitizen(assurance)
  return accessToken
}

function subgraphHeaders({ eventId, locale }: Exchange, accessToken: string | undefined): Record<string, string> {
  return {
    [accessHeaders.correlationId]: eventId,
    [accessHeaders.language]: locale,
    ...(accessToken && { [accessHeaders.authorization]: `Bearer ${accessToken}` }),
  }
}

function refuse(exchange: Exchange, error: unknown, reportBug: HttpParts['reportBug']): void {
  const { response } = exchange
  if (response.headersSent || response.destroyed) return void response.destroy()
  const { status, body } = presentRefusal(error, exchange, bug => reportBug(bug, exchange.eventId))
  const headers: [string, string][] = []
  if (status === 401) headers.push(['www-authenticate', challengeOf(body.errors[0]?.extensions.code)])
  if (status === 405) headers.push(['allow', 'POST'])
  // The rest of a body that was not read would be taken for the next request.
  if (!exchange.request.complete) headers.push(['connection', 'close'])
  sendJson(response, status, body, headers)
}

/** RFC 6750 §3: without a token no error is named. */
function challengeOf(code: string | undefined): string {
  return code === 'UNAUTHENTICATED' ? 'Bearer realm="helsegraf"' : 'Bearer realm="helsegraf", error="invalid_token"'
}
