import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import type { VaccinationFacts } from '../../../subgraphs/certificate/dcc/facts.ts'
import { createIssuer, type Issuer, type Signer, signatureOf } from '../../../subgraphs/certificate/dcc/index.ts'
import { createIssueOnce, type Order } from '../../../subgraphs/certificate/issuance/issue-once.ts'
import { openDevelopmentSigner } from '../../../subgraphs/certificate/signers/development-keys.ts'
import { createLedger } from '../../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import { type CertificateTables, certificateMigrations } from '../../../subgraphs/certificate/store/tables.ts'
import { type Database, migrate } from '../../../subgraphs/kernel/database.ts'
import { aDatabase } from '../../database.ts'

const now = new Date()
const facts: VaccinationFacts = {
  kind: 'vaccination',
  holder: { familyName: 'Ås', givenName: 'Liv', birthDate: localDate('1961-05-17') },
  event: '6f1c5f9e-4a71-4d0a-9a57-0c9d8f1f3f11',
  country: 'NO',
  product: 'EU/1/20/1528',
  manufacturer: 'ORG-100030215',
  prophylaxis: '1119349007',
  doseNumber: 2,
  doses: 2,
  givenOn: localDate('2021-08-02'),
}
const order: Order = {
  facts,
  until: new Date(now.getTime() + 90 * 86_400_000),
  rulesVersion: '2022-01-01',
  subject: 'subject-of-liv',
}
const secrets = { uvciKey: randomBytes(32), issueKeySecret: randomBytes(32) }

let signer: Signer
let signatures = 0
beforeAll(async () => {
  const real = await openDevelopmentSigner(await mkdtemp(join(tmpdir(), 'helsegraf-signer-')), now)
  signer = {
    ...real,
    sign(bytes) {
      signatures++
      return real.sign(bytes)
    },
  }
})

const anIssuer = (): Issuer =>
  createIssuer({
    signerFor: () => signer,
    clock: () => new Date(),
    country: 'NO',
    issuerName: 'Test',
    uvciKey: secrets.uvciKey,
  })

/** One replica: its own cache and issuer, the ledger of all. */
function aReplica(database: Database) {
  const ledger = createLedger(database.as<CertificateTables>(), secrets.issueKeySecret)
  return createIssueOnce({ issuer: anIssuer(), ledger, cache: createMemoryCache(), ...secrets })
}

async function aLedgerDatabase() {
  const database = await aDatabase()
  await migrate(database, 'certificate', certificateMigrations)
  return database
}

const rowsOf = (database: Database) =>
  database.as<CertificateTables>().selectFrom('certificate.issuance').selectAll().execute()
const signaturesIn = (database: Database) =>
  database.as<CertificateTables>().selectFrom('certificate.signature').selectAll().orderBy('issue_key').execute()
const signatureTable = (database: Database) => database.as<CertificateTables>().updateTable('certificate.signature')

test('a hundred who ask at once get one certificate, signed once, with one row in the ledger', async () => {
  await using database = await aLedgerDatabase()
  const issue = aReplica(database)
  signatures = 0
  const issued = await Promise.all(Array.from({ length: 100 }, () => issue(order, now)))
  expect(new Set(issued.map(({ hc1 }) => hc1)).size).toBe(1)
  expect(signatures).toBe(1)
  expect(await rowsOf(database)).toMatchObject([
    { uvci: issued[0]?.uvci, kind: 'vaccination', subject: 'subject-of-liv' },
  ])
})

test('two replicas that issue at once give the same text, with one row', async () => {
  await using database = await aLedgerDatabase()
  const replicas = [aReplica(database), aReplica(database)]
  const issued = await Promise.all(Array.from({ length: 100 }, (_, index) => replicas[index % 2]?.(order, now)))
  expect(new Set(issued.map(one => one?.hc1)).size).toBe(1)
  expect(await rowsOf(database)).toHaveLength(1)
  expect(await signaturesIn(database)).toHaveLength(1)
})

test('after a restart with an empty cache, the same text is given and nothing is signed', async () => {
  await using database = await aLedgerDatabase()
  const first = await aReplica(database)(order, now)
  signatures = 0
  await new Promise(resolve => setTimeout(resolve, 1_100))
  const second = await aReplica(database)(order, new Date())
  expect(second).toEqual(first)
  expect(signatures).toBe(0)
})

test.each<[string, (database: Database) => Promise<unknown>]>([
  ['was damaged', database => signatureTable(database).set({ sealed: '1.AAAA' }).execute()],
  [
    'belongs to another certificate',
    async database => {
      const [one, other] = await signaturesIn(database)
      await signatureTable(database)
        .set({ sealed: other?.sealed ?? '' })
        .where('issue_key', '=', one?.issue_key ?? '')
        .execute()
      await signatureTable(database)
        .set({ sealed: one?.sealed ?? '' })
        .where('issue_key', '=', other?.issue_key ?? '')
        .execute()
    },
  ],
])('a kept signature that %s is dropped, and the certificate signed anew under the same id', async (_, damage) => {
  await using database = await aLedgerDatabase()
  const first = await aReplica(database)(order, now)
  await aReplica(database)({ ...order, facts: { ...facts, event: 'another' } }, now)
  await damage(database)
  const second = await aReplica(database)(order, now)
  expect(second.uvci).toBe(first.uvci)
  expect(second.hc1).not.toBe(first.hc1)
  expect((await aReplica(database)(order, now)).hc1).toBe(second.hc1)
})

