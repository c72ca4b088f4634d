import { inflateSync } from 'node:zlib'
import { Sign1 } from '@auth0/cose'
import base45 from 'base45'
import { decode, encode } from 'cborg'
import { describe, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { GateFailure, openCertificate, type Signer, trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import { anIssuer, aSigner, now, until } from './issuing.ts'
import { aRecovery, aTest, aVaccination } from './some-facts.ts'

const signer = aSigner()
const issuer = anIssuer(signer)

/** The layers of a certificate as other people's decoders see them. */
function layersOf(hc1: string) {
  const envelope = inflateSync(base45.decode(hc1.slice(4)))
  const [protectedHeader, unprotected, payload, signature] = decode(envelope.subarray(1), { useMaps: true })
  return {
    tag: envelope[0],
    protectedHeader: decode(protectedHeader, { useMaps: true }) as Map<number, unknown>,
    unprotected,
    claims: decode(payload, { useMaps: true }) as Map<number, unknown>,
    signature,
  }
}

describe('a vaccination certificate', async () => {
  const issued = await issuer.issue(aVaccination(), until)
  const { tag, protectedHeader, unprotected, claims, signature } = layersOf(issued.hc1)

  test('says what was done, in Norway’s order of keys', () => {
    const text = JSON.stringify(issued.payload)
    expect(text).toBe(
      JSON.stringify({
        v: [
          {
            ci: issued.uvci,
            co: 'NO',
            dn: 2,
            dt: '2021-06-17',
            is: 'Norwegian Institute of Public Health',
            ma: 'ORG-100030215',
            mp: 'EU/1/20/1528',
            sd: 2,
            tg: '840539006',
            vp: '1119349007',
          },
        ],
        dob: '1971-07-08',
        nam: { fn: 'Sørby-Ås', gn: 'Kåre Eidnes', fnt: 'SOERBY<AAS', gnt: 'KAARE<EIDNES' },
        ver: '1.3.0',
      }),
    )
  })

  test('is a COSE_Sign1 with tag 18, algorithm and key id signed, nothing outside', () => {
    expect(tag).toBe(0xd2)
    expect([...protectedHeader]).toEqual([
      [1, -7],
      [4, Uint8Array.from(signer.keyId)],
    ])
    expect(unprotected.size).toBe(0)
    expect(signature).toHaveLength(64)
  })

  test('has its claims in the order 1, 4, 6, -260, with whole seconds', () => {
    expect([...claims.keys()]).toEqual([1, 4, 6, -260])
    expect(claims.get(1)).toBe('NO')
    expect(claims.get(4)).toBe(until.getTime() / 1000)
    expect(claims.get(6)).toBe(Math.floor(now.getTime() / 1000))
    expect(issued).toMatchObject({ issuedAt: new Date('2021-11-22T09:30:00Z'), expiresAt: until, kind: 'vaccination' })
  })

  test('is written in the shortest CBOR there is: a strict encoder makes the same bytes of it', () => {
    const envelope = inflateSync(base45.decode(issued.hc1.slice(4)))
    const [, , payload] = decode(envelope.subarray(1), { useMaps: true, strict: true })
    const rewritten = encode(decode(payload, { useMaps: true, strict: true }), { mapSorter: () => 0 })
    expect(Buffer.from(rewritten).equals(payload)).toBe(true)
  })

  test('is verified by an implementation of COSE that is not ours', async () => {
    const envelope = inflateSync(base45.decode(issued.hc1.slice(4)))
    const message = Sign1.decode(envelope)
    await message.verify(signer.certificate.publicKey)
    await expect(message.verify(aSigner().certificate.publicKey)).rejects.toThrow()
  })

  test('opens again with its signer on the trust list', async () => {
    const opened = await openCertificate(issued.hc1, [trustSigner(signer.certificate)], () => now)
    expect(opened).toMatchObject({
      kind: 'vaccination',
      payload: issued.payload,
      keyId: issued.keyId,
      expiresAt: until,
    })
  })

  test('is another text at every issue, with the same certificate id', async () => {
    const again = await issuer.issue(aVaccination(), until)
    expect(again.uvci).toBe(issued.uvci)
    expect(again.hc1).not.toBe(issued.hc1)
  })
})

describe('a test certificate', () => {
  test('of a PCR test names the test and no device, and has no milliseconds', async () => {
    const facts = aTest({
      testName: ' ELITechGroup, SARS-CoV-2 ELITe MGB Kit ',
      sampledAt: new Date('2021-11-21T08:00:00.999Z'),
    })
    const { payload } = await issuer.issue(facts, until)
    expect(payload.t).toEqual([
      {
        ci: issuer.uvciOf(facts),
        co: 'NO',
        is: 'Norwegian Institute of Public Health',
        nm: 'ELITechGroup, SARS-CoV-2 ELITe MGB Kit',
        sc: '2021-11-21T08:00:00Z',
        tc: 'Sykehuset Østfold HF',
        tg: '840539006',
        tr: '260415000',
        tt: 'LP6464-4',
      },
    ])
  })

  test('of a rapid test has the device, and no name beside it', async () => {
    const facts = aTest({ method: 'RAT', deviceId: '1232', testName: 'Panbio', isDetected: true })
    const { payload } = await issuer.issue(facts, until)
    expect(payload.t?.[0]).toMatchObject({ ma: '1232', tt: 'LP217198-3', tr: '260373001' })
    expect(payload.t?.[0]).not.toHaveProperty('nm')
  })
})

test('a recovery certificate has the first positive test and its own days', async () => {
  const { payload, kind } = await issuer.issue(aRecovery(), until)
  expect(kind).toBe('recovery')
  expect(payload.r?.[0]).toMatchObject({ fr: '2021-09-01', df: '2021-09-12', du: '2022-02-28', co: 'NO' })
})

describe('names', () => {
  const named = async (familyName: string, givenName: string) =>
    (await issuer.issue(aVaccination({ holder: { familyName, givenName, birthDate: localDate('1990-01-01') } }), until))
      .payload.nam

  test('a single name stands as the family name, which verifiers demand', async () => {
    expect(await named('Indira', '')).toEqual({ fn: 'Indira', fnt: 'INDIRA' })
    expect(await named(' ', 'Indira')).toEqual({ fn: 'Indira', fnt: 'INDIRA' })
  })

  test('a decomposed name is composed, and blanks around it fall away', async () => {
    expect(await named(' Åse\u030A'.normalize('NFD').trimEnd(), 'Bø ')).toMatchObject({ gn: 'Bø', gnt: 'BOE' })
    expect((await named('Ås'.normalize('NFD'), 'Bo')).fn).toBe('Ås')
  })

  test('a name of more than 80 characters is cut, its transliteration on its own', async () => {
    const nam = await named('Ø'.repeat(100), 'Jo')
    expect(nam.fn).toBe('Ø'.repeat(80))
    expect(nam.fnt).toBe('OE'.repeat(40))
  })

  test('a given name that no table can read leaves its transliteration out', async () => {
    expect(await named('Berg', '王')).toEqual({ fn: 'Berg', gn: '王', fnt: 'BERG' })
  })
})

describe('time', () => {
  test('a certificate does not outlive its signer', async () => {
    const notAfter = new Date('2021-12-24T00:00:00Z')
    const { expiresAt } = await anIssuer(aSigner({ notAfter })).issue(aVaccination(), until)
    expect(expiresAt).toEqual(notAfter)
  })

  test.each([
    ['an expiry that has passed', aSigner(), new Date('2021-11-22T09:30:00Z'), 'exp is after iat'],
    ['an expiry that is no time', aSigner(), new Date(Number.NaN), 'iat and exp are whole seconds'],
    [
      'a signer not yet valid',
      aSigner({ notBefore: new Date('2021-11-22T09:30:01Z') }),
      until,
      'iat is not before the signer is valid',
    ],
    ['a signer that has expired', aSigner({ notAfter: new Date('2021-11-22T09:30:00Z') }), until, 'exp is after iat'],
  ])('%s stops at the gate', async (_, wrong, expiry, rule) => {
    await expect(anIssuer(wrong).issue(aVaccination(), expiry)).rejects.toMatchObject({ gate: 'validity', rule })
  })
})

describe('signers', () => {
  test.each([
    ['vaccination', 1, aVaccination()],
    ['test', 2, aTest()],
    ['recovery', 2, aRecovery()],
  ])('a signer for another purpose cannot sign a %s', async (_, usage, facts) => {
    const other = aSigner({ usages: [`1.3.6.1.4.1.1847.2021.1.${usage}`] })
    await expect(anIssuer(other).issue(facts, until)).rejects.toMatchObject({ name: 'GateFailure', gate: 'key-usage' })
  })

  const broken = (sign: Signer['sign']): Signer => ({ ...signer, sign })
  test.each<[string, Signer | undefined]>([
    ['there is none', undefined],
    ['it cannot be reached', broken(() => Promise.reject(new Error('CKR_DEVICE_REMOVED')))],
    ['it answers garbage', broken(async () => new Uint8Array(64).fill(1))],
    ['it answers nothing', broken(async () => new Uint8Array())],
    ['it answers with another key’s signature', broken(aSigner().sign)],
    ['it has a key id that is not its certificate’s', { ...signer, keyId: aSigner().keyId }],
    ['it says another algorithm than its key’s', { ...signer, algorithm: 'PS256' }],
  ])('when %s, nothing leaves: SIGNER_UNAVAILABLE', async (_, wrong) => {
    const error = await anIssuer(wrong)
      .issue(aVaccination(), until)
      .catch(caught => caught)
    expect(error).toMatchObject({ name: 'PublicError', code: 'SIGNER_UNAVAILABLE' })
  })

  test('the key that would sign is known beforehand', () => {
    expect(issuer.signerFor(aTest(), now)).toBe(signer)
    expect(() => anIssuer(undefined).signerFor(aTest(), now)).toThrow(
      expect.objectContaining({ code: 'SIGNER_UNAVAILABLE' }),
    )
  })

  test('a time of sampling that is no time is a bug, not a signer’s fault', async () => {
    const facts = aTest({ sampledAt: new Date(Number.NaN) })
    await expect(issuer.issue(facts, until)).rejects.toBeInstanceOf(RangeError)
  })

  test('a gate that stops is told apart from a signer that fails', async () => {
    await expect(issuer.issue(aVaccination({ product: 'VLA2001' }), until)).rejects.toBeInstanceOf(GateFailure)
  })
})

describe('the certificate id', () => {
  test.each([
    ['vaccination', aVaccination(), /^URN:UVCI:01:NO:VAK\/[A-Z0-9]{17}$/],
    ['test', aTest(), /^URN:UVCI:01:NO:PRV\/[A-Z0-9]{17}$/],
    ['recovery', aRecovery(), /^URN:UVCI:01:NO:PRV\/[A-Z0-9]{17}$/],
  ])('of a %s has Norway’s form', (_, facts, form) => {
    expect(issuer.uvciOf(facts)).toMatch(form)
  })

  test('follows the event, not what is said of it, and never changes', () => {
    expect(issuer.uvciOf(aVaccination({ doseNumber: 1 }))).toBe(issuer.uvciOf(aVaccination()))
    // A stored certificate, a revocation list and a printed paper all refer to this text.
    expect(issuer.uvciOf(aVaccination())).toBe('URN:UVCI:01:NO:VAK/HHEHF2LDRT1SLMXUC')
  })

  test('of a test and of a recovery with one event id differ', () => {
    expect(issuer.uvciOf(aTest({ event: 'e' }))).not.toBe(issuer.uvciOf(aRecovery({ event: 'e' })))
  })

  test('of 20 000 events are 20 000', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => issuer.uvciOf(aTest({ event: `event ${index}` })))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every(id => /\/[A-Z0-9]{17}$/.test(id))).toBe(true)
  })
})
