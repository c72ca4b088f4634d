import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Issued } from '../../../subgraphs/certificate/dcc/index.ts'
import { createPdfLinks, linkSeconds, type PdfOrder } from '../../../subgraphs/certificate/pdf/links.ts'
import { type CertificateTables, certificateMigrations } from '../../../subgraphs/certificate/store/tables.ts'
import { migrate } from '../../../subgraphs/kernel/database.ts'
import { aDatabase, type TestDatabase } from '../../database.ts'
import { anOrder, now } from './an-order.ts'

const { issued } = anOrder()
const order: PdfOrder = {
  issued: { ...issued, uvci: 'URN:UVCI:01:NO:VAK/TR2JXQSG4KKSVWBGP', keyId: 'AAAAAAAAAAA=' } satisfies Issued,
  version: 'V4',
  locale: 'nn',
  access: {
    subject: 'subject of mona',
    basis: 'self',
    purpose: 'own-insight',
    caller: { kind: 'citizen', id: 'pseudonym of mona', client: 'helsenorge-web' },
    correlationId: 'c1',
  },
}
const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000)

let database: TestDatabase
beforeAll(async () => {
  database = await aDatabase()
  await migrate(database, 'certificate', certificateMigrations)
})
afterAll(() => database[Symbol.asyncDispose]())

/** One replica; they share the database and nothing else. */
const aReplica = () => createPdfLinks(database.as<CertificateTables>())
const rows = async () =>
  (await sql<{ token_hash: string }>`select * from certificate.pdf_link`.execute(database.as<unknown>())).rows

test('a link made on one replica is taken on another, as it was made, once', async () => {
  const { token } = await aReplica().make(order, now)
  const [one, other] = [aReplica(), aReplica()]
  expect(await one.take(token, after(10))).toEqual(order)
  expect(await other.take(token, after(10))).toBeUndefined()
})

test('of four replicas that are asked ten times each at once, one takes it, once', async () => {
  const { token } = await aReplica().make(order, now)
  const replicas = Array.from({ length: 4 }, aReplica)
  const taken = await Promise.all(
    replicas.flatMap(replica => Array.from({ length: 10 }, () => replica.take(token, after(1)))),
  )
  expect(taken.filter(Boolean)).toHaveLength(1)
})

test.each([
  ['before it ends', linkSeconds - 1, true],
  ['when it ends', linkSeconds, false],
])('%s it is worth something or nothing', async (_, seconds, isGood) => {
  const { token, expiresAt } = await aReplica().make(order, now)
  expect(expiresAt).toEqual(after(linkSeconds))
  expect((await aReplica().take(token, after(seconds))) !== undefined).toBe(isGood)
})

test('another token, and the same one written otherwise, takes nothing and spends nothing', async () => {
  const { token } = await aReplica().make(order, now)
  const replica = aReplica()
  for (const wrong of [`${token}=`, token.slice(1), `${token}A`, token.toLowerCase(), '', '\0'])
    expect(await replica.take(wrong, now)).toBeUndefined()
  expect(await replica.take(token, now)).toEqual(order)
})

test('links nobody followed are dropped when the next is made, and by sweeping', async () => {
  await aReplica().dropExpired(after(10 * linkSeconds))
  expect(await rows()).toEqual([])
  await aReplica().make(order, now)
  await aReplica().make(order, after(2 * linkSeconds))
  expect(await rows()).toHaveLength(1)
})

test('the same order makes another row each time: nothing in the table tells who asked', async () => {
  await aReplica().dropExpired(after(100 * linkSeconds))
  await aReplica().make(order, now)
  await aReplica().make(order, now)
  const all = await rows()
  expect(new Set(all.map(({ token_hash }) => token_hash)).size).toBe(2)
  // Each has a character that no random base64url has.
  expect(JSON.stringify(all)).not.toMatch(/of mona|Sørby|HC1:|VAK\//)
})
