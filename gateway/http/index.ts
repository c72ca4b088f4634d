/*
 * Question: how do bytes become an operation, and a result bytes again?
 * Refuses: to know registries, and to answer before it knows who asks. It reads no forwarded header: what a proxy
 * says of the client decides nothing here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import { acceptsEvents } from '../../schema/event-stream.ts'
import type { Edition } from '../edition.ts'
import type { Identified, Identify } from '../identity/index.ts'
import type { Admission } from '../load/admission.ts'
import type { Quotas } from '../load/quota.ts'
import { admitCaller } from '../policy/admit-caller.ts'
import type { AudienceView, Limits } from '../policy/audiences.ts'
import { policies } from '../policy/authorization/policies.ts'
import { refuseDeepVariables } from '../policy/operation/variables.ts'
import type { Observe, ObservedRequest } from '../telemetry/index.ts'
import { Departure } from '../transport/index.ts'
import { challengeOf } from './challenge.ts'
import { type Cors, corsHeaders, preflightHeaders } from './cors.ts'
import { asOneEvent, type EventStreams, type Subscription } from './event-stream.ts'
import { type Exchange, openExchange } from './exchange.ts'
import { refuseLargeHead } from './head.ts'
import { chooseStyle, contentTypes, type ReplyStyle } from './media-type.ts'
import { presentRefusal } from './present-error.ts'
import { type OperationRequest, readOperation } from './read-operation.ts'
import { type Reply, send, sendJson } from './send.ts'

export type HttpParts = {
  /** What is in force: taken once a request. `sdl` is what clients may see. */
  readonly edition: () => Pick<Edition, 'face' | 'hasTrustedDocuments'>
  readonly limits: Limits
  readonly cors: Cors
  /** Undefined only with OPEN_ACCESS: then everyone is anonymous and subgraphs get no access token. */
  readonly identify: Identify | undefined
  readonly operationMs: number
  /** How many operations may be under way. */
  readonly admission: Admission
  /** How much each caller may ask. */
  readonly quotas: Quotas
  /** Subscriptions, as long as they last. */
  readonly streams: EventStreams
  readonly readiness: () => Readiness
  /** Pages beside the graph, for local runs: true when it answered. */
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  readonly observe: Observe
  readonly reportBug: (error: unknown, eventId: string) => void
}

/** A subscription that is to be opened, when no place among operations is held for it any more. */
type Stream = {
  readonly toOpen: Subscription
  /** Lets go of what was held for it. To be called once, however it ends. */
  readonly leave: () => void
}

/** An operation that has arrived whole, and how it is to be answered. */
type Admitted = OperationRequest & { readonly style: ReplyStyle; readonly takesEvents: boolean }

/** Whether requests had better come here, or why not. */
export type Readiness = 'ok' | 'draining' | 'overloaded'

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

const readMethods = 'GET, HEAD'

