/*
 * Question: what may be told of a request to those who operate the gateway? One log line, metrics, and a trace.
 * Refuses: the text of an operation as it was sent, variables, answers, and whatever else could be about a person.
 */
import type { DocumentNode } from 'graphql'
import type { Caller } from '../../schema/access.ts'
import { isDenial } from '../../schema/errors.ts'
import type { FetchReport, Planning, Send } from '../engine/index.ts'
import type { Metrics } from '../metrics.ts'
import type { TransportContext } from '../transport/index.ts'
import { isTraceParent } from './trace-parent.ts'
import type { RequestTrace, Tracing } from './tracing.ts'

export type { Tracing } from './tracing.ts'

/** What an operation turned out to be. */
export type OperationReport = {
  readonly kind: 'query' | 'mutation' | 'subscription'
  /** Only where it is known from a trusted document: any other is a text of the client's. */
  readonly name: string | undefined
  readonly document: DocumentNode
  readonly planning: Planning | undefined
  readonly fetches: readonly FetchReport[]
  /** Error codes of the answer; empty where all went well. */
  readonly codes: readonly string[]
  readonly hasData: boolean
}

/** One request, from its first byte to its last. */
export type ObservedRequest = {
  /** To be sent on to subgraphs, so that what they tell can be put beside what is told here. */
  readonly headers: Readonly<Record<string, string>>
  /** Fetches that are made with this context belong to the request. */
  carries(context: TransportContext): void
  answered(report: OperationReport): void
  /** Whose token was proven. Told where something is denied to them, and nowhere else. */
  proven(caller: Caller): void
  /** There was no operation to report: the whole request is refused. */
  refused(code: string): void
  ended(status: number): void
}

export type Observe = (request: {
  readonly path: string
  readonly eventId: string
  readonly traceparent: string | string[] | undefined
}) => ObservedRequest

export type Telemetry = {
  readonly observe: Observe
  /** The same way out, with a span for each fetch of a request that is traced. */
  traced(send: Send<TransportContext>): Send<TransportContext>
}

/** One line a request. `info` alone, so that nothing can be told by another name. */
export type RequestLog = { info(line: Readonly<Record<string, unknown>>, message: string): void }

export type TelemetryParts = {
  readonly metrics: Metrics
  /** Undefined: no spans are made, and nothing is paid for them. */
  readonly tracing?: Tracing | undefined
  readonly log?: RequestLog | undefined
}

export function createTelemetry({ metrics, tracing, log }: TelemetryParts): Telemetry {
  const traces = new WeakMap<TransportContext, RequestTrace>()
  return {
    observe({ path, eventId, traceparent }) {
      const began = performance.now()
      const given = isTraceParent(traceparent) ? traceparent : undefined
      const trace = path === '/graphql' ? tracing?.begin(given, eventId) : undefined
      let operation: OperationReport | undefined
      let caller: Caller | undefined
      let refusal: string | undefined
      return {
        headers: trace || given === undefined ? {} : { traceparent: given },
        carries(context) {
          if (trace) traces.set(context, trace)
        },
        answered(report) {
          operation = report
          trace?.answered(report)
          metrics.observeOperation(report)
          for (const fetch of report.fetches) metrics.observeFetch(fetch)
        },
        proven(proven) {
          caller = proven
        },
        refused(code) {
          refusal = code
        },
        ended(status) {
          const ms = performance.now() - began
          metrics.observeRequest(path, status, ms)
          if (operation) metrics.observeOperationTime(operation, ms)
          trace?.ended(status)
          if (path === '/graphql' && log)
            log.info(lineOf({ operation, refusal, caller }, { eventId, status, ms, trace }), 'request')
        },
      }
    },
    traced(send) {
      if (!tracing) return send
      return (call, context, signal) => {
        const trace = traces.get(context)
        if (!trace) return send(call, context, signal)
        const { deadline, departure } = context
        return trace.fetch(call, headers =>
          send(call, { headers: { ...context.headers, ...headers }, deadline, departure }, signal),
        )
      }
    },
  }
}

type Ending = {
  readonly eventId: string
  readonly status: number
  readonly ms: number
  readonly trace: RequestTrace | undefined
}

type Told = {
  readonly operation: OperationReport | undefined
  readonly refusal: string | undefined
  readonly caller: Caller | undefined
}

function lineOf({ operation, refusal, caller }: Told, { eventId, status, ms, trace }: Ending) {
  const told = operation?.codes ?? []
  const codes = refusal === undefined ? told : [...told, refusal]
  return {
    eventId,
    status,
    ms: Math.round(ms * 10) / 10,
    ...(operation && { kind: operation.kind, fetches: operation.fetches.length }),
    ...(operation?.name !== undefined && { operation: operation.name }),
    ...(codes.length > 0 && { codes: [...new Set(codes)] }),
    ...(caller && codes.some(isDenial) && { deniedTo: { kind: caller.kind, id: caller.id, client: caller.client } }),
    ...(trace && { traceId: trace.traceId }),
  }
}
