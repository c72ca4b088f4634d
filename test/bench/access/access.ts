import { certificatesQuery, signIn } from '../certificates.ts'
import { ask, type Measured } from '../load.ts'
import { median, progress, type Report, rounded } from '../report.ts'
import { startServers } from '../servers.ts'

/*
 * What it costs to know who asks, to bind every reference to them, and to write who saw what before anything is shown:
 * identity, grants and access log, as CPU time of all our processes. The same certificates from the cache, asked in turn
 * of a graph as it is and of one with all three taken out (without-access.ts).
 */
const rounds = 6
const citizens = 400

type Pair = { readonly on: Measured; readonly off: Measured }

async function measure(transport: 'in-process' | 'http', many: number): Promise<Pair[]> {
  const arrangement = { transport, size: citizens + 200, citizens }
  await using on = await startServers(arrangement)
  await using off = await startServers({ ...arrangement, access: 'off' })
  const servers = [on, off]
  for (const one of servers) {
    await ask(one, signIn, one.tokens)
    // The first fills the cache, a few at a time: what is slow for being cold must not look like an outage. The second
    // warms up the code.
    await ask(one, certificatesQuery, one.tokens, 4)
    await ask(one, certificatesQuery, one.tokens)
  }
  const pairs: Pair[] = []
  for (let round = 1; round <= many; round++) {
    const [first, second] = round % 2 === 0 ? [on, off] : [off, on]
    const one = await ask(first, certificatesQuery, [...first.tokens, ...first.tokens])
    const other = await ask(second, certificatesQuery, [...second.tokens, ...second.tokens])
    const pair = round % 2 === 0 ? { on: one, off: other } : { on: other, off: one }
    progress(
      `${transport}, round ${round} of ${many}: ${pair.on.cpuMicros.toFixed(0)} µs with, ${pair.off.cpuMicros.toFixed(0)} µs without`,
    )
    pairs.push(pair)
  }
  return pairs
}

function rowOf(name: string, all: readonly Measured[]): Record<string, string | number> {
  const of = (pick: (one: Measured) => number) => rounded(median(all.map(pick)))
  return {
    row: name,
    'requests/s': of(one => one.perSecond),
    'CPU µs/request': of(one => one.cpuMicros),
    'gateway CPU µs/request': of(one => one.gatewayCpuMicros),
    'p50 ms': of(one => one.p50Ms),
    'p99 ms': of(one => one.p99Ms),
  }
}

const costMs = (pairs: readonly Pair[]) => median(pairs.map(({ on, off }) => (on.cpuMicros - off.cpuMicros) / 1_000))
const ratio = (pairs: readonly Pair[]) => median(pairs.map(({ on, off }) => on.cpuMicros / off.cpuMicros))

export async function benchAccess(options: readonly string[]): Promise<Report> {
  const many = options.includes('--quick') ? 2 : rounds
  const http = await measure('http', many)
  const inProcess = await measure('in-process', many)
  const rows = (name: string, pairs: readonly Pair[]) => [
    rowOf(
      `${name}: with identity, grants and access log`,
      pairs.map(({ on }) => on),
    ),
    rowOf(
      `${name}: without`,
      pairs.map(({ off }) => off),
    ),
  ]
  return {
    name: 'access',
    rows: [...rows('subgraphs over HTTP, PostgreSQL', http), ...rows('in process, embedded database', inProcess)],
    ratios: {
      // Milliseconds of CPU, not a ratio: what access control adds to a request, production's arrangement.
      cpuMsPerRequest: rounded(costMs(http)),
      onOverOff: rounded(ratio(http)),
      'inProcess.cpuMsPerRequest': rounded(costMs(inProcess)),
      'inProcess.onOverOff': rounded(ratio(inProcess)),
    },
  }
}
