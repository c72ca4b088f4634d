import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { createDomesticIssuer, type IssuedDomestic, type Signer } from '../../../subgraphs/certificate/dcc/index.ts'
import {
  createIssueDomesticOnce,
  type DomesticOrder,
} from '../../../subgraphs/certificate/issuance/issue-domestic-once.ts'
import { openDevelopmentSigner } from '../../../subgraphs/certificate/signers/development-keys.ts'
import type { SignedCertificates } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import { type CertificateTables, certificateMigrations } from '../../../subgraphs/certificate/store/tables.ts'
import { migrate } from '../../../subgraphs/kernel/database.ts'
import { aDatabase, type TestDatabase } from '../../database.ts'

const now = new Date()
const hourMs = 3_600_000
const until = new Date(Math.floor(now.getTime() / hourMs) * hourMs + 24 * hourMs)
const order: DomesticOrder = {
  holder: { familyName: 'Ås', givenName: 'Liv', birthDate: localDate('1961-05-17') },
  from: new Date(until.getTime() - 24 * hourMs),
  until,
  rulesVersion: '2022-09-06',
  subject: 'subject-of-liv',
}

let database: TestDatabase
let signer: Signer
let signatures = 0
beforeAll(async () => {
  database = await aDatabase()
  await migrate(database, 'certificate', certificateMigrations)
  const real = await openDevelopmentSigner(await mkdtemp(join(tmpdir(), 'helsegraf-domestic-')), now)
  signer = {
    ...real,
    sign(bytes) {
      signatures++
      return real.sign(bytes)
    },
  }
})
afterAll(() => database[Symbol.asyncDispose]())

const secret = randomBytes(32)
const nothingRevoked = {
  isRevokedIssue: async () => false,
  revokedUntil: async () => undefined,
  renewalOf: async () => undefined,
}

function aReplica(revocations: Parameters<typeof createIssueDomesticOnce>[0]['revocations'] = nothingRevoked) {
  const kept = new Map<string, IssuedDomestic>()
  const cache: SignedCertificates<IssuedDomestic> = {
    find: async key => kept.get(key),
    keep: (key, issued) => void kept.set(key, issued),
    close: async () => {},
  }
  const issuer = createDomesticIssuer({ signerFor: () => signer, clock: () => new Date(), country: 'NO' })
  const kysely = database.as<CertificateTables>()
  return createIssueDomesticOnce({ issuer, kysely, cache, revocations, issueKeySecret: secret })
}

const rows = async () =>
  (await sql<{ subject: string }>`select * from certificate.domestic_issuance`.execute(database.as<unknown>())).rows

test('asked for ten times at once, and again, it is signed once and stands in the ledger once', async () => {
  signatures = 0
  const issueOnce = aReplica()
  const all = await Promise.all(Array.from({ length: 10 }, () => issueOnce(order, now)))
  const again = await issueOnce(order, now)
  expect(new Set([...all, again].map(({ no1 }) => no1)).size).toBe(1)
  expect(signatures).toBe(1)
  expect(await rows()).toMatchObject([{ subject: 'subject-of-liv' }])
})

test.each<[string, Partial<DomesticOrder>]>([
  ['another name', { holder: { ...order.holder, givenName: 'Live' } }],
  ['another end', { until: new Date(until.getTime() - hourMs) }],
  ['other rules', { rulesVersion: 'x' }],
])('with %s it is another certificate', async (_, but) => {
  const issueOnce = aReplica()
  const [one, other] = [await issueOnce(order, now), await issueOnce({ ...order, ...but }, now)]
  expect(other.no1).not.toBe(one.no1)
})

test('a key whose signatures of now are revoked signs none', async () => {
  const issueOnce = aReplica({ ...nothingRevoked, isRevokedIssue: async () => true })
  await expect(issueOnce(order, now)).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
})

test('without its ledger nothing is signed', async () => {
  await sql`alter table certificate.domestic_issuance rename to away`.execute(database.as<unknown>())
  signatures = 0
  await expect(aReplica()(order, now)).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
  expect(signatures).toBe(0)
  await sql`alter table certificate.away rename to domestic_issuance`.execute(database.as<unknown>())
})
