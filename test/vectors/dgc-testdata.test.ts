import { createHash, X509Certificate } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import base45 from 'base45'
import { decode } from 'cborg'
import { describe, expect, test } from 'vitest'
import {
  CertificateRefusal,
  type Opened,
  openCertificate,
  type RefusalReason,
  refusalReasons,
  type TrustedSigner,
} from '../../subgraphs/certificate/dcc/index.ts'
import { areVectorsHere, readVectors, vectorNames, whereAbsent } from './shared-vectors.ts'

type Case = {
  readonly JSON?: unknown
  readonly PREFIX?: string
  readonly TESTCTX: { readonly CERTIFICATE?: string; readonly VALIDATIONCLOCK: string }
  readonly EXPECTEDRESULTS: Readonly<Record<string, boolean | undefined>>
}

/**
 * Not judged here: SCHEMAVALIDATION and PICTUREDECODE, which dgc-documents-and-pictures.test.ts does, and ENCODE, which
 * is about the bytes another issuer wrote; ours are told in issue.test.ts.
 * Expectations, and the reasons that contradict them. An expectation that must hold may only fail with a later reason;
 * one that must not hold must fail with a reason up to the last of its own.
 */
const expectations = {
  EXPECTEDUNPREFIX: ['BAD_PREFIX'],
  EXPECTEDB45DECODE: ['TOO_LONG', 'BASE45_INVALID'],
  EXPECTEDCOMPRESSION: ['ZLIB_INVALID'],
  EXPECTEDDECODE: ['CBOR_INVALID', 'COSE_INVALID', 'CLAIMS_INVALID', 'PAYLOAD_INVALID'],
  EXPECTEDVERIFY: ['CBOR_INVALID', 'COSE_INVALID', 'ALG_MISMATCH', 'UNKNOWN_SIGNER', 'SIGNATURE_INVALID'],
  EXPECTEDVALIDOBJECT: ['CLAIMS_INVALID', 'PAYLOAD_INVALID'],
  EXPECTEDKEYUSAGE: ['SIGNER_KEY_USAGE'],
  EXPECTEDEXPIRATIONCHECK: [
    'SIGNER_NOT_YET_VALID',
    'SIGNER_EXPIRED',
    'NOT_YET_VALID',
    'EXPIRED',
    'ISSUED_BEFORE_SIGNER',
    'EXPIRES_AFTER_SIGNER',
  ],
} as const satisfies Record<string, readonly RefusalReason[]>
type Expectation = keyof typeof expectations

/** Case and expectation where we differ from the vectors, each with its reason. */
const exclusions: Readonly<Record<string, string>> = {
  'common/CO20 EXPECTEDVERIFY':
    'its algorithm is outside the signature; RFC 9052 §3.1 wants it authenticated, and so do we',
}

/** Cases whose JSON is not what their certificate says, each with its reason. */
const wrongJson: Readonly<Record<string, string>> = {
  'FR/test_pcr_ok': 'upstream: dr and sc are two hours apart between its JSON and its signed CBOR',
}

const nameOf = (file: string) => file.replace('2DCode/raw/', '').replace('.json', '')

function trustOf({ TESTCTX: { CERTIFICATE } }: Case): readonly TrustedSigner[] {
  if (!CERTIFICATE) return []
  const certificate = new X509Certificate(Buffer.from(CERTIFICATE, 'base64'))
  const keyId = createHash('sha256').update(certificate.raw).digest().subarray(0, 8)
  return [{ keyId, certificate }]
}

async function outcomeOf(vector: Case, clock: () => Date): Promise<Opened | RefusalReason> {
  return openCertificate(vector.PREFIX ?? '', trustOf(vector), clock).catch(error => {
    if (error instanceof CertificateRefusal) return error.reason
    throw error
  })
}

/** `+0200` and a time without a zone are not what `Date` reads; UTC is meant by the latter. */
function clockOf(vector: Case): () => Date {
  const text = vector.TESTCTX.VALIDATIONCLOCK.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
  return () => new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)
}

