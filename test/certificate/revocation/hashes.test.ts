import { inflateSync } from 'node:zlib'
import base45 from 'base45'
import { decode, Tagged } from 'cborg'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Opened, openCertificate, trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import {
  countryUciHash,
  hashesOf,
  normalUvci,
  revocationHash,
  signatureHash,
  uciHash,
} from '../../../subgraphs/certificate/revocation/hashes.ts'
import { areVectorsHere, readVectors, whereAbsent } from '../../vectors/shared-vectors.ts'
import { anIssuer, aSigner, now, until } from '../dcc/issuing.ts'
import { aVaccination } from '../dcc/some-facts.ts'

type Vector = {
  readonly description: string
  readonly barcodeData: string
  readonly expUCI: string
  readonly expCOUNTRYCODEUCI: string
  readonly expSIGNATURE: string
}

/** Read by other libraries, unverified: nobody here has the key that signed it. */
function readBarcode(text: string): { ci: string; issuer: string; signature: Uint8Array; keyType: string } {
  const plain = { tags: { 18: Tagged.decoder(18) }, useMaps: true }
  const bytes = inflateSync(base45.decode(text.slice('HC1:'.length)))
  const cose = decode(bytes, plain)
  const [header, , payload, signature] = cose.value ?? cose
  const es256 = -7
  const keyType = decode(header, { useMaps: true }).get(1) === es256 ? 'ec' : 'rsa'
  const claims = decode(payload, { useMaps: true })
  const dcc = claims.get(-260).get(1)
  const [entry] = dcc.get('v') ?? dcc.get('t') ?? dcc.get('r')
  return { ci: entry.get('ci'), issuer: claims.get(1), signature, keyType }
}

describe.skipIf(!areVectorsHere)(`the Corona-Warn-App’s vectors${whereAbsent}`, () => {
  const vectors = areVectorsHere
    ? readVectors<readonly Vector[]>('revocation/cwa-RevocationCalculationSampleData.json')
    : []

  test.each(vectors.map(vector => [vector.description, vector] as const))('%s', (_, vector) => {
    const { ci, issuer, signature } = readBarcode(vector.barcodeData)
    expect({
      UCI: uciHash(ci).toString('hex'),
      COUNTRYCODEUCI: countryUciHash(issuer, ci).toString('hex'),
      SIGNATURE: signatureHash(signature).toString('hex'),
    }).toEqual({ UCI: vector.expUCI, COUNTRYCODEUCI: vector.expCOUNTRYCODEUCI, SIGNATURE: vector.expSIGNATURE })
  })
})

test('a hash is the first 128 bits of SHA-256', () => {
  // SHA-256 of nothing (FIPS 180-4): e3b0c442 98fc1c14 9afbf4c8 996fb924 …
  expect(revocationHash('').toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb924')
})

test('of an ECDSA signature only r counts: whoever negates s is still revoked', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (r, s, negated) => {
        const [one, other] = [s, negated].map(half => signatureHash(Buffer.concat([r, half])))
        expect(one).toEqual(other)
      },
    ),
  )
})

test('of an RSA signature all of it counts', () => {
  const signature = Buffer.alloc(256, 1)
  expect(signatureHash(signature)).toEqual(revocationHash(signature))
})

async function opened(change: (payload: Opened['payload']) => Opened['payload'] = payload => payload) {
  const signer = aSigner()
  const { hc1, uvci } = await anIssuer(signer).issue(aVaccination({ country: 'SE' }), until, signer)
  const trusted = { ...trustSigner(signer.certificate), country: 'NO' }
  const open = await openCertificate(hc1, [trusted], () => new Date(now.getTime() + 1_000))
  return { uvci, opened: { ...open, payload: change(open.payload) } }
}

const base64 = (hash: Buffer) => hash.toString('base64')

test('a certificate is looked up by its id, by the country that issued it and that of the event, and by its signature', async () => {
  const { uvci, opened: certificate } = await opened()
  expect(hashesOf(certificate)).toEqual([
    { type: 'UCI', hash: base64(uciHash(uvci)) },
    { type: 'COUNTRYCODEUCI', hash: base64(countryUciHash('NO', uvci)) },
    { type: 'COUNTRYCODEUCI', hash: base64(countryUciHash('SE', uvci)) },
    { type: 'SIGNATURE', hash: base64(signatureHash(certificate.signature)) },
  ])
})

test('an id with a checksum is looked up with it and without it', async () => {
  const { opened: certificate } = await opened(({ v, ...rest }) => ({
    ...rest,
    v: v?.map(entry => ({ ...entry, ci: 'URN:UVCI:01:SE:EHM/C878/123#B' })) ?? null,
  }))
  const ids = hashesOf(certificate).flatMap(({ type, hash }) => (type === 'UCI' ? hash : []))
  expect(ids).toEqual(['URN:UVCI:01:SE:EHM/C878/123#B', 'URN:UVCI:01:SE:EHM/C878/123'].map(id => base64(uciHash(id))))
})

test.each([null, undefined, []])('a certificate whose entries are %s is looked up by its signature alone', async v => {
  const { opened: certificate } = await opened(({ v: _, ...rest }) => ({ ...rest, ...(v !== undefined && { v }) }))
  expect(hashesOf(certificate).map(({ type }) => type)).toEqual(['SIGNATURE'])
})

test('an id is kept in one way, however it is written', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^urn:uvci:01:no:[a-z0-9/]{1,20}$/), fc.constantFrom('', '#a', '#Z'), (id, sum) => {
      expect(normalUvci(` ${id}${sum} `)).toBe(normalUvci(id.toUpperCase()))
      expect(normalUvci(normalUvci(id))).toBe(normalUvci(id))
    }),
  )
})
