import { expect, test } from 'vitest'
import type { Signer } from '../../../subgraphs/certificate/dcc/index.ts'
import { createIssueOnce } from '../../../subgraphs/certificate/issuance/issue-once.ts'
import {
  createRevocationRequests,
  createRevocations,
  EventRevoked,
  guardIssuing,
  type MarkedOrder,
  type RevocationTarget,
} from '../../../subgraphs/certificate/revocation/index.ts'
import { createLedger } from '../../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import type { TestDatabase } from '../../database.ts'
import { anIssuer, aSigner, until } from '../dcc/issuing.ts'
import { aVaccination } from '../dcc/some-facts.ts'
import { aCertificateDatabase, someEpochs, until as untilItIsSo } from '../lists.ts'

const secret = new Uint8Array(32).fill(9)
const order: MarkedOrder = { facts: aVaccination(), until, rulesVersion: '2021-11-01', subject: 'subject' }

/** One replica: its own cache and lists, the database of all. */
async function aReplica(database: TestDatabase, signer: Signer) {
  let at = new Date('2021-11-22T09:30:00Z')
  const clock = () => at
  const kysely = database.as<CertificateTables>()
  const epochs = await someEpochs(database)
  const revocations = await createRevocations({ kysely, epochs, clock, country: 'NO' })
  const requests = createRevocationRequests({ kysely, epochs, markSecret: secret, clock })
  const issuer = anIssuer(signer, clock)
  const ledger = createLedger(kysely, secret)
  const issueOnce = createIssueOnce({ issuer, ledger, cache: createMemoryCache(), issueKeySecret: secret })
  const issue = guardIssuing({ issueOnce, issuer, revocations, kysely, markSecret: secret })
  return {
    kysely,
    issuer,
    issue: (but: Partial<MarkedOrder> = {}) => issue({ ...order, ...but }, at),
    later: (seconds: number) => {
      at = new Date(at.getTime() + seconds * 1_000)
    },
    async revoke(target: RevocationTarget) {
      await requests.approve(await requests.request(target, { reason: 'ISSUED_IN_ERROR', by: 'a' }), 'b')
    },
    [Symbol.asyncDispose]: () => epochs[Symbol.asyncDispose](),
  }
}

test('a revoked event is not issued again, from the cache of no replica', async () => {
  await using database = await aCertificateDatabase()
  const signer = aSigner()
  await using one = await aReplica(database, signer)
  await using other = await aReplica(database, signer)
  const { uvci } = await one.issue()
  await other.issue()
  await one.revoke({ kind: 'certificates', uvcis: [uvci] })
  await expect(one.issue()).rejects.toBeInstanceOf(EventRevoked)
  const isRefused = () =>
    other.issue().then(
      () => false,
      error => error instanceof EventRevoked,
    )
  expect(await untilItIsSo(isRefused, 5_000)).toBeLessThan(5_000)
  await expect(one.issue({ facts: aVaccination({ event: 'another' }) })).resolves.toMatchObject({ kind: 'vaccination' })
})

test('corrected facts of a revoked event are refused as well', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, aSigner())
  const { uvci } = await one.issue()
  await one.revoke({ kind: 'certificates', uvcis: [uvci] })
  await expect(one.issue({ facts: aVaccination({ doseNumber: 3, doses: 3 }) })).rejects.toBeInstanceOf(EventRevoked)
})

test.each<[string, RevocationTarget]>([
  ['its lot', { kind: 'lot', lot: 'EW4109' }],
  ['who gave it', { kind: 'organisation', organisation: '999999999' }],
])('a certificate is revoked by %s, if it was issued before or comes after', async (_, target) => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, aSigner())
  const traits = { lot: 'ew4109', organisation: '999999999' }
  await one.issue({ traits })
  await one.revoke(target)
  await expect(one.issue({ traits })).rejects.toBeInstanceOf(EventRevoked)
  await expect(one.issue()).rejects.toBeInstanceOf(EventRevoked)
  const facts = aVaccination({ event: 'another' })
  await expect(one.issue({ facts, traits })).rejects.toBeInstanceOf(EventRevoked)
  await expect(one.issue({ facts, traits: { lot: 'EX0001' } })).resolves.toMatchObject({ kind: 'vaccination' })
})

test('an event of a revoked lot that nobody had asked for is known by its id, once somebody does', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, aSigner())
  await one.revoke({ kind: 'lot', lot: 'EW4109' })
  await expect(one.issue({ traits: { lot: 'EW4109' } })).rejects.toBeInstanceOf(EventRevoked)
  const rows = await one.kysely.selectFrom('certificate.revoked_certificate').select('uvci').execute()
  expect(rows).toEqual([{ uvci: one.issuer.uvciOf(aVaccination()) }])
})

test('the ledger has no lot and no organisation in it', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, aSigner())
  await one.issue({ traits: { lot: 'EW4109', organisation: '999999999' } })
  const rows = await one.kysely.selectFrom('certificate.issuance_mark').selectAll().execute()
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toMatch(/EW4109|999999999/i)
})

test('a certificate whose signature was revoked is signed anew, under the same id', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, aSigner())
  const first = await one.issue()
  one.later(60)
  const window = { from: '2021-11-22T09:00:00Z', until: '2021-11-22T09:30:30Z' }
  await one.revoke({ kind: 'key', keyId: first.keyId, ...window })
  const second = await one.issue()
  expect(second.uvci).toBe(first.uvci)
  expect(second.issuedAt.getTime()).toBeGreaterThan(new Date(window.until).getTime())
  expect((await one.issue()).hc1).toBe(second.hc1)
})

test('a key that is revoked from now on signs nothing more', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, aSigner())
  const { keyId } = await one.issue()
  await one.revoke({ kind: 'key', keyId, from: '2021-11-22T09:00:00Z', until: null })
  await expect(one.issue()).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
})

test('without its marks in the ledger nothing is signed', async () => {
  await using database = await aCertificateDatabase()
  let signatures = 0
  const signer = aSigner()
  const counting = { ...signer, sign: (bytes: Uint8Array) => signer.sign(bytes).finally(() => signatures++) }
  await using one = await aReplica(database, counting)
  await one.kysely.schema.dropTable('certificate.issuance_mark').execute()
  await expect(one.issue({ traits: { lot: 'EW4109' } })).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
  expect(signatures).toBe(0)
})
