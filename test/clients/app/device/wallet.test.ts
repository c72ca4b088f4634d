import { describe, expect, test } from 'vitest'
import {
  afterContact,
  type Held,
  type HeldDomestic,
  isExpired,
  needsRenewal,
  signedIn,
  toWallet,
  type Wallet,
  withoutRevoked,
} from '../../../../clients/app/device/wallet.ts'
import type { Answer } from '../../../../clients/graph/answer.ts'
import type { DeviceCertificatesQuery } from '../../../../schema/generated/graphql.ts'

type Me = NonNullable<DeviceCertificatesQuery['me']>

const now = new Date('2021-11-22T10:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString()

const held = (uvci: string, but: Partial<Held> = {}): Held => ({
  __typename: 'Certificate',
  kind: 'VACCINATION',
  uvci,
  hc1: `HC1:${uvci}`,
  issuedAt: inDays(-1),
  expiresAt: inDays(80),
  qr: '<svg/>',
  content: {
    __typename: 'RecoveryContent',
    firstPositiveOn: '2021-09-01',
    validFrom: '2021-09-12',
    validUntil: '2022-02-28',
    country: 'NO',
  },
  ...but,
})
const domestic = (expiresAt = inDays(0.9)): HeldDomestic => ({
  __typename: 'DomesticCertificate',
  qr: '<svg/>',
  expiresAt,
  fetchedAt: inDays(0),
})
const refusal = { __typename: 'CertificateRefusal', text: 'Trukket tilbake', language: 'nb' } as const

const me = (but: Partial<Me> = {}): Me => ({
  name: { full: 'Kari Nordmann' },
  birthDate: '1985-06-14',
  domesticCertificate: domestic(),
  vaccinationCertificate: held('V'),
  recoveryCertificate: null,
  testCertificates: [held('T', { kind: 'TEST' })],
  ...but,
})
const answer = (but: Partial<Me> = {}, errors: Answer<unknown>['errors'] = []) => ({
  data: { me: me(but) },
  errors,
  sources: [],
})
const away = (...fields: string[]) => fields.map(field => ({ message: 'svarer ikke', path: ['me', field] }))

describe('a contact with the graph', () => {
  const before = afterContact(undefined, answer(), now)

  test('takes in what it gives', () => {
    expect(before).toMatchObject({
      name: 'Kari Nordmann',
      vaccination: { uvci: 'V' },
      tests: [{ uvci: 'T' }],
      recovery: null,
      checkedAt: now.toISOString(),
      removed: [],
    })
  })

  test('takes away what it refuses, and says why', () => {
    const after = afterContact(before, answer({ vaccinationCertificate: refusal, testCertificates: [refusal] }), now)
    expect(after).toMatchObject({ vaccination: null, tests: [], domestic: { qr: '<svg/>' } })
    const told = [{ text: 'Trukket tilbake', language: 'nb' }]
    expect(after?.removed).toEqual(told)
    expect(afterContact(after, answer({ vaccinationCertificate: refusal }), now)?.removed).toEqual(told)
    expect(afterContact(undefined, answer({ vaccinationCertificate: refusal }), now)?.removed).toEqual([])
  })

  test('leaves what it cannot tell about', () => {
    const lost = answer(
      { vaccinationCertificate: null, testCertificates: null, domesticCertificate: null },
      away('vaccinationCertificate', 'testCertificates', 'domesticCertificate'),
    )
    expect(afterContact(before, lost, now)).toMatchObject({
      vaccination: { uvci: 'V' },
      tests: [{ uvci: 'T' }],
      domestic: { qr: '<svg/>' },
    })
  })

  test('that cannot tell who somebody is changes nothing', () => {
    expect(afterContact(before, { data: null, errors: away('name'), sources: [] }, now)).toBe(before)
    expect(afterContact(before, answer({ name: null }, away('name')), now)).toBe(before)
  })

  test('of somebody else on the same device keeps nothing of the one before', () => {
    const other = answer(
      { name: { full: 'Ola Nordmann' }, vaccinationCertificate: null, testCertificates: [] },
      away('vaccinationCertificate'),
    )
    expect(afterContact(before, other, now)).toMatchObject({ name: 'Ola Nordmann', vaccination: null, tests: [] })
  })
})

describe('what the issuer’s lists have revoked', () => {
  const before = afterContact(undefined, answer(), now) as Wallet
  const told = { text: 'Trukket tilbake', language: 'nb' }

  test('is gone, and the certificate for Norway with it; what is left stays', () => {
    const left = withoutRevoked(before, new Set(['HC1:V']), told)
    expect(left).toMatchObject({ vaccination: null, domestic: null, tests: [{ uvci: 'T' }], removed: [told] })
    const none = withoutRevoked(left, new Set(['HC1:V', 'HC1:T']), told)
    expect(none).toMatchObject({ tests: [], removed: [told] })
  })

  test('is nothing, where it is another’s', () => {
    expect(withoutRevoked(before, new Set(['HC1:X']), told)).toBe(before)
  })

  test('is looked for in the European ones', () => {
    expect(signedIn(before)).toEqual(['HC1:V', 'HC1:T'])
  })
})

describe('what a device holds', () => {
  const wallet = (but: Partial<Wallet>): Wallet => ({
    ...(afterContact(undefined, answer(), now) as Wallet),
    domestic: null,
    tests: [],
    ...but,
  })

  test.each<[string, Partial<Wallet>, boolean]>([
    ['80 days', {}, false],
    ['15 days', { vaccination: held('V', { expiresAt: inDays(15) }) }, false],
    ['13 days', { vaccination: held('V', { expiresAt: inDays(13) }) }, true],
    ['13 hours, for use in Norway', { domestic: domestic(inDays(13 / 24)) }, false],
    ['11 hours, for use in Norway', { domestic: domestic(inDays(11 / 24)) }, true],
    ['nothing any more', { vaccination: held('V', { expiresAt: inDays(-1) }) }, true],
  ])('with %s left of it: renewed %o', (_, but, isDue) => {
    expect(needsRenewal(wallet(but), now)).toBe(isDue)
  })

  test('is no certificate from its technical expiry on', () => {
    expect(isExpired({ expiresAt: now.toISOString() }, now)).toBe(true)
    expect(isExpired({ expiresAt: new Date(now.getTime() + 1).toISOString() }, now)).toBe(false)
  })

  test.each([undefined, null, 'x', {}, { version: 1 }])('and cannot be read is nothing: %o', value => {
    expect(toWallet(value)).toBeUndefined()
  })
})
