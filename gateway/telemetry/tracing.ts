import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { SubgraphAnswer, SubgraphCall } from '../engine/index.ts'
import type { OperationReport } from './index.ts'
import { sanitisedDocument } from './sanitised-document.ts'
import { printTraceParent, readTraceParent } from './trace-parent.ts'

export type Tracing = {
  /** Begins the trace of a request, as a part of the caller's where it names one. */
  begin(traceparent: string | undefined, eventId: string): RequestTrace
  /** Sends what has not been sent. */
  close(): Promise<void>
}

export type RequestTrace = {
  readonly traceId: string
  fetch(
    call: SubgraphCall,
    send: (headers: Readonly<Record<string, string>>) => Promise<SubgraphAnswer>,
  ): Promise<SubgraphAnswer>
  answered(report: OperationReport): void
  ended(status: number): void
}

export type TracingParts = {
  /** Where OTLP over HTTP is taken; `v1/traces` is added. */
  readonly endpoint: URL
  /** The share of traces that is sent, from 0 to 1. */
  readonly ratio: number
}

/** OpenTelemetry over OTLP/HTTP. Nothing is registered globally, and no library is instrumented behind our back. */
export function openTracing({ endpoint, ratio }: TracingParts): Tracing {
  const base = endpoint.href.endsWith('/') ? endpoint.href : `${endpoint.href}/`
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', base).href })
  return createTracing(new BatchSpanProcessor({ exporter }), ratio)
}

export function createTracing(processor: SpanProcessor, ratio: number): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'helsegraf-gateway' }),
    // By trace id alone: whether a trace is kept is ours to say, not that of whoever sends a header.
    sampler: new TraceIdRatioBasedSampler(ratio),
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('helsegraf')
  return {
    begin: (traceparent, eventId) => beginTrace(tracer, parentOf(traceparent), eventId),
    close: () => provider.shutdown(),
  }
}

function parentOf(traceparent: string | undefined): Context {
  if (traceparent === undefined) return ROOT_CONTEXT
  const { traceId, spanId, flags } = readTraceParent(traceparent)
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: flags, isRemote: true })
}

/** Span names have few values; what else there is to tell stands in attributes (semantic conventions, «GraphQL»). */
function beginTrace(tracer: Tracer, parent: Context, eventId: string): RequestTrace {
  const attributes = { 'helsegraf.event_id': eventId }
  const span = tracer.startSpan('GraphQL request', { kind: SpanKind.SERVER, attributes }, parent)
  const inside = trace.setSpan(parent, span)
  return {
    traceId: span.spanContext().traceId,
    async fetch(call, send) {
      const fetching = tracer.startSpan(
        `fetch ${call.subgraph}`,
        {
          kind: SpanKind.CLIENT,
          attributes: { 'graphql.operation.type': call.kind, 'helsegraf.subgraph': call.subgraph },
        },
        inside,
      )
      try {
        const answer = await send({ traceparent: headerOf(fetching) })
        const failed = answer?.errors?.[0]
        if (failed) fail(fetching, codeOf(failed))
        return answer
      } catch (error) {
        fail(fetching, codeOf(error))
        throw error
      } finally {
        fetching.end()
      }
    },
    answered({ kind, name, document, planning, codes }) {
      span.updateName(kind)
      if (!span.isRecording()) return
      span.setAttribute('graphql.operation.type', kind)
      if (name !== undefined) span.setAttribute('graphql.operation.name', name)
      span.setAttribute('graphql.document', sanitisedDocument(document))
      if (codes.length > 0) span.setAttribute('helsegraf.error_codes', [...new Set(codes)])
      if (!planning) return
      span.setAttribute('helsegraf.plan.is_remembered', planning.isRemembered)
      if (!planning.isRemembered) tellPlanning(tracer, inside, planning)
    },
    ended(status) {
      span.setAttribute('http.response.status_code', status)
      if (status >= 500) fail(span, String(status))
      span.end()
    },
  }
}

function tellPlanning(tracer: Tracer, inside: Context, { began, ms }: NonNullable<OperationReport['planning']>): void {
  const start = performance.timeOrigin + began
  tracer.startSpan('plan', { startTime: new Date(start) }, inside).end(new Date(start + ms))
}

function headerOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return printTraceParent({ traceId, spanId, flags: traceFlags })
}

/** The code of an error; its message may quote what it failed over. */
function codeOf(error: unknown): string {
  const { extensions } = (error ?? {}) as { extensions?: { code?: unknown } }
  return typeof extensions?.code === 'string' && /^[A-Z_]{1,60}$/.test(extensions.code) ? extensions.code : '_OTHER'
}

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type)
  span.setStatus({ code: SpanStatusCode.ERROR })
}
