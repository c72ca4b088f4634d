import { inflateSync } from 'node:zlib'
import { Sign1 } from '@auth0/cose'
import base45 from 'base45'
import { decode, type TagDecoder } from 'cborg'
import { describe, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import {
  createDomesticIssuer,
  openCertificate,
  openDomesticCertificate,
  type Signer,
  trustSigner,
} from '../../../subgraphs/certificate/dcc/index.ts'
import { claimsWith, dcc, type Forgery, forge, forger, withDcc } from './forgery.ts'
import { aSigner, now } from './issuing.ts'

const holder = { familyName: 'Sørby', givenName: 'Kåre Đŋ', birthDate: localDate('1971-07-08') }
const signer = aSigner()
const trust = [trustSigner(signer.certificate)]
const span = { from: new Date('2021-11-22T09:00:00Z'), until: new Date('2021-11-23T09:00:00Z') }

const issue = (by: Signer = signer) =>
  createDomesticIssuer({ signerFor: () => by, clock: () => now, country: 'NO' }).issue(holder, span, by)
const open = (text: string, at: Date = now) => openDomesticCertificate(text, trust, () => at)

const untagged: TagDecoder = decodeInner => decodeInner()
const strict = { useMaps: true, strict: true, rejectDuplicateMapKeys: true } as const

test('what is signed is a name, a birth date and a version, and no one else’s reader finds more', async () => {
  const { no1 } = await issue()
  const envelope = inflateSync(base45.decode(no1.slice('NO1:'.length)))
  await Sign1.decode(envelope).verify(signer.certificate.publicKey)
  const [, , payload] = decode(envelope, { ...strict, tags: { 18: untagged } }) as [unknown, unknown, Uint8Array]
  expect(decode(payload, strict)).toEqual(
    new Map<number, unknown>([
      [1, 'NO'],
      [4, span.until.getTime() / 1000],
      [6, span.from.getTime() / 1000],
      [
        -260,
        new Map([
          [
            1,
            new Map<string, unknown>([
              ['dob', '1971-07-08'],
              [
                'nam',
                new Map([
                  ['fn', 'Sørby'],
                  ['gn', 'Kåre Đŋ'],
                  ['fnt', 'SOERBY'],
                  ['gnt', 'KAARE<DN'],
                ]),
              ],
              ['ver', '1.0.0'],
            ]),
          ],
        ]),
      ],
    ]),
  )
})

test('it opens to the same, for those who trust its signer', async () => {
  const { no1, payload } = await issue()
  expect(await open(no1)).toMatchObject({ issuer: 'NO', issuedAt: span.from, expiresAt: span.until, payload })
  await expect(openDomesticCertificate(no1, [], () => now)).rejects.toMatchObject({ reason: 'UNKNOWN_SIGNER' })
})

test('neither kind of certificate opens as the other', async () => {
  const { no1 } = await issue()
  await expect(openCertificate(no1, trust, () => now)).rejects.toMatchObject({ reason: 'BAD_PREFIX' })
  await expect(openCertificate(no1.replace('NO1:', 'HC1:'), trust, () => now)).rejects.toMatchObject({
    reason: 'PAYLOAD_INVALID',
  })
})

test('after its end it is not green', async () => {
  const { no1 } = await issue()
  await expect(open(no1, new Date(span.until.getTime() + 1_000))).rejects.toMatchObject({ reason: 'EXPIRED' })
})

describe('what Norway did not sign this way is refused', () => {
  const { dob, nam } = dcc
  const payload = { dob, nam, ver: '1.0.0' }
  const trusted = [forger.trusted]
  const domestic = (but: Partial<Forgery>) => forge({ prefix: 'NO1:', claims: withDcc(payload), ...but })

  test('the forgery is accepted while nothing is wrong with it', async () => {
    expect(await openDomesticCertificate(domestic({}), trusted, () => now)).toMatchObject({ payload })
  })

  test.each<[string, Partial<Forgery>, string]>([
    ['another prefix', { prefix: 'HC1:' }, 'BAD_PREFIX'],
    ['a lower-case prefix', { prefix: 'no1:' }, 'BAD_PREFIX'],
    ['a signature of others', { sign: () => new Uint8Array(64).fill(1) }, 'SIGNATURE_INVALID'],
    ['another algorithm', { algorithm: -37 }, 'ALG_MISMATCH'],
    ['why the holder is green', { claims: withDcc({ ...payload, v: dcc.v }) }, 'PAYLOAD_INVALID'],
    ['more about the holder', { claims: withDcc({ ...payload, nam: { ...nam, pid: '1' } }) }, 'PAYLOAD_INVALID'],
    ['no name', { claims: withDcc({ dob, ver: '1.0.0' }) }, 'PAYLOAD_INVALID'],
    ['a version nobody knows', { claims: withDcc({ ...payload, ver: '2.0.0' }) }, 'PAYLOAD_INVALID'],
    ['no end', { claims: new Map([...withDcc(payload)].filter(([label]) => label !== 4)) }, 'CLAIMS_INVALID'],
    ['no content', { claims: claimsWith({ [-260]: undefined }) }, 'CLAIMS_INVALID'],
  ])('with %s', async (_, but, reason) => {
    await expect(openDomesticCertificate(domestic(but), trusted, () => now)).rejects.toMatchObject({ reason })
  })
})

test.each([
  ['a birth date to come', { ...holder, birthDate: localDate('2030-01-01') }, 'meaning'],
  ['no letters in the name', { ...holder, familyName: '–', givenName: '' }, 'meaning'],
])('%s is not signed', async (_, wrong, gate) => {
  const issuer = createDomesticIssuer({ signerFor: () => signer, clock: () => now, country: 'NO' })
  await expect(issuer.issue(wrong, span, signer)).rejects.toMatchObject({ gate })
})

test('a signer that signs wrong is no signer', async () => {
  const wrong: Signer = { ...signer, sign: async () => new Uint8Array(64).fill(1) }
  await expect(issue(wrong)).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
})

test('it says nothing of a time before its signer', async () => {
  const young = aSigner({ notBefore: new Date('2021-11-22T09:20:00Z') })
  const { issuedAt } = await issue(young)
  expect(issuedAt).toEqual(new Date('2021-11-22T09:20:00Z'))
})
