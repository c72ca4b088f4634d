import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '../../subgraphs/certificate/dcc/compose.ts'
import { createIssuer, openCertificate, toQrSvg, trustSigner } from '../../subgraphs/certificate/dcc/index.ts'
import { openDevelopmentSigner } from '../../subgraphs/certificate/signers/development-keys.ts'
import { aVaccination } from '../certificate/dcc/some-facts.ts'

export type Row = { readonly name: string; readonly µs: number }

/** Each row is the fastest of its rounds; rounds of all rows are interleaved, so that a busy machine slows all alike. */
const rounds = 100
const runsInARound = 40

/** How long one certificate takes, beside the signature and verification that no code of ours can make faster. */
export async function benchDcc(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-bench-'))
  const now = new Date()
  const signer = await openDevelopmentSigner(folder, now)
  await rm(folder, { recursive: true })
  const clock = () => now
  const until = new Date(now.getTime() + 90 * 86_400_000)
  const facts = aVaccination()
  const identity = {
    country: 'NO',
    issuerName: 'Norwegian Institute of Public Health',
  }
  const issuer = createIssuer({
    ...identity,
    signerFor: () => signer,
    clock,
    uvciKey: new Uint8Array(32).fill(7),
  })
  const { hc1 } = await issuer.issue(facts, until)
  const trust = [trustSigner(signer.certificate)]
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  })
  const bytes = Buffer.alloc(330, 1)
  const signature = sign('sha256', bytes, privateKey)

  return measure({
    'ES256 sign, alone': () => sign('sha256', bytes, privateKey),
    'ES256 verify, alone': () => verify('sha256', bytes, publicKey, signature),
    'facts → HC1': () =>
      compose(facts, {
        ...identity,
        signer,
        now,
        until,
        uvci: issuer.uvciOf(facts),
      }),
    'facts → HC1, opened and verified': () => issuer.issue(facts, until),
    'open and verify': () => openCertificate(hc1, trust, clock),
    'QR as SVG': () => toQrSvg(hc1),
  })
}

async function measure(subjects: Readonly<Record<string, () => unknown>>): Promise<readonly Row[]> {
  const best = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(subjects)) {
      const start = process.hrtime.bigint()
      for (let index = 0; index < runsInARound; index++) await run()
      const µs = Number(process.hrtime.bigint() - start) / runsInARound / 1000
      best.set(name, Math.min(µs, best.get(name) ?? Number.POSITIVE_INFINITY))
    }
  }
  return Array.from(best, ([name, µs]) => ({ name, µs }))
}
