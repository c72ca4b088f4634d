import { certificatesQuery, signIn } from '../certificates.ts'
import { askInTurn, type Measured } from '../load.ts'
import { median, progress, type Report, rounded } from '../report.ts'
import { startServers } from '../servers.ts'

/*
 * What it costs to know who asks, to bind every reference to them, and to write who saw what before anything is shown:
 * identity, grants and access log, as CPU time of all our processes. The same certificates from the cache, asked in turn
 * of a graph as it is and of one with all three taken out (without-access.ts).
 */
const rounds = 15
const citizens = 200
/** How often each citizen asks in a round, and before the first of them: until then the code is still being compiled. */
const [timesARound, timesBefore] = [4, 20]

type Pair = { readonly on: Measured; readonly off: Measured }

const repeated = (tokens: readonly string[], times: number) => Array.from({ length: times }, () => tokens).flat()

async function measure(transport: 'in-process' | 'http', many: number): Promise<Pair[]> {
  const arrangement = { transport, size: citizens + 200, citizens }
  await using on = await startServers(arrangement)
  await using off = await startServers({ ...arrangement, access: 'off' })
  const both = (times: number) => [on, off].map(servers => ({ servers, tokens: repeated(servers.tokens, times) }))
  await askInTurn(both(1), signIn)
  // The first fills the cache, a few at a time: what is slow for being cold must not look like an outage.
  await askInTurn(both(1), certificatesQuery, 4)
  await askInTurn(both(timesBefore), certificatesQuery)
  const pairs: Pair[] = []
  for (let round = 1; round <= many; round++) {
    const [one, other] = await askInTurn(both(timesARound), certificatesQuery)
    if (!one || !other) throw new RangeError('two were asked')
    const pair = { on: one, off: other }
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
    'CPU µs/request': of(one => one.cpuMicros),
    'gateway CPU µs/request': of(one => one.gatewayCpuMicros),
    'p50 ms': of(one => one.p50Ms),
    'p99 ms': of(one => one.p99Ms),
  }
}

const costMs = (pairs: readonly Pair[]) => median(pairs.map(({ on, off }) => (on.cpuMicros - off.cpuMicros) / 1_000))
const ratio = (pairs: readonly Pair[]) => median(pairs.map(({ on, off }) => on.cpuMicros / off.cpuMicros))

export async function benchAccess(options: readonly string[]): Promise<Report> {
  const many = options.includes('--quick') ? 3 : rounds
  const http = await measure('http', many)
  const inProcess = options.includes('--http') ? [] : await measure('in-process', many)
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
    rows: [
      ...rows('subgraphs over HTTP, PostgreSQL', http),
      ...(inProcess.length > 0 ? rows('in process, embedded database', inProcess) : []),
    ],
    ratios: {
      // Milliseconds of CPU, not a ratio: what access control adds to a request, production's arrangement.
      cpuMsPerRequest: rounded(costMs(http)),
      onOverOff: rounded(ratio(http)),
      ...(inProcess.length > 0 && {
        'inProcess.cpuMsPerRequest': rounded(costMs(inProcess)),
        'inProcess.onOverOff': rounded(ratio(inProcess)),
      }),
    },
  }
}