test('signatures are dropped when their certificates have expired; the rows of the ledger stay', async () => {
  await using database = await aLedgerDatabase()
  await aReplica(database)(order, now)
  const ledger = createLedger(database.as<CertificateTables>(), secrets.issueKeySecret)
  await ledger.dropExpired(now)
  expect(await signaturesIn(database)).toHaveLength(1)
  await ledger.dropExpired(new Date(order.until.getTime() + 1_000))
  expect(await signaturesIn(database)).toEqual([])
  expect(await rowsOf(database)).toHaveLength(1)
})

test('the kept signature is sealed: it does not tell whether somebody’s guess of the facts is right', async () => {
  await using database = await aLedgerDatabase()
  const { hc1 } = await aReplica(database)(order, now)
  const [kept] = await signaturesIn(database)
  const bytes = Buffer.from(kept?.sealed.slice(2) ?? '', 'base64url')
  const signature = Buffer.from(signatureOf(hc1))
  for (const form of ['latin1', 'base64', 'base64url', 'hex'] as const) {
    expect(bytes.toString('latin1')).not.toContain(signature.toString(form))
  }
})

test('a replica that could not keep its signature gives nothing; the next one asked gives the certificate', async () => {
  await using database = await aLedgerDatabase()
  const ledger = createLedger(database.as<CertificateTables>(), secrets.issueKeySecret)
  const failing = { ...ledger, keep: () => Promise.reject(new Error('the disk is full')) }
  const issue = createIssueOnce({ issuer: anIssuer(), ledger: failing, cache: createMemoryCache(), ...secrets })
  await expect(issue(order, now)).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
  expect((await aReplica(database)(order, now)).hc1).toMatch(/^HC1:/)
  expect(await rowsOf(database)).toHaveLength(1)
})

test('a key that is changed while a certificate is under way signs nothing under the other’s row', async () => {
  await using database = await aLedgerDatabase()
  const replaced = await openDevelopmentSigner(await mkdtemp(join(tmpdir(), 'helsegraf-signer-')), now)
  const chosen = [signer, replaced]
  const issuer = createIssuer({
    signerFor: () => chosen.shift() ?? replaced,
    clock: () => new Date(),
    country: 'NO',
    issuerName: 'Test',
    uvciKey: secrets.uvciKey,
  })
  const ledger = createLedger(database.as<CertificateTables>(), secrets.issueKeySecret)
  const issued = await createIssueOnce({ issuer, ledger, cache: createMemoryCache(), ...secrets })(order, now)
  expect(await rowsOf(database)).toMatchObject([{ key_id: issued.keyId }])
})

test.each<[string, Partial<VaccinationFacts>]>([
  ['another dose', { doseNumber: 3, doses: 3 }],
  ['another day', { givenOn: localDate('2021-08-03') }],
  ['a corrected name', { holder: { ...facts.holder, givenName: 'Live' } }],
  ['another product', { product: 'EU/1/20/1507', manufacturer: 'ORG-100031184' }],
])('%s makes a new certificate at once, under the same id', async (_, but) => {
  await using database = await aLedgerDatabase()
  const issue = aReplica(database)
  const first = await issue(order, now)
  const second = await issue({ ...order, facts: { ...facts, ...but } }, now)
  expect(second.hc1).not.toBe(first.hc1)
  expect(second.uvci).toBe(first.uvci)
  expect((await issue(order, now)).hc1).toBe(first.hc1)
  expect(await rowsOf(database)).toHaveLength(2)
})

test('changed rules make a new certificate', async () => {
  await using database = await aLedgerDatabase()
  const issue = aReplica(database)
  const first = await issue(order, now)
  expect((await issue({ ...order, rulesVersion: '2022-02-01' }, now)).hc1).not.toBe(first.hc1)
})

test('without its row in the ledger nothing is signed', async () => {
  const issue = createIssueOnce({
    issuer: anIssuer(),
    ledger: {
      record: () => Promise.reject(new Error('the disk is full')),
      keep: (_, own) => Promise.resolve(own),
      forget: () => Promise.resolve(),
      dropExpired: () => Promise.resolve(),
    },
    cache: createMemoryCache(),
    ...secrets,
  })
  signatures = 0
  await expect(issue(order, now)).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
  expect(signatures).toBe(0)
})

test('while the signer is down, what was signed is still given, and new ones are refused by name', async () => {
  await using database = await aLedgerDatabase()
  const issue = aReplica(database)
  const first = await issue(order, now)
  const working = signer
  signer = { ...working, sign: () => Promise.reject(new Error('the token was pulled out')) }
  try {
    expect((await issue(order, now)).hc1).toBe(first.hc1)
    const other = { ...order, facts: { ...facts, event: 'another' } }
    await expect(issue(other, now)).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
  } finally {
    signer = working
  }
})

test('the ledger holds no name, no number and no fact', async () => {
  await using database = await aLedgerDatabase()
  await aReplica(database)(order, now)
  const text = JSON.stringify(await rowsOf(database))
  for (const personal of ['Ås', 'Liv', '1961', 'EU/1/20/1528', facts.event]) expect(text).not.toContain(personal)
})
