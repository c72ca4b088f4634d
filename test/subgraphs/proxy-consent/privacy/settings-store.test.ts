import type { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../../../schema/scalars/local-date.ts'
import { migrate } from '../../../../subgraphs/kernel/database.ts'
import { ownCatalogue } from '../../../../subgraphs/proxy-consent/privacy/catalogue/catalogue.ts'
import { findAliases, learnNumbers } from '../../../../subgraphs/proxy-consent/privacy/store/persons.ts'
import {
  type ChangeOrder,
  changeSetting,
  findChanges,
  findEvidence,
  findSettings,
  listActive,
  readFeed,
} from '../../../../subgraphs/proxy-consent/privacy/store/settings.ts'
import { type PrivacyTables, privacyMigrations } from '../../../../subgraphs/proxy-consent/privacy/store/tables.ts'
import { aDNummer, aFellesHjelpenummer, aFodselsnummer } from '../../../builders/identifier.ts'
import { aDatabase, type TestDatabase } from '../../../database.ts'

let database: TestDatabase
let db: Kysely<PrivacyTables>
beforeAll(async () => {
  database = await aDatabase()
  await migrate(database, 'proxy_consent', privacyMigrations)
  db = database.as<PrivacyTables>()
})
afterAll(() => database[Symbol.asyncDispose]())

const guids = ownCatalogue.definitions.map(({ guid }) => guid)
let nextGuid = 0
/** A definition of the test's own, so that no other test is in its feed. */
const aDefinition = () => `00000000-0000-4000-8000-${String(nextGuid++).padStart(12, '0')}`
const now = new Date('2022-01-10T12:00:00Z')

function anOrder(but: Partial<ChangeOrder> = {}): ChangeOrder {
  return {
    definition: aDefinition(),
    identifiers: [aFodselsnummer()],
    isActive: true,
    now,
    madeBy: 'CITIZEN',
    caller: 'pseudonym',
    ...but,
  }
}
const change = (order: ChangeOrder) => db.transaction().execute(trx => changeSetting(trx, order))

test('a setting and its change are written together, and each change counts one on', async () => {
  const order = anOrder()
  const [set, same, lifted] = [await change(order), await change(order), await change({ ...order, isActive: false })]
  expect([set.outcome, same.outcome, lifted.outcome]).toEqual(['changed', 'unchanged', 'changed'])
  expect(await findSettings(db, order.identifiers)).toMatchObject([
    { definition: order.definition, isActive: false, sequence: 2 },
  ])
  expect(await readFeed(db, { definition: order.definition, after: 0, limit: 10 })).toMatchObject([
    { position: 1, sequence: 1, isActive: true },
    { position: 2, sequence: 2, isActive: false },
  ])
})

test('ending what was never set changes nothing', async () => {
  expect(await change(anOrder({ isActive: false }))).toEqual({ outcome: 'unchanged', setting: undefined })
})

test('a paper that is older than what the citizen has decided does not change it', async () => {
  const order = anOrder()
  await change(order)
  const paper = { ...order, isActive: false, madeBy: 'ACTOR' as const, decidedAt: new Date('2022-01-09T12:00:00Z') }
  expect((await change(paper)).outcome).toBe('superseded')
  expect(await findSettings(db, order.identifiers)).toMatchObject([{ isActive: true }])
})

test('a citizen’s decision holds though another’s clock is ahead', async () => {
  const order = anOrder()
  await change(order)
  await change({ ...order, isActive: false, now: new Date(now.getTime() - 60_000) })
  expect(await findSettings(db, order.identifiers)).toMatchObject([{ isActive: false, sequence: 2 }])
})

test('what was set on an old number is found and changed on the new one, with its history', async () => {
  const [fhn, dnr, fnr] = [aFellesHjelpenummer(), aDNummer(), aFodselsnummer()]
  const order = anOrder({ identifiers: [fhn] })
  await change(order)
  expect(await findSettings(db, [dnr, fhn])).toMatchObject([{ isActive: true, identifier: fhn }])
  await change({ ...order, identifiers: [fnr, dnr, fhn], isActive: false })
  expect(await findSettings(db, [fnr])).toMatchObject([{ isActive: false, sequence: 2, identifier: fnr }])
  expect(await findChanges(db, [fnr, dnr, fhn])).toHaveLength(2)
})

test('two settings that turn out to be one person’s become one at the next change', async () => {
  const [dnr, fnr] = [aDNummer(), aFodselsnummer()]
  const order = anOrder()
  await change({ ...order, identifiers: [dnr] })
  await change({ ...order, identifiers: [fnr], now: new Date(now.getTime() + 1) })
  await change({ ...order, identifiers: [fnr, dnr], isActive: false, now: new Date(now.getTime() + 2) })
  expect(
    await listActive(db, { definition: order.definition, after: 0, limit: 9, day: localDate('2022-01-10') }),
  ).toEqual([])
  expect(await findSettings(db, [fnr, dnr])).toMatchObject([{ isActive: false, sequence: 2 }])
})

test('numbers that a grant has told of are found by any of them', async () => {
  const [dnr, fnr] = [aDNummer(), aFodselsnummer()]
  await learnNumbers(db, { subject: 'one', identifiers: [dnr], now })
  await learnNumbers(db, { subject: 'one', identifiers: [fnr, dnr], now })
  expect(await findAliases(db, dnr)).toEqual([fnr, dnr])
  const stranger = aFodselsnummer()
  expect(await findAliases(db, stranger)).toEqual([stranger])
})

test('many at once: positions have no gap, and each person’s changes come in order', async () => {
  const definition = guids[0] ?? ''
  const people = [aFodselsnummer(), aFodselsnummer(), aFodselsnummer()]
  const flips = people.flatMap(person => Array.from({ length: 8 }, (_, at) => ({ person, isActive: at % 2 === 0 })))
  await Promise.all(
    flips.map(({ person, isActive }) => change(anOrder({ definition, identifiers: [person], isActive }))),
  )
  const feed = await readFeed(db, { definition, after: 0, limit: 100 })
  expect(feed.map(({ position }) => position)).toEqual(feed.map((_, at) => at + 1))
  for (const person of people) {
    const own = feed.filter(({ identifier }) => identifier === person).map(({ sequence }) => sequence)
    expect(own).toEqual(own.map((_, at) => at + 1))
  }
})

test('a change that is rolled back leaves no gap', async () => {
  const order = anOrder()
  await db
    .transaction()
    .execute(async trx => {
      await changeSetting(trx, order)
      throw new Error('the caller has gone')
    })
    .catch(() => {})
  expect(await change(order)).toMatchObject({ outcome: 'changed', position: 1 })
})

test('citizens with an active setting come in pages, without those whose time is over', async () => {
  const definition = aDefinition()
  const until = localDate('2022-01-09')
  for (let at = 0; at < 5; at++) await change(anOrder({ definition }))
  await change(anOrder({ definition, until }))
  const first = await listActive(db, { definition, after: 0, limit: 3, day: localDate('2022-01-10') })
  const second = await listActive(db, {
    definition,
    after: first.at(-1)?.number ?? 0,
    limit: 3,
    day: localDate('2022-01-10'),
  })
  expect([first.length, second.length]).toEqual([3, 2])
  expect(new Set([...first, ...second].map(({ identifier }) => identifier)).size).toBe(5)
})

test('evidence is kept with its change, byte for byte, and belongs to that person alone', async () => {
  const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0, 255, 128])
  const order = anOrder({ madeBy: 'ACTOR', evidence: { mediaType: 'application/pdf', bytes } })
  await change(order)
  const { definition, identifiers } = order
  const kept = await findEvidence(db, { definition, position: 1, identifiers })
  expect(kept && Buffer.compare(kept.bytes, bytes)).toBe(0)
  expect(await findEvidence(db, { definition, position: 1, identifiers: [aFodselsnummer()] })).toBeUndefined()
  expect(await findChanges(db, identifiers)).toMatchObject([{ evidence: { mediaType: 'application/pdf' } }])
})

test('restrictions are kept as they were given, and the same ones again are no change', async () => {
  const restrictions = [{ organisation: '312700107', areas: ['tests' as const], until: localDate('2022-12-31') }]
  const order = anOrder({ restrictions })
  await change(order)
  expect(await findSettings(db, order.identifiers)).toMatchObject([{ restrictions }])
  expect((await change(order)).outcome).toBe('unchanged')
  expect((await change({ ...order, restrictions: [{}] })).outcome).toBe('changed')
})
