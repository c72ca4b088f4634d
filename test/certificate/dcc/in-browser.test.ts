import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as browserEntry from '../../../subgraphs/certificate/dcc/browser.ts'
import {
  CertificateRefusal,
  openCertificate,
  openDomesticCertificate,
  type TrustedSigner,
} from '../../../subgraphs/certificate/dcc/index.ts'
import { countryIn, readSignerCertificate } from '../../../subgraphs/certificate/dcc/signer-certificate.ts'
import { profileOf } from '../../../subgraphs/certificate/dcc/trust.ts'
import { countryOf } from '../../../subgraphs/certificate/trust/check-trust-list.ts'
import { aVisitor, hasChromium, inBrowser, startBrowser, type Visitor } from '../../local/start-page/browser.ts'
import { areVectorsHere, readVectors, vectorNames, whereAbsent } from '../../vectors/shared-vectors.ts'
import { claimsWith, dcc, type Forgery, forge, forger, withDcc } from './forgery.ts'
import { certificateOf, now } from './issuing.ts'

/** What one opens, with which signers, when; the same for Node and for a browser. */
type Case = { readonly text: string; readonly trust: readonly TrustedSigner[]; readonly at: string }
type Verdict =
  | { readonly reason: string }
  | { readonly kind?: string; readonly payload: unknown; readonly keyId: string }

const entry = new URL('../../../subgraphs/certificate/dcc/browser.ts', import.meta.url).pathname

async function bundle() {
  const built = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' })
  const { output } = await built.generate({ format: 'iife', name: 'dcc', minify: true })
  await built.close()
  return output[0]
}

const failed = (error: unknown): Verdict => {
  if (error instanceof CertificateRefusal) return { reason: error.reason }
  throw error
}

