import { constants, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import base45 from 'base45'
import { encode } from 'cborg'
import { describe, expect, test } from 'vitest'
import {
  CertificateRefusal,
  openCertificate,
  type RefusalReason,
  type TrustedSigner,
  trustSigner,
} from '../../../subgraphs/certificate/dcc/index.ts'
import { bytesOf, claimsWith, dcc, type Forgery, forge, forger, tagged, withDcc } from './forgery.ts'
import { aKeyedSigner, now } from './issuing.ts'

const trust = [forger.trusted]
const at = (instant: Date) => () => instant
const open = (text: string, from: readonly TrustedSigner[] = trust) => openCertificate(text, from, at(now))
const seconds = Math.floor(now.getTime() / 1000)

async function reasonOf(opening: Promise<unknown>): Promise<RefusalReason> {
  const refusal = await opening.then(
    () => undefined,
    error => error,
  )
  expect(refusal).toBeInstanceOf(CertificateRefusal)
  return refusal.reason
}

test('a certificate opens with its kind, its issuer, its times and what was signed', async () => {
  expect(await open(forge())).toEqual({
    kind: 'vaccination',
    issuer: 'NO',
    issuedAt: new Date(seconds * 1000),
    expiresAt: new Date((seconds + 86_400) * 1000),
    keyId: Buffer.from(forger.trusted.keyId).toString('base64'),
    signer: forger.trusted,
    signature: expect.any(Uint8Array),
    payload: dcc,
  })
})

describe('what other countries do is read', () => {
  const header = new Map([[1, -7]])
  test.each<[string, Partial<Forgery>]>([
    ['no tag', { envelope: parts => encode(parts) }],
    ['a CWT tag around the COSE tag', { envelope: parts => tagged('d83dd2', parts) }],
    ['a CWT tag alone', { envelope: parts => tagged('d83d', parts) }],
    [
      'the key id outside the signature',
      { protectedHeader: header, unprotected: new Map([[4, forger.trusted.keyId]]) },
    ],
    ['another key id outside: the signed one wins', { unprotected: new Map([[4, bytesOf('666f6f')]]) }],
    ['fractions of seconds', { claims: claimsWith({ 4: seconds + 1000.5, 6: seconds - 0.25 }) }],
    ['other claims beside ours', { claims: claimsWith({ 2: 'subject', 7: bytesOf('00ff') }) }],
    ['no issuer', { claims: claimsWith({ 1: undefined }) }],
    ['null beside the one kind', { claims: withDcc({ ...dcc, t: null, r: null }) }],
    ['several entries of one kind', { claims: withDcc({ ...dcc, v: [...dcc.v, ...dcc.v] }) }],
    ['stored blocks', { compress: bytes => deflateSync(bytes, { level: 0 }) }],
  ])('%s', async (_, but) => {
    expect(await open(forge(but))).toMatchObject({ kind: 'vaccination' })
  })

  test('dates tagged as such, and indefinite lengths', async () => {
    const day = `c06a${Buffer.from('2021-06-17').toString('hex')}`
    const entry = `bf${text('dt')}${day}${text('ci')}7f${text('URN')}${text(':X')}ffff`
    const payload = `bf${text('v')}9f${entry}ff${text('dob')}${text('')}ff`
    const number = (value: number) => `1a${value.toString(16)}`
    const claims = `a304c1${number(seconds + 10)}06c1${number(seconds)}390103a101${payload}`
    const opened = await open(forge({ claims: bytesOf(claims) }))
    expect(opened.payload).toEqual({ v: [{ dt: '2021-06-17', ci: 'URN:X' }], dob: '' })
  })

  test('RSA with PS256, and ES256 with a P-384 key', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const signedBy = (bytes: Uint8Array) => sign('sha256', bytes, { key: rsa.privateKey, padding, saltLength: 32 })
    const withRsa = forge({ algorithm: -37, sign: signedBy })
    const withP384 = forge({
      sign: bytes => sign('sha256', bytes, { key: p384.privateKey, dsaEncoding: 'ieee-p1363' }),
    })
    expect(await open(withRsa, [trustedKey(rsa.publicKey)])).toMatchObject({ kind: 'vaccination' })
    expect(await open(withP384, [trustedKey(p384.publicKey)])).toMatchObject({ kind: 'vaccination' })
  })

  test('of several signers with one key id, the one that signed is found', async () => {
    const other = trustSigner(aKeyedSigner().signer.certificate)
    const opened = await open(forge(), [{ ...other, keyId: forger.trusted.keyId }, forger.trusted])
    expect(opened.signer).toBe(forger.trusted)
  })
})

