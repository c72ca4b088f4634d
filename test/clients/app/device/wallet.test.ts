import { describe, expect, test } from 'vitest'
import {
  afterContact,
  type Held,
  type HeldDomestic,
  isExpired,
  needsRenewal,
  signedIn,
  toWallet,
  untoldIn,
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
const domestic = (expiresAt = inDays(0.9), fetchedAt = inDays(0)): HeldDomestic => ({
  __typename: 'DomesticCertificate',
  no1: 'NO1:D',
  qr: '<svg/>',
  expiresAt,
  fetchedAt,
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
  const doubted = signedIn(before)

  test('is gone, and the certificate for Norway with it; what is left stays', () => {
    const left = withoutRevoked(before, { doubted, revoked: new Set(['HC1:V']) }, told)
    expect(left).toMatchObject({ vaccination: null, domestic: null, tests: [{ uvci: 'T' }], removed: [told] })
    const none = withoutRevoked(left, { doubted, revoked: new Set(['HC1:V', 'HC1:T']) }, told)
    expect(none).toMatchObject({ tests: [], removed: [told] })
  })

  test('is gone by itself, where it is the certificate for Norway', () => {
    const left = withoutRevoked(before, { doubted, revoked: new Set(['NO1:D']) }, told)
    expect(left).toMatchObject({ vaccination: { uvci: 'V' }, domestic: null, tests: [{ uvci: 'T' }], removed: [told] })
  })

  test('takes nothing along that the graph has just told', () => {
    const revoked = new Set(['HC1:V'])
    expect(withoutRevoked(before, { doubted: ['HC1:V'], revoked }, told)).toMatchObject({
      vaccination: null,
      domestic: { no1: 'NO1:D' },
    })
    expect(withoutRevoked(before, { doubted: ['HC1:T'], revoked }, told)).toBe(before)
  })

  test('is nothing, where it is another’s', () => {
    expect(withoutRevoked(before, { doubted, revoked: new Set(['HC1:X']) }, told)).toBe(before)
  })

  test('is looked for in all that is signed, and that the graph did not tell', () => {
    expect(doubted).toEqual(['NO1:D', 'HC1:V', 'HC1:T'])
    expect(untoldIn(before, answer())).toEqual([])
    const lost = answer({ vaccinationCertificate: null, testCertificates: null }, away('vaccinationCertificate'))
    expect(untoldIn(before, lost)).toEqual(['HC1:V', 'HC1:T'])
    expect(untoldIn(before, { data: null, errors: away('name'), sources: [] })).toEqual(doubted)
  })
})

describe('what a device holds', () => {
  const checked = { checkedAt: inDays(-1) }
  const wallet = (but: Partial<Wallet>): Wallet => ({
    ...(afterContact(undefined, answer(), now) as Wallet),
    ...checked,
    domestic: null,
    vaccination: null,
    tests: [],
    ...but,
  })
  /** Of a life of so many days, so many are left. */
  const lasting = (kind: Held['kind'], life: number, left: number) =>
    held('V', { kind, issuedAt: inDays(left - life), expiresAt: inDays(left) })

  test.each<[string, Partial<Wallet>, boolean]>([
    ['80 of 90 days', { vaccination: lasting('VACCINATION', 90, 80) }, false],
    ['16 of 90 days', { vaccination: lasting('VACCINATION', 90, 16) }, false],
    ['14 of 90 days', { vaccination: lasting('VACCINATION', 90, 14) }, true],
    ['nothing any more', { vaccination: lasting('VACCINATION', 90, -1) }, false],
    ['an hour of a test’s three days, which nobody can make longer,', { tests: [lasting('TEST', 3, 1 / 24)] }, false],
    ['a day of a recovery’s half year, which ends with it,', { recovery: lasting('RECOVERY', 180, 1) }, false],
    ['13 of 24 hours, for use in Norway,', { domestic: domestic(inDays(13 / 24), inDays(-11 / 24)) }, false],
    ['11 of 24 hours, for use in Norway,', { domestic: domestic(inDays(11 / 24), inDays(-13 / 24)) }, true],
  ])('with %s left of it: renewed %o', (_, but, isDue) => {
    expect(needsRenewal(wallet(but), now)).toBe(isDue)
  })

  test('is not asked for again at once, where asking changed nothing', () => {
    const due = wallet({ vaccination: lasting('VACCINATION', 90, 1) })
    const hoursAgo = (hours: number) => new Date(inDays(-hours / 24))
    expect(needsRenewal(due, now, hoursAgo(3))).toBe(false)
    expect(needsRenewal(due, now, hoursAgo(5))).toBe(true)
    expect(needsRenewal({ ...due, checkedAt: now.toISOString() }, now)).toBe(false)
  })

  test('is no certificate from its technical expiry on', () => {
    expect(isExpired({ expiresAt: now.toISOString() }, now)).toBe(true)
    expect(isExpired({ expiresAt: new Date(now.getTime() + 1).toISOString() }, now)).toBe(false)
  })

  test.each([undefined, null, 'x', {}, { version: 2 }])('and cannot be read is nothing: %o', value => {
    expect(toWallet(value)).toBeUndefined()
  })
})