const inNode = ({ text, trust, at }: Case): Promise<Verdict> => {
  const clock = () => new Date(at)
  return text.startsWith('NO1:')
    ? openDomesticCertificate(text, trust, clock).then(({ payload, keyId }) => ({ payload, keyId }), failed)
    : openCertificate(text, trust, clock).then(({ kind, payload, keyId }) => ({ kind, payload, keyId }), failed)
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const plain = ({ text, trust, at }: Case) => ({
  text,
  at,
  trust: trust.map(({ keyId, certificate, ...rest }) => ({
    ...rest,
    keyId: base64(keyId),
    certificate: base64(certificate.raw),
  })),
})

const trusted = [forger.trusted]
const aCase = (made: Partial<Forgery> | string, trust: readonly TrustedSigner[] = trusted): Case => ({
  text: typeof made === 'string' ? made : forge(made),
  trust,
  at: now.toISOString(),
})
const seconds = Math.floor(now.getTime() / 1000)

const ofNorway = { dob: dcc.dob, nam: dcc.nam, ver: '1.0.0' }
const asNorwegian = { [-260]: new Map([[1, ofNorway]]) }
const domestic = (made: Partial<Forgery> = {}) => forge({ claims: claimsWith(asNorwegian), ...made, prefix: 'NO1:' })

const cases: readonly (readonly [string, Case])[] = [
  ['a certificate', aCase({})],
  ['a recovery', aCase({ claims: withDcc({ ...dcc, v: undefined, r: [{ fr: '2021-09-01' }] }) })],
  [
    'long text, and letters beyond ASCII',
    aCase({ claims: withDcc({ ...dcc, nam: { fn: 'Ærlig Åsnes 水'.repeat(9) } }) }),
  ],
  ['no prefix', aCase('HC2:ABC')],
  ['too much text', aCase(`HC1:${'A'.repeat(5000)}`)],
  ['no base45', aCase('HC1:abc')],
  ['no zlib', aCase({ compress: bytes => bytes })],
  ['zlib without its head', aCase({ compress: bytes => deflateRawSync(bytes) })],
  ['gzip', aCase({ compress: bytes => gzipSync(bytes) })],
  ['zlib cut short', aCase({ compress: bytes => deflateSync(bytes).subarray(0, -6) })],
  ['bytes after zlib', aCase({ compress: bytes => Buffer.concat([deflateSync(bytes), Buffer.of(0)]) })],
  ['a preset dictionary', aCase({ compress: bytes => deflateSync(bytes, { dictionary: Buffer.from('Signature1') }) })],
  ['a bomb', aCase({ compress: () => deflateSync(Buffer.alloc(2_000_000)) })],
  ['no CBOR', aCase({ envelope: () => Uint8Array.of(0xff) })],
  ['no COSE', aCase({ envelope: () => Uint8Array.of(0xa0) })],
  ['another algorithm', aCase({ algorithm: -37 })],
  ['an unknown signer', aCase({}, [])],
  ['a wrong signature', aCase({ sign: () => new Uint8Array(64).fill(1) })],
  ['a short signature', aCase({ sign: () => new Uint8Array(3) })],
  ['a withdrawn signer', aCase({}, [{ ...forger.trusted, isRevoked: true }])],
  ['another country', aCase({}, [{ ...forger.trusted, country: 'SE' }])],
  ['no payload', aCase({ claims: withDcc({}) })],
  ['expired', aCase({ claims: claimsWith({ 4: seconds - 1, 6: seconds - 9 }) })],
  ['before its time', aCase({ claims: claimsWith({ 6: seconds + 9 }) })],
  ['a certificate for use in Norway', aCase(domestic())],
  ['one for use in Norway that says why', aCase(domestic({ claims: withDcc({ ...ofNorway, v: dcc.v }) }))],
  [
    'one for use in Norway that has expired',
    aCase(domestic({ claims: claimsWith({ ...asNorwegian, 4: seconds - 1 }) })),
  ],
  ['one for use in Norway by an unknown signer', aCase(domestic(), [])],
]

test('the browser’s entry is bundled without anything of Node', async () => {
  const chunk = await bundle()
  expect(chunk.imports).toEqual([])
  expect(chunk.code.match(/node:|\bBuffer\b|\brequire\(|\bprocess\./g)).toBeNull()
  expect(chunk.code.length).toBeLessThan(45_000)
  expect(Object.keys(browserEntry).sort()).toEqual([
    'CertificateRefusal',
    'openCertificate',
    'openDomesticCertificate',
    'refusalReasons',
    'revocationInputs',
    'trustSigner',
  ])
})

describe.skipIf(!hasChromium)(inBrowser('a browser opens'), () => {
  let browser: Browser
  let visitor: Visitor

  beforeAll(async () => {
    const { code } = await bundle()
    browser = await startBrowser()
    visitor = await aVisitor(browser)
    // WebCrypto is for secure pages, and localhost is one; nothing is fetched from it.
    await visitor.page.route('http://localhost/', route => route.fulfill({ contentType: 'text/html', body: '<p>' }))
    await visitor.page.goto('http://localhost/')
    await visitor.page.evaluate(`${code};globalThis.dcc = dcc`)
    await visitor.page.evaluate(openAll)
  })
  afterAll(() => browser?.close())

  const verdicts = (all: readonly Case[]): Promise<Verdict[]> =>
    visitor.page.evaluate(`openAll(${JSON.stringify(all.map(plain))})`)

  test.each(cases)('what Node opens, and refuses what Node refuses, for the same reason: %s', async (_, one) => {
    expect(await verdicts([one])).toEqual([await inNode(one)])
  })

  test('with a key id that it reckons itself', async () => {
    const der = JSON.stringify([...forger.trusted.certificate.raw])
    const keyId = await visitor.page.evaluate(
      `dcc.trustSigner(new Uint8Array(${der})).then(signer => Array.from(signer.keyId))`,
    )
    expect(keyId).toEqual([...forger.trusted.keyId])
  })

  describe.skipIf(!areVectorsHere)(`the official certificates${whereAbsent}`, () => {
    test('of every country here, with the same verdict as Node', { timeout: 240_000 }, async () => {
      const all = officialCases()
      expect(all.length).toBeGreaterThan(100)
      const expected = await Promise.all(all.map(inNode))
      expect(await verdicts(all)).toEqual(expected)
      expect(expected.filter(verdict => 'kind' in verdict).length).toBeGreaterThan(80)
    })
  })

  test('and nothing complains', () => expect(visitor.complaints).toEqual([]))
})

/** Runs in the browser: the bundle is there as `dcc`. */
const openAll = `globalThis.openAll = async cases => {
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  const verdicts = []
  for (const { text, trust, at } of cases) {
    const signers = trust.map(signer => ({ ...signer, keyId: bytes(signer.keyId), certificate: bytes(signer.certificate) }))
    const open = text.startsWith('NO1:') ? dcc.openDomesticCertificate : dcc.openCertificate
    verdicts.push(await open(text, signers, () => new Date(at)).then(
      ({ kind, payload, keyId }) => ({ ...(kind && { kind }), payload, keyId }),
      error => error instanceof dcc.CertificateRefusal ? { reason: error.reason } : Promise.reject(error),
    ))
  }
  return verdicts
}`

type Official = {
  readonly PREFIX?: string
  readonly TESTCTX: { readonly CERTIFICATE?: string; readonly VALIDATIONCLOCK?: string }
}

function officialCases(): readonly Case[] {
  return vectorNames('testdata').flatMap(name => {
    const { PREFIX, TESTCTX } = readVectors<Official>(`testdata/${name}`)
    if (!PREFIX || !TESTCTX.CERTIFICATE) return []
    const trust = [trustedAs(TESTCTX.CERTIFICATE)]
    const clock = Date.parse(TESTCTX.VALIDATIONCLOCK ?? '')
    return [{ text: PREFIX, trust, at: (Number.isNaN(clock) ? now : new Date(clock)).toISOString() }]
  })
}

function trustedAs(text: string): TrustedSigner {
  const certificate = certificateOf(text)
  return { keyId: profileOf(certificate).keyId, certificate }
}

describe('a signer’s certificate is read without Node as Node reads it', () => {
  const same = (der: Uint8Array) => {
    const { publicKey, notBefore, notAfter, usages } = readSignerCertificate(der)
    return { publicKey: base64(publicKey), notBefore, notAfter, usages, country: countryIn(der) }
  }
  const byNode = (certificate: TrustedSigner['certificate']) => ({
    publicKey: base64(certificate.publicKey.export({ type: 'spki', format: 'der' })),
    notBefore: profileOf(certificate).notBefore,
    notAfter: profileOf(certificate).notAfter,
    usages: certificate.keyUsage ?? [],
    country: countryOf(certificate),
  })

  test('one of our own', () => {
    const { certificate } = forger.trusted
    expect(same(certificate.raw)).toEqual(byNode(certificate))
  })

  test.skipIf(!areVectorsHere)(`every one of other countries${whereAbsent}`, () => {
    const all = Object.values(readVectors<Record<string, string | readonly string[]>>('dsc-by-kid.json')).flat()
    expect(all.length).toBeGreaterThan(50)
    const certificates = all.map(certificateOf)
    expect(certificates.map(({ raw }) => same(raw))).toEqual(certificates.map(byNode))
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['half of one', forger.trusted.certificate.raw.subarray(0, 200)],
    ['something else', Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x01)],
    ['one with a byte behind it', Buffer.concat([forger.trusted.certificate.raw, Buffer.of(0)])],
  ])('%s is refused', (_, der) => {
    expect(() => readSignerCertificate(der)).toThrow(RangeError)
    expect(countryIn(der)).toBeUndefined()
  })
})
