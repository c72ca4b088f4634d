import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { dropIndexes, restoreIndexes } from '../../../local/population/indexes.ts'
import { loadPopulation } from '../../../local/population/load.ts'
import { personas } from '../../../local/population/personas.ts'
import { tables } from '../../../local/population/rows.ts'
import { entryMigrations } from '../../../subgraphs/entry-registry/store/tables.ts'
import { type Database, migrate } from '../../../subgraphs/kernel/database.ts'
import { personMigrations } from '../../../subgraphs/person/store/tables.ts'
import { proxyConsentMigrations } from '../../../subgraphs/proxy-consent/migrations.ts'
import { type RecoveryTables, recoveryMigrations } from '../../../subgraphs/recovery/store/tables.ts'
import { testMigrations } from '../../../subgraphs/test/store/tables.ts'
import { vaccineMigrations } from '../../../subgraphs/vaccine/store/tables.ts'
import { anEmbeddedDatabase, aServerDatabase } from '../../database.ts'
import { novemberEvening } from './population.ts'

const server = process.env.TEST_DATABASE_URL ?? ''
const plan = { seed: 1, size: 1_000, on: novemberEvening }

const engines = [
  { engine: 'PGlite', isAbsent: false, open: anEmbeddedDatabase },
  {
    engine: server ? 'PostgreSQL' : 'PostgreSQL (skipped: no TEST_DATABASE_URL)',
    isAbsent: server === '',
    open: () => aServerDatabase(server),
  },
]

async function migrateAll(database: Database): Promise<void> {
  await migrate(database, 'person', personMigrations)
  await migrate(database, 'vaccine', vaccineMigrations)
  await migrate(database, 'test', testMigrations)
  await migrate(database, 'recovery', recoveryMigrations)
  await migrate(database, 'entry_registry', entryMigrations)
  await migrate(database, 'proxy_consent', proxyConsentMigrations)
}

async function counted(database: Database, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(
    database.as<unknown>(),
  )
  return rows[0]?.count ?? -1
}

/** One number for all that a table holds, whatever the order; but for when it came. */
async function fingerprint(database: Database, table: string): Promise<string> {
  const { rows } = await sql<{ print: string }>`
    select sum(('x' || substr(md5((to_jsonb(row) - 'arrived_at')::text), 1, 8))::bit(32)::bigint)::text as print from ${sql.table(table)} as row
  `.execute(database.as<unknown>())
  return rows[0]?.print ?? ''
}

async function freshnessOfCases(database: Database): Promise<Date> {
  const freshness = database.as<RecoveryTables>().selectFrom('recovery.freshness').select('updated_at')
  return (await freshness.executeTakeFirstOrThrow()).updated_at
}

async function indexNames(database: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select indexname as name from pg_indexes where schemaname in ('person', 'vaccine', 'test', 'recovery') order by 1
  `.execute(database.as<unknown>())
  return rows.map(row => row.name)
}

describe.each(engines)('on $engine', ({ isAbsent, open }) => {
  test.skipIf(isAbsent)(
    'a thousand persons and the personas are loaded, and again the same ones instead of them',
    async () => {
      await using database = await open()
      await migrateAll(database)
      const seen: number[] = []
      const loaded = await loadPopulation(database, { ...plan, progress: done => seen.push(done) })
      expect(loaded.persons).toBe(1_000 + personas.length)
      for (const table of tables) expect(await counted(database, table)).toBe(loaded.rows[table])
      expect(seen.at(-1)).toBe(1_000)
      expect(await freshnessOfCases(database)).toEqual(novemberEvening)

      const prints = () => Promise.all(tables.map(table => fingerprint(database, table)))
      const before = await prints()
      await loadPopulation(database, plan)
      expect(await prints()).toEqual(before)
    },
  )

  test.skipIf(isAbsent)('indexes that a dead load left dropped come back with the next one', async () => {
    await using database = await open()
    await migrateAll(database)
    const before = await indexNames(database)
    await dropIndexes(database, tables)
    expect((await indexNames(database)).length).toBe(before.length - 6)
    await dropIndexes(database, tables)
    await loadPopulation(database, { ...plan, size: 10 })
    expect(await indexNames(database)).toEqual(before)
    await restoreIndexes(database)
    expect(await indexNames(database)).toEqual(before)
  })
})

test('a size beyond the number space is refused, and the registries stay as they are', async () => {
  await using database = await anEmbeddedDatabase()
  await migrateAll(database)
  await loadPopulation(database, { ...plan, size: 5 })
  await expect(loadPopulation(database, { ...plan, size: 9_000_000 })).rejects.toThrow(RangeError)
  expect(await counted(database, 'person.person')).toBe(5 + personas.length)
})
