import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '../../subgraphs/certificate/dcc/compose.ts'
import { createIssuer, openCertificate, toQrSvg, trustSigner } from '../../subgraphs/certificate/dcc/index.ts'
import { openDevelopmentSigner } from '../../subgraphs/certificate/signers/development-keys.ts'
import { aVaccination } from '../certificate/dcc/some-facts.ts'
import { startBulk } from './bulk-issuing.ts'
import { median, progress, type Report, rounded } from './report.ts'

/*
 * How long one certificate takes, beside the signature and the verification that no code of ours can make faster. CPU
 * time of the whole process, rounds of all rows interleaved. A ratio is that of the fastest rounds: whatever else runs on
 * the machine takes the caches away, which slows a certificate more than a signature, and the fastest round had them.
 */
const rounds = 150
const warmUpRounds = 150
const runsInARound = 40

type Subjects = Readonly<Record<string, () => unknown>>
/** CPU microseconds of one run, round by round. */
type Times = ReadonlyMap<string, readonly number[]>

const subjectNames = {
  sign: 'ES256 sign, alone',
  verify: 'ES256 verify, alone',
  issue: 'facts → HC1',
  release: 'facts → HC1, opened and verified',
  open: 'open and verify',
  qr: 'QR as SVG',
} as const

async function prepare(): Promise<Record<keyof typeof subjectNames, () => unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-bench-'))
  const now = new Date()
  const signer = await openDevelopmentSigner(folder, now)
  await rm(folder, { recursive: true })
  const clock = () => now
  const until = new Date(now.getTime() + 90 * 86_400_000)
  const facts = aVaccination()
  const identity = { country: 'NO', issuerName: 'Norwegian Institute of Public Health' }
  const issuer = createIssuer({ ...identity, signerFor: () => signer, clock, uvciKey: new Uint8Array(32).fill(7) })
  const { hc1 } = await issuer.issue(facts, until)
  const trust = [trustSigner(signer.certificate)]
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const bytes = Buffer.alloc(330, 1)
  const signature = sign('sha256', bytes, privateKey)
  return {
    sign: () => sign('sha256', bytes, privateKey),
    verify: () => verify('sha256', bytes, publicKey, signature),
    issue: () => compose(facts, { ...identity, signer, now, until, uvci: issuer.uvciOf(facts) }),
    release: () => issuer.issue(facts, until),
    open: () => openCertificate(hc1, trust, clock),
    qr: () => toQrSvg(hc1),
  }
}

async function measure(subjects: Subjects): Promise<Times> {
  const times = new Map<string, number[]>(Object.keys(subjects).map(name => [name, []]))
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [name, run] of Object.entries(subjects)) {
      const before = process.cpuUsage()
      for (let index = 0; index < runsInARound; index++) await run()
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) times.get(name)?.push((user + system) / runsInARound)
    }
  }
  return times
}

/** On all cores at once: share of certificates a second in raw signatures a second. */
async function bulkShares(): Promise<{ composed: number; released: number }> {
  const bulk = startBulk()
  const shares: { composed: number; released: number }[] = []
  for (let round = -1; round <= 5; round++) {
    const { raw, composed, released } = await bulk.round()
    progress(
      `all cores, round ${round} of 5: raw ${raw.toFixed(0)}/s, composed ${composed.toFixed(0)}/s, released ${released.toFixed(0)}/s`,
    )
    // The first rounds warm up the code.
    if (round > 0) shares.push({ composed: composed / raw, released: released / raw })
  }
  await bulk.close()
  return {
    composed: rounded(median(shares.map(share => share.composed))),
    released: rounded(median(shares.map(share => share.released))),
  }
}

export async function benchDcc(): Promise<Report> {
  const times = await measure(await prepare())
  const bulk = await bulkShares()
  const of = (name: string) => times.get(name) ?? []
  const over = (name: keyof typeof subjectNames, floor: 'sign' | 'verify') =>
    rounded(Math.min(...of(name)) / Math.min(...of(floor)))
  return {
    name: 'dcc',
    rows: Object.entries(subjectNames).map(([name, row]) => ({
      row,
      'CPU µs': rounded(median(of(name))),
      'fastest µs': rounded(Math.min(...of(name))),
    })),
    ratios: {
      issueOverSign: over('issue', 'sign'),
      releaseOverSign: over('release', 'sign'),
      verifyOverRawVerify: over('open', 'verify'),
      qrOverSign: over('qr', 'sign'),
      // Facts → HC1 on all cores, as `issueOverSign` has it on one; `released` with the reading back as well.
      bulkShareOfRawSigning: bulk.composed,
      'released.bulkShareOfRawSigning': bulk.released,
    },
  }
}
