import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inProject } from '../../../local/schema-files.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { trustSigner } from '../../../subgraphs/certificate/dcc/browser.ts'
import { createHashPrefixes, writeHashPrefixes } from '../../../subgraphs/certificate/revocation/hash-prefixes.ts'
import { revocationHash } from '../../../subgraphs/certificate/revocation/hashes.ts'
import { readBusinessRule } from '../../../subgraphs/certificate/verification/business-rule.ts'
import { norwegianRules } from '../../../subgraphs/certificate/verification/norway.ts'
import { createRuleBook } from '../../../subgraphs/certificate/verification/rule-book.ts'
import { writeBusinessRule } from '../../../subgraphs/certificate/verification/write-business-rule.ts'
import { claimsWith, dcc, forge, forger } from '../../certificate/dcc/forgery.ts'
import { anIssuer, aSigner, now, until } from '../../certificate/dcc/issuing.ts'
import { aTest, aVaccination } from '../../certificate/dcc/some-facts.ts'

// A browser's module: it is not compiled with what Node runs.
type Lists = {
  readonly fetchedAt: Date
  readonly trust: readonly unknown[]
  readonly revocations: { readonly etag: string; readonly slices: readonly object[] }
  readonly rules: unknown
}
type Verdict = {
  readonly reason?: string
  readonly holder?: object
  readonly facts?: readonly { readonly field: string; readonly value: string }[]
  readonly against?: readonly { readonly rule: { readonly identifier: string } }[]
}
type Check = (
  text: string,
  lists: Lists | undefined,
  occasion: { readonly country: string; readonly at: Date },
  now: Date,
) => Promise<Verdict>
const { check } = (await import(join(inProject('clients'), 'verifier/check.ts'))) as { readonly check: Check }

const signer = aSigner()
const at = new Date(now.getTime() + 60_000)
const border = { country: 'NO', at }
const lists: Lists = {
  fetchedAt: now,
  trust: [await trustSigner(Uint8Array.from(signer.certificate.raw))],
  revocations: { etag: '', slices: [] },
  // As they come from the issuer: written as countries exchange them, and read again.
  rules: createRuleBook(
    norwegianRules.map(rule => readBusinessRule(JSON.parse(JSON.stringify(writeBusinessRule(rule))))),
  ),
}
const issue = (facts: Parameters<ReturnType<typeof anIssuer>['issue']>[0]) =>
  anIssuer(signer).issue(facts, until, signer)
const vaccination = await issue(aVaccination())

/** A slice of the filter with this hash and some others. */
function revoking(
  hash: Buffer,
  expires = '2022-02-21T00:00:00Z',
  keyId = Buffer.from(signer.keyId).toString('base64'),
): Lists {
  const digits = hash.toString('hex').charAt(0)
  const others = Array.from({ length: 50 }, (_, index) =>
    Buffer.concat([hash.subarray(0, 1), revocationHash(`other ${index}`).subarray(1)]),
  )
  const list = writeHashPrefixes(
    createHashPrefixes({ falsePositiveRate: 1e-6, hashes: [...others, hash], commonDigits: 1 }),
  )
  return { ...lists, revocations: { etag: 'a', slices: [{ keyId, digits, expires, list: list.toString('base64') }] } }
}

describe('what is green', () => {
  test('at the border shows what the rules look at, and nothing more', async () => {
    const { reason, facts, against } = await check(vaccination.hc1, lists, border, at)
    expect({ reason, against }).toEqual({ reason: undefined, against: [] })
    const stated = Object.fromEntries(facts?.map(({ field, value }) => [field, value]) ?? [])
    expect(stated).toMatchObject({ mp: 'Comirnaty', dn: '2', sd: '2', dt: '2021-06-17' })
    expect(Object.keys(stated)).not.toContain('co')
  })

  test('in Norway shows name and birth date, and nothing more', async () => {
    expect(await check(vaccination.hc1, lists, { country: 'NX', at }, at)).toEqual({
      reason: undefined,
      holder: { name: 'Kåre Eidnes Sørby-Ås', birthDate: '1971-07-08' },
    })
  })

  test('stays green where others of the same key are revoked, and where what revoked it has ended', async () => {
    expect((await check(vaccination.hc1, revoking(revocationHash('another')), border, at)).reason).toBeUndefined()
    const ended = revoking(revocationHash(vaccination.uvci), '2021-11-22T00:00:00Z')
    expect((await check(vaccination.hc1, ended, border, at)).reason).toBeUndefined()
  })
})

const hours = (count: number) => new Date(at.getTime() + count * 3_600_000)

