import { Pool } from 'undici'
import { percentile } from './report.ts'
import type { Servers } from './servers.ts'

export type Measured = {
  readonly requests: number
  readonly perSecond: number
  /** CPU of all our processes, microseconds a request. */
  readonly cpuMicros: number
  readonly gatewayCpuMicros: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly certificates: number
  readonly rssMb: number
}

/** Asks the same query once for every token, over a fixed number of connections. Fails on an answer with an error. */
export async function ask(
  servers: Servers,
  query: string,
  tokens: readonly string[],
  connections = 16,
): Promise<Measured> {
  const pool = new Pool(new URL(servers.url).origin, { connections, pipelining: 1 })
  const body = JSON.stringify({ query })
  const times: number[] = []
  let next = 0
  let certificates = 0
  const before = await servers.cpu()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < tokens.length) {
        const token = tokens[next++]
        const start = performance.now()
        const answer = await pool.request({
          path: '/graphql',
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body,
        })
        const text = await answer.body.text()
        times.push(performance.now() - start)
        if (answer.statusCode !== 200 || text.includes('"errors"'))
          throw new Error(`not a good answer: ${text.slice(0, 500)}`)
        certificates += text.split('"HC1:').length - 1
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const after = await servers.cpu()
  await pool.close()
  return {
    requests: tokens.length,
    perSecond: tokens.length / seconds,
    cpuMicros: (after.total - before.total) / tokens.length,
    gatewayCpuMicros: (after.gateway - before.gateway) / tokens.length,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    certificates,
    rssMb: after.rssMb,
  }
}