function text(value: string): string {
  return (0x60 + value.length).toString(16) + Buffer.from(value).toString('hex')
}

/** A signer that the list has under the forger's key id, with another kind of key: its certificate is only its key here. */
function trustedKey(publicKey: TrustedSigner['certificate']['publicKey']): TrustedSigner {
  const { certificate, keyId } = forger.trusted
  const own = Object.create(certificate, {
    publicKey: { value: publicKey },
    keyUsage: { value: undefined },
    validFromDate: { value: certificate.validFromDate },
    validToDate: { value: certificate.validToDate },
  })
  return { keyId, certificate: own }
}

const bombs = { compress: () => deflateSync(Buffer.alloc(10_000_000)) }
const trailing = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.of(0)])
const nested = Buffer.concat([Buffer.alloc(5000, 0x81), Buffer.of(0)])
const withHead = (hex: string) => ({ envelope: () => bytesOf(hex) })

describe('one broken layer is refused by name', () => {
  test.each<[string, RefusalReason, string | Partial<Forgery>]>([
    ['H01: no prefix', 'BAD_PREFIX', forge().slice(4)],
    ['H01: a lower-case prefix', 'BAD_PREFIX', { prefix: 'hc1:' }],
    ['H01: the prefix of a next version', 'BAD_PREFIX', { prefix: 'HC2:' }],
    ['the prefix of a Norwegian domestic token', 'BAD_PREFIX', { prefix: 'NO1:' }],
    ['nothing', 'BAD_PREFIX', ''],
    ['H03: 4 097 characters', 'TOO_LONG', `HC1:${'0'.repeat(4093)}`],
    ['H03: a megabyte', 'TOO_LONG', `HC1:${'0'.repeat(1_000_000)}`],

    ['a lower-case letter', 'BASE45_INVALID', `${forge().slice(0, -3)}a00`],
    ['a letter outside ASCII', 'BASE45_INVALID', `${forge().slice(0, -3)}Å00`],
    ['a last group of one character', 'BASE45_INVALID', 'HC1:0000'],
    ['a group of three above 65 535', 'BASE45_INVALID', 'HC1:GGW'],
    ['a group of two above 255', 'BASE45_INVALID', 'HC1:000::'],
    ['a line feed at the end', 'BASE45_INVALID', `${forge()}\n`],

    ['nothing after the prefix', 'ZLIB_INVALID', 'HC1:'],
    ['H05: no compression', 'ZLIB_INVALID', { compress: bytes => bytes }],
    ['H05: gzip', 'ZLIB_INVALID', { compress: gzipSync }],
    ['raw deflate', 'ZLIB_INVALID', { compress: deflateRawSync }],
    [
      'H05: a preset dictionary',
      'ZLIB_INVALID',
      { compress: bytes => deflateSync(bytes, { dictionary: Buffer.from('NO') }) },
    ],
    ['H05: a truncated stream', 'ZLIB_INVALID', { compress: bytes => deflateSync(bytes).subarray(0, -9) }],
    ['a missing checksum', 'ZLIB_INVALID', { compress: bytes => deflateSync(bytes).subarray(0, -4) }],
    ['H05: a byte after the stream', 'ZLIB_INVALID', { compress: bytes => trailing(deflateSync(bytes)) }],
    ['a second stream', 'ZLIB_INVALID', { compress: bytes => Buffer.concat([deflateSync(bytes), deflateSync(bytes)]) }],
    ['ten megabytes in ten kilobytes', 'TOO_LONG', bombs],
    ['more than 64 KiB', 'ZLIB_INVALID', { compress: () => deflateSync(Buffer.alloc(65_537)) }],

    ['H13: a byte after the message', 'CBOR_INVALID', { envelope: parts => trailing(tagged('d2', parts)) }],
    ['H13: a truncated message', 'CBOR_INVALID', { envelope: parts => tagged('d2', parts).subarray(0, -1) }],
    ['H09: an array of 2^27 items', 'CBOR_INVALID', withHead('d29a08000000')],
    ['H09: an array of 2^64−1 items', 'CBOR_INVALID', withHead('d29bffffffffffffffff')],
    ['H09: a map of 2^32−1 pairs', 'CBOR_INVALID', withHead('d2baffffffff')],
    ['H09: bytes of length 2^32', 'CBOR_INVALID', withHead('d25b0000000100000000')],
    ['5 000 arrays in one another', 'CBOR_INVALID', { envelope: () => nested }],
    ['an endless array', 'CBOR_INVALID', withHead('d29f00')],
    ['a reserved length', 'CBOR_INVALID', withHead('d29c')],
    ['a simple value that means nothing', 'CBOR_INVALID', withHead('e0')],
    ['a bignum', 'CBOR_INVALID', withHead('d284c249010000000000000000a04040')],
    ['a self-description tag', 'CBOR_INVALID', withHead('d9d9f7d28440a04040')],

    ['a number', 'COSE_INVALID', withHead('00')],
    ['three parts', 'COSE_INVALID', { envelope: parts => tagged('d2', parts.slice(0, 3)) }],
    ['five parts', 'COSE_INVALID', { envelope: parts => tagged('d2', [...parts, 0]) }],
    ['the tag of an encrypted message', 'CBOR_INVALID', { envelope: parts => tagged('d0', parts) }],
    ['two COSE tags', 'COSE_INVALID', { envelope: parts => tagged('d2d2', parts) }],
    ['a protected header that is a map, not bytes', 'COSE_INVALID', withHead('d284a0a04040')],
    ['a protected header that is a list', 'COSE_INVALID', { protectedHeader: bytesOf('80') }],
    ['a payload that is text', 'COSE_INVALID', withHead('d28440a06040')],
    [
      'a header that must be understood',
      'COSE_INVALID',
      {
        protectedHeader: new Map<unknown, unknown>([
          [1, -7],
          [2, [99]],
          [4, Uint8Array.from(forger.trusted.keyId)],
        ]),
      },
    ],
    ['H07: a header with the key id twice', 'CBOR_INVALID', { protectedHeader: bytesOf('a30126044101044102') }],

    ['H15: no algorithm', 'ALG_MISMATCH', { protectedHeader: new Map([[4, Uint8Array.from(forger.trusted.keyId)]]) }],
    [
      'H15: the algorithm outside the signature',
      'ALG_MISMATCH',
      { protectedHeader: new Map([[4, Uint8Array.from(forger.trusted.keyId)]]), unprotected: new Map([[1, -7]]) },
    ],
    ['H15: PS256 with an EC key', 'ALG_MISMATCH', { algorithm: -37 }],
    ['ES512', 'ALG_MISMATCH', { algorithm: -36 }],
    ['HMAC', 'ALG_MISMATCH', { algorithm: 5 }],
    ['the algorithm as text', 'ALG_MISMATCH', { algorithm: 'ES256' }],

    ['an unknown key id', 'UNKNOWN_SIGNER', { keyId: randomBytes(8) }],
    ['a shortened key id', 'UNKNOWN_SIGNER', { keyId: forger.trusted.keyId.subarray(0, 7) }],
    ['an empty key id', 'UNKNOWN_SIGNER', { keyId: new Uint8Array() }],
    ['no key id', 'UNKNOWN_SIGNER', { protectedHeader: new Map([[1, -7]]) }],
    [
      'the right key id outside, a wrong one signed',
      'UNKNOWN_SIGNER',
      { keyId: bytesOf('666f6f'), unprotected: new Map([[4, forger.trusted.keyId]]) },
    ],

    [
      'another key',
      'SIGNATURE_INVALID',
      { sign: bytes => sign('sha256', bytes, { key: aKeyedSigner().key.privateKey, dsaEncoding: 'ieee-p1363' }) },
    ],
    ['a DER signature', 'SIGNATURE_INVALID', { sign: bytes => sign('sha256', bytes, forger.key.privateKey) }],
    ['no signature', 'SIGNATURE_INVALID', { sign: () => new Uint8Array() }],
    ['a signature of three bytes', 'SIGNATURE_INVALID', { sign: () => bytesOf('616263') }],
    ['a signature of zeros', 'SIGNATURE_INVALID', { sign: () => new Uint8Array(64) }],
    ['a signature of 0xFF', 'SIGNATURE_INVALID', { sign: () => new Uint8Array(64).fill(255) }],
    [
      'another context than Signature1',
      'SIGNATURE_INVALID',
      {
        sign: bytes =>
          sign('sha256', Buffer.concat([bytes, Buffer.of(0)]), {
            key: forger.key.privateKey,
            dsaEncoding: 'ieee-p1363',
          }),
      },
    ],
  ])('%s: %s', async (_, reason, certificate) => {
    const forged = typeof certificate === 'string' ? certificate : forge(certificate)
    expect(await reasonOf(open(forged))).toBe(reason)
  })
})

