import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createDrain, type DrainTimes } from './drain.ts'
import { createEditions, type Replaced, type Supergraph } from './editions.ts'
import type { CreatePlanner, Unplanned } from './engine/index.ts'
import { answerBrokenRequest } from './http/broken-request.ts'
import { createEventStreams } from './http/event-stream.ts'
import { largestHeadBytes } from './http/head.ts'
import { createHttpHandler } from './http/index.ts'
import { createIdentify, type IdentityParts } from './identity/index.ts'
import { Admission, type AdmissionLimits, defaultAdmission } from './load/admission.ts'
import { watchBusyShare, watchEventLoop } from './load/event-loop.ts'
import { FinishFirst } from './load/finish-first.ts'
import { createQuotas, type QuotaAlarm } from './load/quota.ts'
import type { Metrics } from './metrics.ts'
import { type Audience, audiences, type ViewProfiles, viewProfiles } from './policy/audiences.ts'
import type { Manifest } from './policy/trusted-documents.ts'
import { createTelemetry, type RequestLog, type Tracing } from './telemetry/index.ts'
import { createTransport, type Door, type TransportEvents, type TransportLimits } from './transport/index.ts'

export type GatewayParts = {
  /** Supergraph SDL, composed by anyone. */
  readonly supergraph: string
  /** How to reach each subgraph, by its name in the supergraph. */
  readonly doors: Readonly<Record<string, Door>>
  /** Undefined opens the graph to everyone: only for supergraphs without personal data. */
  readonly identity: IdentityParts | undefined
  /** Whom this gateway is for, and how large their operations may be. */
  readonly audience: Audience
  /** The classes of clients, where callers are identified. */
  readonly views?: ViewProfiles | undefined
  /** Documents that can be asked for by id. None unless given. */
  readonly trustedDocuments?: Manifest
  /** Origins whose pages may read answers. None unless given. */
  readonly corsOrigins?: readonly string[]
  /** How long a request's head, and the whole of it, may take to arrive. */
  readonly arrival?: { readonly headMs: number; readonly requestMs: number }
  /** One operation, from the first byte to the last. */
  readonly operationMs: number
  /** How often an event stream shows that it lives, and its caller is proven anew. 12 s unless told. */
  readonly heartbeatMs?: number | undefined
  /** The careful one unless told. */
  readonly planner?: CreatePlanner | undefined
  /** The labels of `@override` that are on. */
  readonly overrideLabels?: readonly string[] | undefined
  /** How long, how much and how many at once, of each subgraph. */
  readonly transportLimits?: TransportLimits
  /** When operations are refused so that the others are answered in time. */
  readonly admission?: AdmissionLimits
  readonly isIntrospectable: boolean
  readonly metrics: Metrics
  /** Spans of requests, plans and fetches. None are made without it. */
  readonly tracing?: Tracing | undefined
  /** One line a request. */
  readonly requestLog?: RequestLog | undefined
  readonly reportBug: (error: unknown, eventId: string) => void
  /** Told of a caller who has used a quota up: somebody may be looking persons up one after another. */
  readonly alarm?: ((alarm: QuotaAlarm) => void) | undefined
  /** Told of each trusted document that the schema no longer answers. */
  readonly reportRefusedDocument?: (id: string, reason: string) => void
  /** Told of each operation that is valid and has no plan. */
  readonly reportUnplanned?: (unplanned: Unplanned) => void
  /** Told of each read that another request's answered: the access log has it under that one's id. */
  readonly reportShared?: NonNullable<TransportEvents['shared']>
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

export type Gateway = {
  /** Resolves when the port is open. Port 0 takes any free one. */
  listen(host: string, port: number): Promise<string>
  /**
   * Puts another supergraph in force, without a request failing or waiting.
   * @throws where it cannot be used; then the one in force stays
   */
  replaceSupergraph(next: Supergraph): Promise<Replaced>
  /** Finishes what has begun, refuses what has not. At once, and for 20 s at most, unless told. */
  close(times?: DrainTimes): Promise<void>
}

const defaultDrain: DrainTimes = { graceMs: 0, finishMs: 20_000 }
const defaultArrival = { headMs: 10_000, requestMs: 30_000 }

export async function buildGateway(parts: GatewayParts): Promise<Gateway> {
  const { audience, isIntrospectable, reportBug, metrics } = parts
  const telemetry = createTelemetry({ metrics, tracing: parts.tracing, log: parts.requestLog })
  const transportEvents: TransportEvents = {
    ...metrics.transport,
    shared(subgraph, ids) {
      metrics.transport.shared?.(subgraph, ids)
      parts.reportShared?.(subgraph, ids)
    },
  }
  const editions = await createEditions(
    { sdl: parts.supergraph, doors: parts.doors },
    {
      audience,
      views: parts.identity && (parts.views ?? viewProfiles(audience, audiences['third-party'])),
      isIntrospectable,
      refusesIdentifiers: parts.identity !== undefined,
      reportBug,
      finishFirst: new FinishFirst(watchBusyShare()),
      trustedDocuments: parts.trustedDocuments ?? {},
      reportRefusedDocument: parts.reportRefusedDocument ?? (() => {}),
      reportUnplanned: parts.reportUnplanned ?? (() => {}),
      openTransport: doors => createTransport(doors, parts.transportLimits, transportEvents),
      engine: ({ send, openSource }) => ({
        send: telemetry.traced(send),
        openSource,
        planner: parts.planner,
        overrideLabels: parts.overrideLabels,
      }),
    },
  )
  const admission = new Admission(parts.admission ?? defaultAdmission, {
    now: () => performance.now(),
    lateMs: () => eventLoop.lateMs(),
    refused: metrics.observeShed,
  })
  const eventLoop = watchEventLoop(lagMs => admission.look(lagMs))
  const streams = createEventStreams({ operationMs: parts.operationMs, heartbeatMs: parts.heartbeatMs, reportBug })
  const handler = createHttpHandler({
    edition: editions.current,
    limits: audience.limits,
    cors: { origins: new Set(parts.corsOrigins) },
    identify: parts.identity && createIdentify(parts.identity),
    operationMs: parts.operationMs,
    admission,
    quotas: createQuotas({
      now: () => performance.now(),
      refused: metrics.observeQuota,
      alarm: parts.alarm ?? (() => {}),
    }),
    streams,
    readiness: () => (drain.isDraining ? 'draining' : admission.isOverloaded ? 'overloaded' : 'ok'),
    ...(parts.pages && { pages: parts.pages }),
    observe: telemetry.observe,
    reportBug,
  })
  const { headMs, requestMs } = parts.arrival ?? defaultArrival
  const server = createServer({
    maxHeaderSize: largestHeadBytes,
    keepAliveTimeout: 65_000,
    headersTimeout: headMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(headMs / 2, 2_000),
  })
  const drain = createDrain(server)
  server.on('request', handler)
  server.on('clientError', answerBrokenRequest)

  return {
    async listen(host, port) {
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
      const address = server.address()
      const bound = typeof address === 'object' && address ? address.port : port
      return `http://${host === '0.0.0.0' || host === '127.0.0.1' || host === '::' ? 'localhost' : host}:${bound}`
    },
    async replaceSupergraph(next) {
      try {
        const replaced = await editions.replace(next)
        metrics.observeSchema('swapped')
        return replaced
      } catch (error) {
        metrics.observeSchema('refused')
        throw error
      }
    },
    async close(times = defaultDrain) {
      streams.close()
      await drain.begin(times)
      eventLoop.close()
      await editions.close()
      await parts.tracing?.close()
    },
  }
}
