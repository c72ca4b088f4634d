import { createServer } from 'node:http'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { FetchReport } from './engine/index.ts'

/** Prometheus metrics. Labels are names of ours with few values: never a person, never a text of a client. */
export type Metrics = {
  observeRequest(path: string, status: number, ms: number): void
  observeFetch(report: FetchReport): void
  serve(host: string, port: number): Promise<{ readonly url: string; close(): Promise<void> }>
}

const knownPaths = new Set(['/graphql', '/health/live', '/health/ready', '/schema.graphql'])
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

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
  return {
    observeRequest: (path, status, ms) =>
      requests.observe({ path: knownPaths.has(path) ? path : 'other', status: String(status) }, ms / 1000),
    observeFetch: ({ subgraph, outcome, code }) => fetches.inc({ subgraph, outcome, code: code ?? '' }),
    serve: (host, port) => serveText(host, port, registry),
  }
}

async function serveText(host: string, port: number, registry: Registry) {
  const server = createServer(async (request, response) => {
    const found = request.url === '/metrics'
    response.writeHead(found ? 200 : 404, { 'content-type': registry.contentType })
    response.end(found ? await registry.metrics() : '')
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const address = server.address()
  return {
    url: `http://${host}:${typeof address === 'object' && address ? address.port : port}/metrics`,
    close: () => new Promise<void>(resolve => void server.close(() => resolve())),
  }
}