describe('what was signed is read strictly', () => {
  const half = `a4${text('ab')}01`
  test.each<[string, RefusalReason, Map<unknown, unknown> | Uint8Array]>([
    ['H13: bytes after the claims', 'CBOR_INVALID', trailing(encode(claimsWith()))],
    ['H07: the same claim twice', 'CBOR_INVALID', bytesOf('a206000601')],
    ['H11: invalid UTF-8', 'CBOR_INVALID', bytesOf('a10162c328')],
    ['H11: an overlong UTF-8 form', 'CBOR_INVALID', bytesOf('a10162c080')],
    ['H11: a UTF-8 surrogate', 'CBOR_INVALID', bytesOf('a10163eda080')],
    ['a list as a key', 'CBOR_INVALID', bytesOf('a18000')],
    ['H13: a truncated map', 'CBOR_INVALID', bytesOf(half)],
    ['a date tag on a map', 'CBOR_INVALID', bytesOf('c0a0')],
    ['a list in place of claims', 'CLAIMS_INVALID', bytesOf('80')],
    ['no expiry', 'CLAIMS_INVALID', claimsWith({ 4: undefined })],
    ['an expiry that is text', 'CLAIMS_INVALID', claimsWith({ 4: '2022-01-01' })],
    ['an expiry that is not a number', 'CLAIMS_INVALID', claimsWith({ 4: Number.NaN })],
    ['an infinite expiry', 'CLAIMS_INVALID', claimsWith({ 4: Number.POSITIVE_INFINITY })],
    ['no time of issue', 'CLAIMS_INVALID', claimsWith({ 6: undefined })],
    ['H19: no health certificate', 'CLAIMS_INVALID', claimsWith({ [-260]: undefined })],
    ['a health certificate that is text', 'CLAIMS_INVALID', claimsWith({ [-260]: 'dcc' })],
    ['another version of it', 'PAYLOAD_INVALID', claimsWith({ [-260]: new Map([[2, dcc]]) })],
    ['a payload that is a list', 'PAYLOAD_INVALID', withDcc([dcc])],
    ['no kind', 'PAYLOAD_INVALID', withDcc({ dob: dcc.dob, nam: dcc.nam, ver: dcc.ver })],
    ['H19: two kinds', 'PAYLOAD_INVALID', withDcc({ ...dcc, r: dcc.v })],
    ['no entry', 'PAYLOAD_INVALID', withDcc({ ...dcc, v: [] })],
    ['an entry that is text', 'PAYLOAD_INVALID', withDcc({ ...dcc, v: ['dose'] })],
    ['an entry that is not a list', 'PAYLOAD_INVALID', withDcc({ ...dcc, v: dcc.v[0] })],
    ['a dose number that is text', 'PAYLOAD_INVALID', withDcc({ ...dcc, v: [{ ...dcc.v[0], dn: '2' }] })],
    ['a code that is a number', 'PAYLOAD_INVALID', withDcc({ ...dcc, v: [{ ...dcc.v[0], tg: 840539006 }] })],
    ['a name that is a list', 'PAYLOAD_INVALID', withDcc({ ...dcc, nam: ['Kåre'] })],
    ['bytes in the payload', 'PAYLOAD_INVALID', withDcc({ ...dcc, x: bytesOf('00') })],
    ['a number as a key of the payload', 'PAYLOAD_INVALID', withDcc(new Map([[1, 'x']]))],
    ['a key that reaches for the prototype', 'PAYLOAD_INVALID', withDcc(new Map([['__proto__', 'x']]))],
  ])('%s: %s', async (_, reason, claims) => {
    expect(await reasonOf(open(forge({ claims })))).toBe(reason)
  })
})

