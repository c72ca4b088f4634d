import { createServer } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { isErrorCode } from '../schema/errors.ts'
import type { Figures } from './cluster-metrics.ts'
import type { FetchReport } from './engine/index.ts'
import type { OperationReport } from './telemetry/index.ts'
import type { TransportEvents } from './transport/index.ts'

/** Prometheus metrics. Labels are names of ours with few values: never a person, never a text of a client. */
export type Metrics = {
  observeRequest(path: string, status: number, ms: number): void
  observeFetch(report: FetchReport): void
  observeOperation(report: OperationReport): void
  /** From its first byte to the last of its answer. */
  observeOperationTime(report: OperationReport, ms: number): void
  /** A supergraph that was to come into force, and whether it did. */
  observeSchema(outcome: 'swapped' | 'refused'): void
  /** What the way to a subgraph did: whether it is asked at all, and what was not asked twice, or was. */
  readonly transport: TransportEvents
  /** An operation was refused because too much is under way. */
  observeShed(): void
  /** An operation was refused because its caller has used a quota up. */
  observeQuota(quota: string, view: string): void
  /** All of it, for a process that adds up those of many. */
  figures(): Promise<Figures>
  serve(host: string, port: number): Promise<MetricsServer>
}

export type MetricsServer = { readonly url: string; close(): Promise<void> }

const knownPaths = new Set(['/graphql', '/health/live', '/health/ready', '/schema.graphql'])
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * What was seen, an amount for a counter and seconds for a histogram, is put into the metrics some hundred at a time, and
 * before anybody reads them: between other work each would cost four times as much.
 */
class Seen {
  readonly #metrics: (Counter | Histogram)[] = []
  readonly #labels: Record<string, string>[] = []
  readonly #seen: number[] = []

