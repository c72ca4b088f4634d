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
  const [measured] = await askInTurn([{ servers, tokens }], query, connections)
  if (!measured) throw new RangeError('no server was asked')
  return measured
}

/**
 * The same of several servers, each connection of each in turn: what else the machine does meets all alike, so that their
 * CPU times can be compared to a hundredth. Each is to have as many tokens as the others.
 */
export async function askInTurn(
  all: readonly { readonly servers: Servers; readonly tokens: readonly string[] }[],
  query: string,
  connections = 16,
): Promise<Measured[]> {
  const asked = all.map(({ servers, tokens }) => ({
    servers,
    tokens,
    pool: new Pool(new URL(servers.url).origin, { connections, pipelining: 1 }),
    times: [] as number[],
    certificates: 0,
  }))
  const body = JSON.stringify({ query })
  const requests = asked[0]?.tokens.length ?? 0
  let next = 0
  const before = await Promise.all(asked.map(({ servers }) => servers.cpu()))
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < requests) {
        const number = next++
        for (const one of asked) {
          const start = performance.now()
          const answer = await one.pool.request({
            path: '/graphql',
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${one.tokens[number]}` },
            body,
          })
          const text = await answer.body.text()
          one.times.push(performance.now() - start)
          if (answer.statusCode !== 200 || text.includes('"errors"'))
            throw new Error(`not a good answer: ${text.slice(0, 500)}`)
          one.certificates += text.split('"HC1:').length - 1
        }
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const after = await Promise.all(asked.map(({ servers }) => servers.cpu()))
  await Promise.all(asked.map(({ pool }) => pool.close()))
  return asked.map(({ times, certificates }, index) => {
    const [earlier, later] = [before[index], after[index]]
    const spent = (of: 'total' | 'gateway') => ((later?.[of] ?? 0) - (earlier?.[of] ?? 0)) / requests
    return {
      requests,
      perSecond: requests / seconds,
      cpuMicros: spent('total'),
      gatewayCpuMicros: spent('gateway'),
      p50Ms: percentile(times, 0.5),
      p99Ms: percentile(times, 0.99),
      certificates,
      rssMb: later?.rssMb ?? 0,
    }
  })
}