/** The life of a request, stage by stage. */
export function createHttpHandler(parts: HttpParts): HttpHandler {
  const { cors } = parts
  const graphMethods = () => (parts.edition().hasTrustedDocuments ? `${readMethods}, POST` : 'POST')

  async function answerOperation(exchange: Exchange, observed: ObservedRequest): Promise<Reply | Stream> {
    const { request } = exchange
    parts.admission.refuseWhenFull()
    const takesEvents = request.method === 'POST' && acceptsEvents(request.headers.accept)
    const style = takesEvents ? styleOrPlain(exchange) : chooseStyle(request.headers.accept) // what the client can read
    const rules = { bytes: parts.limits.bytes, hasTrustedDocuments: parts.edition().hasTrustedDocuments }
    const read = await readOperation(request, rules) // bytes → operation
    const place = parts.admission.enter() // one of so many that are under way
    // Not `using`: what is compiled of it is dearer than all that is done here.
    try {
      return await answerAdmitted(exchange, observed, { ...read, style, takesEvents })
    } finally {
      place[Symbol.dispose]()
    }
  }

  async function answerAdmitted(
    exchange: Exchange,
    observed: ObservedRequest,
    admitted: Admitted,
  ): Promise<Reply | Stream> {
    const { request } = exchange
    const { reference, operationName, variables, style, takesEvents } = admitted
    const identified = await proveCaller(exchange, parts.identify, observed) // token → caller
    const asking = { caller: identified?.caller, policies }
    const { graphql, trusted, limits, enter } = parts.edition().face(identified?.view) // which supergraph, and how much of it
    const query = trusted.textOf(reference) // what it asks → which text, if this audience may ask it
    refuseDeepVariables(variables, limits)
    if (identified) parts.quotas.take(identified, limits, variables) // not more than this class may ask
    const operation = { query, operationName, variables, isSafe: request.method !== 'POST' }
    const headersWith = (token: string | undefined) => ({ ...subgraphHeaders(exchange, token), ...observed.headers })
    if (takesEvents && graphql.isSubscription(operation)) {
      const toOpen: Subscription = {
        open: (transport, signal) => {
          observed.carries(transport)
          return graphql.subscribe(operation, { transport, reader: exchange, style, signal, observed, asking })
        },
        headersNow: async () => headersWith((await identified?.renew())?.accessToken),
        replyHeaders: corsHeaders(request, cors),
      }
      const letGo = identified && parts.quotas.openStream(identified, limits)
      const leaveEdition = enter()
      const leave = () => {
        letGo?.()
        leaveEdition()
      }
      return { toOpen, leave }
    }
    const headers = headersWith(identified?.accessToken)
    const transport = { headers, deadline: Date.now() + parts.operationMs, departure: new Departure(exchange.gone) }
    observed.carries(transport)
    // text → valid operation within limits → plan → fetches → answer
    const reply = await graphql.execute(operation, {
      transport,
      reader: exchange,
      style,
      signal: exchange.gone,
      observed,
      asking,
    })
    return takesEvents && !takesReplies(exchange) ? asOneEvent(reply) : reply
  }

  async function answerStream(exchange: Exchange, { toOpen, leave }: Stream): Promise<Reply | undefined> {
    try {
      return await parts.streams.answer(exchange, toOpen)
    } finally {
      leave()
    }
  }

  async function answer(exchange: Exchange, observed: ObservedRequest): Promise<void> {
    const { path, request, response } = exchange
    refuseLargeHead(request)
    switch (path) {
      case '/graphql': {
        if (request.method === 'OPTIONS') return preflight(exchange, graphMethods())
        const answered = await answerOperation(exchange, observed)
        const reply = 'toOpen' in answered ? await answerStream(exchange, answered) : answered
        if (!reply) return
        const { status, headers = [], body } = reply
        return send(exchange, { status, headers: [...headers, ...corsHeaders(request, cors)], body })
      }
      case '/health/live':
        refuseWriting(exchange)
        return sendJson(exchange, 200, { status: 'ok' })
      case '/health/ready':
        refuseWriting(exchange)
        return sendJson(exchange, parts.readiness() === 'ok' ? 200 : 503, { status: parts.readiness() })
      case '/schema.graphql': {
        if (request.method === 'OPTIONS') return preflight(exchange, readMethods)
        refuseWriting(exchange)
        const type = ['content-type', 'application/graphql; charset=utf-8'] as const
        return send(exchange, {
          status: 200,
          headers: [type, ...corsHeaders(request, cors)],
          body: parts.edition().face(await viewOf(exchange, parts.identify)).sdl,
        })
      }
      default:
        response.setHeader(accessHeaders.correlationId, exchange.eventId)
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
    return request.method === 'GET' || request.method === 'HEAD' ? 'POST' : graphMethods()
  }

  async function refuse(exchange: Exchange, error: unknown, observed?: ObservedRequest): Promise<void> {
    const { request, response } = exchange
    if (response.headersSent || response.destroyed) return void response.destroy()
    const { status, body } = presentRefusal(error, exchange, bug => parts.reportBug(bug, exchange.eventId))
    observed?.refused(String(body.errors[0]?.extensions.code))
    const headers: [string, string][] = [['content-type', contentTypes[styleOrPlain(exchange)]]]
    const challenge = challengeOf(error, request.headers.authorization)
    if (challenge !== undefined) headers.push(['www-authenticate', challenge])
    if (status === 405) headers.push(['allow', allowed(exchange)])
    const wait = secondsToWait(body.errors[0]?.extensions)
    if (wait !== undefined) headers.push(['retry-after', wait])
    // The rest of a body that was not read would be taken for the next request.
    if (!request.complete) headers.push(['connection', 'close'])
    await send(exchange, { status, headers: [...headers, ...corsHeaders(request, cors)], body: JSON.stringify(body) })
  }

  return (request, response) => {
    const exchange = openExchange(request, response)
    const { path, eventId } = exchange
    const observed = parts.observe({ path, eventId, traceparent: request.headers.traceparent })
    // 499 as proxies tell it: the client went before it was answered.
    response.on('close', () => observed.ended(response.writableFinished ? response.statusCode : 499))
    answer(exchange, observed)
      .catch(error => refuse(exchange, error, observed))
      .catch(() => response.destroy())
  }
}

function refuseWriting({ request }: Exchange): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new PublicError('METHOD_NOT_ALLOWED')
}

function takesReplies({ request }: Exchange): boolean {
  try {
    return chooseStyle(request.headers.accept) !== undefined
  } catch {
    return false
  }
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

/** Without a token, what is open to all; a token that is not accepted is told so. */
async function viewOf(exchange: Exchange, identify: Identify | undefined): Promise<AudienceView | undefined> {
  if (exchange.request.headers.authorization === undefined) return undefined
  return (await proveCaller(exchange, identify))?.view
}

async function proveCaller(
  { request, path }: Exchange,
  identify: Identify | undefined,
  observed?: ObservedRequest,
): Promise<Identified | undefined> {
  if (!identify) return undefined
  const { authorization, dpop } = request.headers
  const identified = await identify({
    authorization,
    // Node puts several headers of one name together: then it is no proof any more.
    dpop: dpop?.toString(),
    method: request.method ?? '',
    path,
  })
  observed?.proven(identified.caller)
  admitCaller(identified)
  return identified
}

function subgraphHeaders({ eventId, locale }: Exchange, accessToken: string | undefined): Record<string, string> {
  return {
    [accessHeaders.correlationId]: eventId,
    [accessHeaders.language]: locale,
    ...(accessToken && { [accessHeaders.authorization]: `Bearer ${accessToken}` }),
  }
}

function secondsToWait(extensions: Readonly<Record<string, unknown>> = {}): string | undefined {
  if (extensions.code === 'QUOTA_EXCEEDED') return String(extensions.seconds)
  // Not the same for all, or they would all be back at once.
  return extensions.code === 'OVERLOADED' ? String(1 + Math.floor(Math.random() * 3)) : undefined
}
