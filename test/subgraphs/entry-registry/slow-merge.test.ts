import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createKommuneOfPostalCode } from '../../../schema/code-lists/postal-codes.ts'
import { ingestFolder } from '../../../subgraphs/entry-registry/ingest/ingest-folder.ts'
import { aRow, drop } from './an-extract.ts'
import { doctor, morning, type Office, openOffice } from './an-office.ts'

/*
 * Rows are dated when their transaction begins and seen when it ends. The embedded database has one connection, so only a
 * server can have a transaction that is slow beside a list that is asked for.
 */
const names = (list: { edges: { node: { entry: { name: string } } }[] }) =>
  list.edges.map(({ node }) => node.entry.name)

async function listOf(office: Office, more = '') {
  const query = `{ municipality(number: "4601") { travellers(purpose: QUARANTINE ${more}) {
    changesUntil edges { node { entry { name } } } } } }`
  const { data, errors } = await office.ask(query, doctor)
  expect(errors).toEqual([])
  return data.municipality.travellers
}

/** Until it is let go, nobody can write entries, and everybody can read them. */
async function holdEntries({ database }: Office) {
  const [locked, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const over = database
    .as<unknown>()
    .transaction()
    .execute(async transaction => {
      await sql`lock table entry_registry.irrs_entry in share mode`.execute(transaction)
      locked.resolve()
      await letGo.promise
    })
  await locked.promise
  return async () => {
    letGo.resolve()
    await over
  }
}

async function untilMerging({ database }: Office): Promise<void> {
  for (let rows: unknown[] = []; rows.length === 0; await setTimeout(20)) {
    ;({ rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      database.as<unknown>(),
    ))
  }
}

test.skipIf(!process.env.TEST_DATABASE_URL)(
  'who comes in by a transaction that began before a list was asked for, and ended after, is told as a change since',
  async () => {
    await using office = await openOffice()
    const { number } = await office.arrive({ in: 'PREPAREDNESS', entry: { entry_kommune: '0301' } })
    const folder = await mkdtemp(join(tmpdir(), 'helsegraf-slow-'))
    await drop(folder, 'a', [aRow(1, { p_unique_id: number, p_first_name: 'Sein' })])
    const letGo = await holdEntries(office)
    const taking = ingestFolder(folder, {
      database: office.database,
      rules: { kommuneOf: createKommuneOfPostalCode(), profile: 'only-synthetic' },
      now: () => morning,
      progress: () => {},
    })
    await untilMerging(office)
    // Longer ago than clocks differ.
    await sql`update entry_registry.extract set merging_at = merging_at - interval '5 minutes'`.execute(
      office.database.as<unknown>(),
    )
    const during = await listOf(office)
    expect(names(during)).toEqual([])
    const { rows } = await sql<{ merging_at: Date }>`select merging_at from entry_registry.extract`.execute(
      office.database.as<unknown>(),
    )
    expect(Date.parse(during.changesUntil)).toBe(rows[0]?.merging_at.getTime())
    const leaving = new AbortController()
    const events = office.subscribe(
      `subscription { travellersChanged(municipality: "4601", purpose: QUARANTINE) {
        at travellers { edges { node { entry { name } } } } } }`,
      doctor,
      leaving.signal,
    )
    const told: string[][] = []
    for await (const { data } of events) {
      told.push(names(data.travellersChanged.travellers))
      if (told.length === 1) {
        await letGo()
        expect(await taking).toMatchObject([{ outcome: 'taken', rows: 1 }])
      } else break
    }
    leaving.abort()
    expect(told).toEqual([[], ['Sein Nordmann']])
    expect(names(await listOf(office, `, changedSince: "${during.changesUntil}"`))).toEqual(['Sein Nordmann'])
    expect(names(await listOf(office, `, changedSince: "${new Date(Date.now() + 1_000).toISOString()}"`))).toEqual([])
    await rm(folder, { recursive: true })
  },
)