  add(metric: Counter | Histogram, labels: Record<string, string>, seen: number): void {
    this.#metrics.push(metric)
    this.#labels.push(labels)
    if (this.#seen.push(seen) >= mostUntold) this.tell()
  }

  tell(): void {
    // Taken out first: one that cannot be taken in is not met again each time.
    const [metrics, labels, amounts] = [this.#metrics.splice(0), this.#labels.splice(0), this.#seen.splice(0)]
    for (const [index, metric] of metrics.entries()) {
      const [label, amount] = [labels[index] ?? {}, amounts[index] ?? 0]
      if (metric instanceof Counter) metric.inc(label, amount)
      else metric.observe(label, amount)
    }
  }
}

const mostUntold = 512

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'helsegraf_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['path', 'status'],
    buckets: secondsBuckets,
    registers: [registry],
  })
  const fetches = new Counter({
    name: 'helsegraf_subgraph_fetches_total',
    help: 'Fetches from subgraphs by outcome; `code` is the error code of a failed one.',
    labelNames: ['subgraph', 'outcome', 'code'],
    registers: [registry],
  })
  const waits = new Histogram({
    name: 'helsegraf_subgraph_fetch_duration_seconds',
    help: 'Time from a fetch to the end of its answer, retries and waiting included.',
    labelNames: ['subgraph'],
    buckets: secondsBuckets,
    registers: [registry],
  })
  const operations = new Counter({
    name: 'helsegraf_operations_total',
    help: 'Operations by kind and outcome: `ok`, `partial` (data and errors), `failed` (errors alone). `operation` is the name of a trusted document.',
    labelNames: ['kind', 'operation', 'outcome'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'helsegraf_operation_duration_seconds',
    help: 'Time from a request to the end of its answer, by operation: `operation` is the name of a trusted document.',
    labelNames: ['kind', 'operation'],
    buckets: secondsBuckets,
    registers: [registry],
  })
  const errors = new Counter({
    name: 'helsegraf_operation_errors_total',
    help: 'Errors in answers, by code of the catalogue.',
    labelNames: ['code'],
    registers: [registry],
  })
  const plans = new Counter({
    name: 'helsegraf_plans_total',
    help: 'Where plans came from: `remembered`, or `planned` while the operation waited.',
    labelNames: ['source'],
    registers: [registry],
  })
  const planning = new Histogram({
    name: 'helsegraf_planning_duration_seconds',
    help: 'Time that an operation waited for a plan that was not remembered.',
    buckets: secondsBuckets,
    registers: [registry],
  })
  const schemas = new Counter({
    name: 'helsegraf_schema_changes_total',
    help: 'Supergraphs that came after the first: `swapped` is in force, `refused` could not be used.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const circuits = new Gauge({
    name: 'helsegraf_subgraph_circuit_open',
    help: 'Processes that do not ask the subgraph, because it is known to be down.',
    labelNames: ['subgraph'],
    registers: [registry],
  })
  const retries = new Counter({
    name: 'helsegraf_subgraph_retries_total',
    help: 'Reads that were asked once more.',
    labelNames: ['subgraph'],
    registers: [registry],
  })
  const sharedReads = new Counter({
    name: 'helsegraf_subgraph_shared_reads_total',
    help: 'Reads that were answered by the same one, already under way for the same caller.',
    labelNames: ['subgraph'],
    registers: [registry],
  })
  const shed = new Counter({
    name: 'helsegraf_operations_shed_total',
    help: 'Operations that were refused before any work, because too much was under way.',
    registers: [registry],
  })
  const quotas = new Counter({
    name: 'helsegraf_quota_refusals_total',
    help: 'Operations that were refused because their caller has used a quota up, by quota and class of client.',
    labelNames: ['quota', 'view'],
    registers: [registry],
  })
  const seen = new Seen()
  return {
    transport: {
      circuit: (subgraph, state) => circuits.set({ subgraph }, state === 'closed' ? 0 : 1),
      retried: subgraph => retries.inc({ subgraph }),
      shared: subgraph => sharedReads.inc({ subgraph }),
    },
    observeShed: () => shed.inc(),
    observeQuota: (quota, view) => quotas.inc({ quota, view }),
    figures() {
      seen.tell()
      return registry.getMetricsAsJSON()
    },
    observeRequest(path, status, ms) {
      seen.add(requests, { path: knownPaths.has(path) ? path : 'other', status: String(status) }, ms / 1000)
    },
    observeFetch({ subgraph, outcome, code, ms }) {
      seen.add(fetches, { subgraph, outcome, code: knownCode(code) }, 1)
      seen.add(waits, { subgraph }, ms / 1000)
    },
    observeOperation({ kind, name = '', planning: planned, codes, hasData }) {
      const outcome = codes.length === 0 ? 'ok' : hasData ? 'partial' : 'failed'
      seen.add(operations, { kind, operation: name, outcome }, 1)
      for (const code of codes) seen.add(errors, { code: knownCode(code) }, 1)
      if (!planned) return
      seen.add(plans, { source: planned.isRemembered ? 'remembered' : 'planned' }, 1)
      if (!planned.isRemembered) planning.observe(planned.ms / 1000)
    },
    observeOperationTime({ kind, name = '' }, ms) {
      seen.add(durations, { kind, operation: name }, ms / 1000)
    },
    observeSchema: outcome => schemas.inc({ outcome }),
    serve: (host, port) =>
      serveText(host, port, {
        contentType: registry.contentType,
        text() {
          seen.tell()
          return registry.metrics()
        },
      }),
  }
}

export async function serveText(
  host: string,
  port: number,
  source: { readonly contentType: string; text(): Promise<string> },
): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    const found = request.url === '/metrics'
    response.writeHead(found ? 200 : 404, { 'content-type': source.contentType })
    response.end(found ? await source.text() : '')
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const address = server.address()
  return {
    url: `http://${host}:${typeof address === 'object' && address ? address.port : port}/metrics`,
    close: () => new Promise<void>(resolve => void server.close(() => resolve())),
  }
}

/** A subgraph may send any code: those that are not of the catalogue are one. */
const knownCode = (code: string | undefined): string => (code === undefined ? '' : isErrorCode(code) ? code : 'OTHER')