describe('a signer and its certificates have their time and their purpose', () => {
  test.each<[string, RefusalReason, Partial<TrustedSigner>]>([
    ['revoked (H17)', 'SIGNER_REVOKED', { isRevoked: true }],
    ['of another country (H17)', 'SIGNER_COUNTRY', { country: 'SE' }],
  ])('a signer %s: %s', async (_, reason, but) => {
    expect(await reasonOf(open(forge(), [{ ...forger.trusted, ...but }]))).toBe(reason)
  })

  const day = 86_400
  test.each<[string, RefusalReason, Readonly<Record<number, unknown>>]>([
    ['expired (H19)', 'EXPIRED', { 4: seconds - 1, 6: seconds - day }],
    ['issued tomorrow (H19)', 'NOT_YET_VALID', { 4: seconds + 2 * day, 6: seconds + day }],
    ['issued before its signer was valid', 'ISSUED_BEFORE_SIGNER', { 6: Date.parse('2021-05-31') / 1000 }],
    ['outliving its signer (H19)', 'EXPIRES_AFTER_SIGNER', { 4: Date.parse('2023-06-02') / 1000 }],
  ])('a certificate %s: %s', async (_, reason, claims) => {
    expect(await reasonOf(open(forge({ claims: claimsWith(claims) })))).toBe(reason)
  })

  test.each([
    ['before the signer is valid', 'SIGNER_NOT_YET_VALID', '2021-05-31T23:59:59Z'],
    ['after it (H17)', 'SIGNER_EXPIRED', '2023-06-01T00:00:01Z'],
  ])('opened %s: %s', async (_, reason, instant) => {
    expect(await reasonOf(openCertificate(forge(), trust, at(new Date(instant))))).toBe(reason)
  })

  const usage = (kind: number, root = '1847') => `1.3.6.1.4.1.${root}.2021.1.${kind}`
  const forKind = {
    test: withDcc({ ...dcc, v: undefined, t: [{ tg: '840539006' }] }),
    vaccination: claimsWith(),
    recovery: withDcc({ ...dcc, v: undefined, r: [{ tg: '840539006' }] }),
  }
  test.each([
    ['test', usage(1), true],
    ['vaccination', usage(2), true],
    ['recovery', usage(3), true],
    ['vaccination', usage(2, '0.1847'), true],
    ['vaccination', '1.3.6.1.5.5.7.3.2', true],
    ['test', usage(2), false],
    ['vaccination', usage(1), false],
    ['vaccination', usage(3, '0.1847'), false],
    ['recovery', usage(1), false],
  ] as const)('a %s certificate by a signer with the usage %s opens: %s (H17)', async (kind, oid, opens) => {
    const { signer, key } = aKeyedSigner({ usages: [oid] })
    const certificate = forge({
      keyId: signer.keyId,
      claims: undefinedLess(forKind[kind]),
      sign: bytes => sign('sha256', bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' }),
    })
    const opening = open(certificate, [trustSigner(signer.certificate)])
    if (opens) expect(await opening).toMatchObject({ kind })
    else expect(await reasonOf(opening)).toBe('SIGNER_KEY_USAGE')
  })
})

/** cborg writes undefined; a payload has none. */
function undefinedLess(claims: Map<unknown, unknown>): Map<unknown, unknown> {
  const hcert = claims.get(-260)
  if (!(hcert instanceof Map)) return claims
  return new Map([...claims, [-260, new Map([[1, JSON.parse(JSON.stringify(hcert.get(1)))]])]])
}

test('a refusal says its reason in the catalogue’s words, and nothing of the certificate', async () => {
  const refusal = await open(forge({ algorithm: -36 })).catch(error => error)
  expect(refusal).toMatchObject({ code: 'CERTIFICATE_INVALID', extensions: { reason: 'ALG_MISMATCH' } })
  expect(JSON.stringify(refusal) + String(refusal.cause)).not.toMatch(/Kåre|KAARE|URN/)
})

test('none of 10 000 certificates with a bit or two turned is accepted', async () => {
  const certificate = Buffer.from(base45.decode(forge({ compress: bytes => bytes }).slice(4)))
  const bits = certificate.length * 8
  const accepted: number[][] = []
  for (let turn = 0; turn < 10_000; turn++) {
    // Every bit alone first, then pairs far from each other.
    const turned = turn < bits ? [turn] : [turn % bits, (turn * 7919 + 13) % bits]
    const bytes = Buffer.from(certificate)
    for (const bit of turned) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const opened = await open(`HC1:${base45.encode(deflateSync(bytes, { level: 0 }))}`).catch(error => {
      if (!(error instanceof CertificateRefusal)) throw error
    })
    if (opened) accepted.push(turned)
  }
  expect(bits).toBeGreaterThan(2500)
  expect(accepted).toEqual([])
})
