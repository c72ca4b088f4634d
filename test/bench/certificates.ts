import { generateKeyPairSync, sign } from 'node:crypto'
import { ask, type Measured } from './load.ts'
import { median, progress, type Report, rounded } from './report.ts'
import { startServers } from './servers.ts'

/*
 * One query for all three kinds of certificate, each request with another citizen's token. Cold: every certificate is
 * composed, signed, checked and written to the ledger. Warm: the same citizens again, so all of them are in the cache.
 * Beside them the floor of the same run: raw ES256 signatures on one core.
 */
export const certificatesQuery = `{ me { name { full } birthDate
  vaccinationCertificate { ... on Certificate { uvci expiresAt hc1 } }
  testCertificates { ... on Certificate { uvci expiresAt hc1 } }
  recoveryCertificate { ... on Certificate { uvci expiresAt hc1 } } } }`
export const signIn = '{ me { birthDate } }'

const rounds = 4
const citizensPerRound = 500

type Both = { cold: Measured; warm: Measured; signature: { perSecond: number; cpuMicros: number } }

/** Raw signatures with a key object, DER out: what no issuer can be faster than. */
function rawSignatures(): { perSecond: number; cpuMicros: number } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const bytes = Buffer.alloc(350, 7)
  const many = 10_000
  for (let i = 0; i < 1_000; i++) sign('sha256', bytes, privateKey)
  const cpu = process.cpuUsage()
  const began = performance.now()
  for (let i = 0; i < many; i++) sign('sha256', bytes, privateKey)
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: (many / (performance.now() - began)) * 1000, cpuMicros: (user + system) / many }
}

async function measure(transport: 'in-process' | 'http'): Promise<Both[]> {
  await using servers = await startServers({
    transport,
    size: rounds * citizensPerRound + 800,
    citizens: (rounds + 1) * citizensPerRound,
  })
  const slices = Array.from({ length: rounds + 1 }, (_, round) =>
    servers.tokens.slice(round * citizensPerRound, (round + 1) * citizensPerRound),
  )
  const results: Both[] = []
  for (const [round, tokens] of slices.entries()) {
    // Signing in is not what is measured: every token has been verified once before.
    await ask(servers, signIn, tokens)
    const cold = await ask(servers, certificatesQuery, tokens)
    const warm = await ask(servers, certificatesQuery, [...tokens, ...tokens, ...tokens])
    progress(
      `${transport}, round ${round} of ${rounds}: cold ${cold.perSecond.toFixed(0)}/s, warm ${warm.perSecond.toFixed(0)}/s`,
    )
    // The first round warms up the code.
    if (round > 0) results.push({ cold, warm, signature: rawSignatures() })
  }
  return results
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
    'certificates/request': of(one => one.certificates / one.requests),
    'memory MB': of(one => one.rssMb),
  }
}

async function run(name: 'certificates-cold' | 'certificates-warm'): Promise<Report> {
  const which = name === 'certificates-cold' ? 'cold' : 'warm'
  const inProcess = await measure('in-process')
  const http = await measure('http')
  const both = [...inProcess, ...http]
  const signatureMicros = median(both.map(({ signature }) => signature.cpuMicros))
  const perSignature = (results: readonly Both[]) =>
    rounded(median(results.map(({ cold }) => (cold.cpuMicros * cold.requests) / cold.certificates)) / signatureMicros)
  const warmOver = (results: readonly Both[]) =>
    rounded(median(results.map(({ warm, cold }) => warm.perSecond / cold.perSecond)))
  return {
    name,
    rows: [
      rowOf(
        `${which}, in process, embedded database`,
        inProcess.map(result => result[which]),
      ),
      rowOf(
        `${which}, subgraphs over HTTP, PostgreSQL`,
        http.map(result => result[which]),
      ),
      {
        row: 'floor: raw ES256 signatures, one core',
        'requests/s': rounded(median(both.map(({ signature }) => signature.perSecond))),
        'CPU µs/request': rounded(signatureMicros),
      },
    ],
    ratios: {
      // CPU of one certificate in a cold answer (registries, grants, log, ledger and all) over that of one signature.
      'inProcess.coldPerSignature': perSignature(inProcess),
      'http.coldPerSignature': perSignature(http),
      // Requests a second from the cache over those that are signed.
      warmOverCold: warmOver(http),
      'inProcess.warmOverCold': warmOver(inProcess),
    },
  }
}

export const benchCertificatesCold = () => run('certificates-cold')
export const benchCertificatesWarm = () => run('certificates-warm')