const isAtLeast = (reason: RefusalReason, other: RefusalReason) =>
  refusalReasons.indexOf(reason) >= refusalReasons.indexOf(other)

describe.skipIf(!areVectorsHere)(`dgc-testdata${whereAbsent}`, () => {
  const files = vectorNames('testdata/')
  const cases = files.map(file => [nameOf(file), readVectors<Case>(`testdata/${file}`)] as const)
  const judged = cases.flatMap(([name, vector]) =>
    Object.keys(expectations)
      .filter((expectation): expectation is Expectation => vector.EXPECTEDRESULTS[expectation] !== undefined)
      .map(expectation => [name, expectation, vector.EXPECTEDRESULTS[expectation] === true, vector] as const),
  )

  test('all cases are here, and few are excluded', () => {
    expect(cases.length).toBeGreaterThan(100)
    expect(judged.length).toBeGreaterThan(700)
    expect(Object.keys(exclusions).length).toBeLessThan(10)
  })

  test.each(judged.filter(([name, expectation]) => !exclusions[`${name} ${expectation}`]))(
    '%s %s: %s',
    async (_, expectation, holds, vector) => {
      const outcome = await outcomeOf(vector, clockOf(vector))
      const reasons: readonly RefusalReason[] = expectations[expectation]
      if (holds) expect(reasons).not.toContain(outcome)
      else expect(reasons).toContain(outcome)
      if (holds && typeof outcome === 'string') expect(isAtLeast(outcome, reasons[0] ?? 'TOO_LONG')).toBe(true)
    },
  )

  const read = cases.filter(
    ([name, vector]) => vector.JSON !== undefined && vector.EXPECTEDRESULTS.EXPECTEDVALIDJSON && !wrongJson[name],
  )
  test.each(read)('%s says what its JSON says', async (_, vector) => {
    const opened = await openWhenValid(vector)
    expect(normal(opened.payload)).toEqual(normal(vector.JSON))
  })

  test.each(Object.entries(exclusions))('%s is still excluded: %s', async excluded => {
    const [name, expectation = ''] = excluded.split(' ')
    const [, , holds, vector] = judged.find(([of, what]) => of === name && what === expectation) ?? []
    expect(vector).toBeDefined()
    if (!vector) return
    const outcome = await outcomeOf(vector, clockOf(vector))
    const reasons: readonly unknown[] = expectations[expectation as Expectation]
    expect(reasons.includes(outcome)).toBe(holds)
  })
})

/** Opens at the moment of issue, with a signer that is valid for as long as the certificate says. */
async function openWhenValid(vector: Case): Promise<Opened> {
  const claims = claimsOf(vector.PREFIX ?? '')
  const [issuedAt, expiresAt] = [Number(claims.get(6)), Number(claims.get(4))]
  const trust = trustOf(vector).map(({ keyId, certificate }) => {
    const validFromDate = { value: new Date(Math.min(issuedAt * 1000, certificate.validFromDate.getTime())) }
    const validToDate = { value: new Date(Math.max(expiresAt * 1000, certificate.validToDate.getTime())) }
    const properties = { publicKey: { value: certificate.publicKey }, keyUsage: { value: certificate.keyUsage } }
    return { keyId, certificate: Object.create(certificate, { ...properties, validFromDate, validToDate }) }
  })
  return openCertificate(vector.PREFIX ?? '', trust, () => new Date(issuedAt * 1000))
}

function claimsOf(text: string): Map<number, unknown> {
  const tags = [0, 1, 18, 61].map(tag => [tag, (value: () => unknown) => value()] as const)
  const options = { useMaps: true, tags: Object.fromEntries(tags) }
  const [, , payload] = decode(inflateSync(base45.decode(text.slice(4))), options)
  return decode(payload, options)
}

/** Undefined is nothing in JSON. */
const normal = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
