import { X509Certificate } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import base45 from 'base45'
import { describe, expect, test } from 'vitest'
import { readCbor } from '../../subgraphs/certificate/dcc/cbor-reader.ts'
import { readClaims } from '../../subgraphs/certificate/dcc/claims.ts'
import { readCose } from '../../subgraphs/certificate/dcc/envelope.ts'
import { openCertificate, type ReceivedDcc, transliterate } from '../../subgraphs/certificate/dcc/index.ts'
import { areVectorsHere, readVectors, whereAbsent } from './shared-vectors.ts'

type NorwegianCertificate = {
  readonly kid: string
  readonly iss: string
  readonly iat: string
  readonly exp: string
  readonly dcc: ReceivedDcc
  readonly prefix: string
}

const known = areVectorsHere ? readVectors<readonly NorwegianCertificate[]>('no-certificates.json') : []
const signers = areVectorsHere ? readVectors<Readonly<Record<string, string>>>('dsc-by-kid.json') : {}
const rows = known.map((certificate, index) => [`${index} of ${certificate.iat.slice(0, 10)}`, certificate] as const)

describe.skipIf(!areVectorsHere)(`Norwegian test certificates${whereAbsent}`, () => {
  test('there are enough of them, of all kinds', () => {
    expect(known.length).toBeGreaterThan(15)
    for (const group of ['v', 't', 'r'] as const) expect(known.some(({ dcc }) => dcc[group])).toBe(true)
  })

  test.each(rows)('%s reads as its fields say', (_, { prefix, kid, dcc, iss, iat, exp }) => {
    const envelope = readCose(inflateSync(base45.decode(prefix.slice(4))))
    expect(Buffer.from(envelope.keyId ?? []).toString('base64')).toBe(kid)
    const claims = readClaims(readCbor(envelope.payload))
    // The fields beside the certificates were read by a decoder that keeps three decimals of a second.
    const payload = JSON.parse(JSON.stringify(claims.payload).replace(/(\.\d{3})\d+Z/g, '$1Z'))
    expect({ ...claims, payload }).toMatchObject({ issuer: iss, payload: dcc })
    expect(claims.issuedAt).toBe(Date.parse(iat) / 1000)
    expect(claims.expiresAt).toBe(Date.parse(exp) / 1000)
  })

  /** Where its document signer was published, a certificate opens, unless its own dates forbid. */
  test.each(rows)('%s opens, or is refused for what is wrong with it', async (_, { prefix, kid, dcc, iat, exp }) => {
    const published = signers[kid]
    const trust = published
      ? [{ keyId: Buffer.from(kid, 'base64'), certificate: new X509Certificate(Buffer.from(published, 'base64')) }]
      : []
    const opening = openCertificate(prefix, trust, () => new Date(iat))
    if (!published) await expect(opening).rejects.toMatchObject({ reason: 'UNKNOWN_SIGNER' })
    else if (Date.parse(exp) < Date.parse(iat)) await expect(opening).rejects.toMatchObject({ reason: 'EXPIRED' })
    else expect(await opening).toMatchObject({ payload: dcc, issuedAt: new Date(iat), expiresAt: new Date(exp) })
  })

  /** Names that were written wrong at the time, with what was wrong. */
  const wrongNames = new Map([
    ['ÄNGLEGÅRD', 'not transliterated at all (June 2021)'],
    ['MARIÔN', 'the same certificate'],
    ['SORENG', 'the paper track wrote Ø as O'],
  ])
  test.each(rows)('the names of %s are transliterated as we do it', (_, { dcc: { nam } }) => {
    for (const [name, machine] of [
      [nam?.fn, nam?.fnt],
      [nam?.gn, nam?.gnt],
    ] as const) {
      if (machine && wrongNames.has(machine)) expect(transliterate(name ?? '')).not.toBe(machine)
      else expect(transliterate(name ?? '')).toBe(machine)
    }
  })
})
