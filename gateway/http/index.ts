/*
 * Question: how do bytes become an operation, and a result bytes again?
 * Refuses: to know registries, and to answer before it knows who asks. It reads no forwarded header: what a proxy
 * says of the client decides nothing here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { Identify } from '../identity/index.ts'
import { admitCitizen } from '../policy/admit-citizen.ts'
import type { Limits } from '../policy/audiences.ts'
import { refuseDeepVariables } from '../policy/operation/variables.ts'
import type { TrustedDocuments } from '../policy/trusted-documents.ts'
import { type Cors, corsHeaders, preflightHeaders } from './cors.ts'
import { type Exchange, openExchange } from './exchange.ts'
import type { GraphQLServer } from './graphql-server.ts'
import { refuseLargeHead } from './head.ts'
import { chooseStyle, contentTypes, type ReplyStyle } from './media-type.ts'
import { presentRefusal } from './present-error.ts'
import { readOperation } from './read-operation.ts'
import { type Reply, send, sendJson } from './send.ts'

export type HttpParts = {
  readonly graphql: GraphQLServer
  readonly trusted: TrustedDocuments
  readonly limits: Limits
  readonly cors: Cors
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

const readMethods = 'GET, HEAD'

/** The life of a request, stage by stage. */
export function createHttpHandler(parts: HttpParts): HttpHandler {
  const { graphql, trusted, limits, cors } = parts
  const graphMethods = trusted.size > 0 ? `${readMethods}, POST` : 'POST'

  async function answerOperation(exchange: Exchange): Promise<Reply> {
    const { request } = exchange
    const style = chooseStyle(request.headers.accept) // what the client can read
    const rules = { bytes: limits.bytes, hasTrustedDocuments: trusted.size > 0 }
    const { reference, operationName, variables } = await readOperation(request, rules) // bytes → operation
    const accessToken = await identifyCaller(exchange, parts.identify) // token → caller
    const query = trusted.textOf(reference) // what it asks → which text, if this audience may ask it
    refuseDeepVariables(variables, limits)
    const operation = { query, operationName, variables, isSafe: request.method !== 'POST' }
    return graphql.execute(operation, {
      // text → valid operation within limits → plan → fetches → answer
      transport: { headers: subgraphHeaders(exchange, accessToken), deadline: Date.now() + parts.operationMs },
      reader: exchange,
      style,
      signal: exchange.gone,
      fetches: [],
    })
  }

  async function answer(exchange: Exchange): Promise<void> {
    const { path, request, response } = exchange
    refuseLargeHead(request)
    switch (path) {
      case '/graphql': {
        if (request.method === 'OPTIONS') return preflight(exchange, graphMethods)
        const { status, headers = [], body } = await answerOperation(exchange)
        return send(exchange, { status, headers: [...headers, ...corsHeaders(request, cors)], body })
      }
      case '/health/live':
        refuseWriting(exchange)
        return sendJson(exchange, 200, { status: 'ok' })
      case '/health/ready':
        refuseWriting(exchange)
        return sendJson(exchange, parts.isReady() ? 200 : 503, { status: parts.isReady() ? 'ok' : 'draining' })
      case '/schema.graphql': {
        if (request.method === 'OPTIONS') return preflight(exchange, readMethods)
        refuseWriting(exchange)
        const type = ['content-type', 'application/graphql; charset=utf-8'] as const
        return send(exchange, { status: 200, headers: [type, ...corsHeaders(request, cors)], body: parts.sdl })
      }
      default:
        if (await parts.pages?.(request, response)) return
        throw new PublicError('NOT_FOUND')
    }
  }

  function preflight(exchange: Exchange, methods: string): Promise<void> {
    return send(exchange, { status: 204, headers: preflightHeaders(exchange.request, cors, methods), body: '' })
  }

  function allowed({ path, request }: Exchange): string {
    if (path !== '/graphql') return readMethods
    // What was refused of a GET here is a mutation.
    return request.method === 'GET' || request.method === 'HEAD' ? 'POST' : graphMethods
  }

  async function refuse(exchange: Exchange, error: unknown): Promise<void> {
    const { request, response } = exchange
    if (response.headersSent || response.destroyed) return void response.destroy()
    const { status, body } = presentRefusal(error, exchange, bug => parts.reportBug(bug, exchange.eventId))
    const headers: [string, string][] = [['content-type', contentTypes[styleOrPlain(exchange)]]]
    if (status === 401) headers.push(['www-authenticate', challengeOf(body.errors[0]?.extensions.code)])
    if (status === 405) headers.push(['allow', allowed(exchange)])
    // The rest of a body that was not read would be taken for the next request.
    if (!request.complete) headers.push(['connection', 'close'])
    await send(exchange, { status, headers: [...headers, ...corsHeaders(request, cors)], body: JSON.stringify(body) })
  }

  return (request, response) => {
    const began = performance.now()
    const exchange = openExchange(request, response)
    response.once('finish', () => parts.observe(exchange.path, response.statusCode, performance.now() - began))
    answer(exchange)
      .catch(error => refuse(exchange, error))
      .catch(() => response.destroy())
  }
}

function refuseWriting({ request }: Exchange): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new PublicError('METHOD_NOT_ALLOWED')
}

/** A refusal of the graph is a GraphQL response too; all else here is plain JSON. */
function styleOrPlain({ path, request }: Exchange): ReplyStyle {
  if (path !== '/graphql') return 'json'
  try {
    return chooseStyle(request.headers.accept)
  } catch {
    return 'json'
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

/** RFC 6750 §3: without a token no error is named. */
function challengeOf(code: string | undefined): string {
  return code === 'UNAUTHENTICATED' ? 'Bearer realm="helsegraf"' : 'Bearer realm="helsegraf", error="invalid_token"'
}