describe('what is not green says why, and shows nothing that is not proven', () => {
  const revoked = revoking(revocationHash(vaccination.uvci))
  const byUnknownKey = revoking(revocationHash(vaccination.uvci), undefined, 'UNKNOWN_KID')
  test.each<[string, string, Lists | undefined, Date, string]>([
    ['nothing to check against', vaccination.hc1, undefined, at, 'NO_LISTS'],
    ['no certificate', 'https://example.com', lists, at, 'BAD_PREFIX'],
    ['a forgery', forge(), lists, at, 'UNKNOWN_SIGNER'],
    ['a signature with another’s key id', forge({ keyId: signer.keyId }), lists, at, 'SIGNATURE_INVALID'],
    ['a revoked one', vaccination.hc1, revoked, at, 'REVOKED'],
    ['a revoked one of a forgotten key', vaccination.hc1, byUnknownKey, at, 'REVOKED'],
    ['an expired one', vaccination.hc1, { ...lists, fetchedAt: hours(24 * 100) }, hours(24 * 100), 'EXPIRED'],
    ['a valid one, with lists of the day before', vaccination.hc1, lists, hours(25), 'LISTS_OLD'],
    ['a revoked one, with old lists', vaccination.hc1, revoked, hours(25), 'REVOKED'],
  ])('%s', async (_, text, known, when, reason) => {
    expect(await check(text, known, border, when)).toEqual({ reason })
  })

  test('on a day to come, by which it has expired, whatever the rules of that day say', async () => {
    // The day the certificate ends, and the day after.
    const then = new Date('2022-02-20T12:00:00Z')
    expect((await check(vaccination.hc1, lists, { country: 'NO', at: then }, at)).reason).toBeUndefined()
    const later = new Date('2022-02-21T12:00:00Z')
    for (const country of ['NO', 'NX']) {
      const verdict = await check(vaccination.hc1, lists, { country, at: later }, at)
      expect(verdict).toEqual({ reason: 'EXPIRED', at: later, holder: expect.anything() })
    }
    const ofNorway = forge({
      prefix: 'NO1:',
      claims: claimsWith({ [-260]: new Map([[1, { dob: dcc.dob, nam: dcc.nam, ver: '1.0.0' }]]) }),
    })
    const trusted = { ...lists, trust: [await trustSigner(Uint8Array.from(forger.trusted.certificate.raw))] }
    const tomorrow = { country: 'NX', at: hours(48) }
    expect((await check(ofNorway, trusted, { country: 'NX', at }, at)).reason).toBeUndefined()
    expect((await check(ofNorway, trusted, tomorrow, at)).reason).toBe('EXPIRED')
  })

  test('by a signer of another country, as the graph says too', async () => {
    const ofAnother = forge({ claims: claimsWith({ 1: 'SE' }) })
    const trusted = { ...lists, trust: [await trustSigner(Uint8Array.from(forger.trusted.certificate.raw))] }
    expect(await check(ofAnother, trusted, border, at)).toEqual({ reason: 'SIGNER_COUNTRY' })
  })

  test('by a rule: the rule is named at the border, and not in Norway', async () => {
    const first = await issue(aVaccination({ doseNumber: 1, givenOn: localDate('2021-11-20') }))
    const atTheBorder = await check(first.hc1, lists, border, at)
    expect(atTheBorder).toMatchObject({ reason: 'RULE_FAILED', holder: {} })
    expect(atTheBorder.against?.map(({ rule }) => rule.identifier)).toContain('VR-NO-0002')
    const atHome = await check(first.hc1, lists, { country: 'NX', at }, at)
    expect(atHome).toEqual({ reason: 'RULE_FAILED', holder: expect.anything() })
  })

  test('where a country has no rules here, or none of that kind', async () => {
    expect((await check(vaccination.hc1, lists, { country: 'SE', at }, at)).reason).toBe('NO_RULE')
    const test = await issue(aTest())
    // Norway had no rule for tests at home in that week.
    const atHome = { country: 'NX', at: new Date('2021-11-18T12:00:00Z') }
    expect((await check(test.hc1, lists, atHome, at)).reason).toBe('NO_RULE')
  })

  test('a filter that is not whole gives no verdict', async () => {
    const list = Buffer.from('000100', 'hex').toString('base64')
    const digits = revocationHash(vaccination.uvci).toString('hex').charAt(0)
    const keyId = Buffer.from(signer.keyId).toString('base64')
    const broken = { etag: 'a', slices: [{ keyId, digits, expires: '2022-02-21T00:00:00Z', list }] }
    await expect(check(vaccination.hc1, { ...lists, revocations: broken }, border, at)).rejects.toThrow(RangeError)
  })
})
