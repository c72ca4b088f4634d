import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createKommuneOfPostalCode, readPostalRegister } from '../../../schema/code-lists/postal-codes.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import type { IngestParts } from '../../../subgraphs/entry-registry/ingest/ingest-extract.ts'
import { ingestFolder } from '../../../subgraphs/entry-registry/ingest/ingest-folder.ts'
import { type EntryTables, entryMigrations } from '../../../subgraphs/entry-registry/store/tables.ts'
import { type Database, migrate } from '../../../subgraphs/kernel/database.ts'
import { anEntry } from '../../builders/entry.ts'
import { aDNummer, aFellesHjelpenummer, aFodselsnummer } from '../../builders/identifier.ts'
import { aDatabase, type TestDatabase } from '../../database.ts'
import { aRow, drop, type ExtractRow } from './an-extract.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await aDatabase()
  await migrate(database, 'entry_registry', entryMigrations)
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helsegraf-extract-'))
  await sql`truncate entry_registry.irrs_entry, entry_registry.preparedness_entry, entry_registry.extract,
    entry_registry.bad_row, entry_registry.freshness, entry_registry.kommune_freshness cascade`.execute(
    database.as<unknown>(),
  )
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const partsOn = (on: Database, told: number[] = []): IngestParts => ({
  database: on,
  rules: { kommuneOf: createKommuneOfPostalCode(), profile: 'only-synthetic' },
  now: () => new Date('2021-11-22T09:30:00Z'),
  progress: rows => void told.push(rows),
  rowsPerCommit: 100,
})
const take = () => ingestFolder(folder, partsOn(database))
const entries = () =>
  database.as<EntryTables>().selectFrom('entry_registry.irrs_entry').selectAll().orderBy('reference').execute()
const badRows = async () => {
  const { rows } =
    await sql<object>`select line, column_name, reason from entry_registry.bad_row order by line`.execute(
      database.as<unknown>(),
    )
  return rows
}

test('an extract comes in whole, with how fresh it is; its file is deleted, and its manifest kept', async () => {
  await drop(folder, 'a', [
    aRow(1, { p_unique_id: aFodselsnummer() }),
    aRow(2, { a_employer_name: 'Ferje; og "båt" AS' }),
  ])
  expect(await take()).toEqual([{ manifest: 'a.manifest.json', outcome: 'taken', rows: 2, badRows: 0 }])
  expect(await entries()).toMatchObject([
    { reference: '4601-47-4-1-1', entry_kommune: '4601', login_method: 'ID_PORTEN', unmatched_reason: null },
    { reference: '4601-47-4-2-1', employer_name: 'Ferje; og "båt" AS', unmatched_reason: 'ID_MISSING' },
  ])
  const { rows } = await sql<object>`select * from entry_registry.freshness`.execute(database.as<unknown>())
  expect(rows).toEqual([{ source: 'IRRS', updated_at: new Date('2021-11-22T03:00:00Z') }])
  expect(await readdir(folder, { recursive: true })).toEqual(['done', join('done', 'a.manifest.json')])
})

const [fnr, dnr, fhn] = [aFodselsnummer(), aDNummer(), aFellesHjelpenummer()]
test.each<[string, ExtractRow, object]>([
  ['a fødselsnummer', { p_unique_id: fnr }, { fodselsnummer: fnr, identifier: fnr, unmatched_reason: null }],
  [
    'a D-nummer in the field for anything',
    { p_unique_id: dnr },
    { d_nummer: dnr, identifier: dnr, fodselsnummer: null },
  ],
  [
    'all three, of which fødselsnummer goes first',
    { p_unique_id: fnr, p_dnr: dnr, p_fh_number: fhn },
    { d_nummer: dnr, felles_hjelpenummer: fhn, identifier: fnr },
  ],
  ['D-nummer before felles hjelpenummer', { p_dnr: dnr, p_fh_number: fhn }, { identifier: dnr }],
  [
    'a felles hjelpenummer that the registration gave',
    { p_fh_number: fhn, p_fh_automatic: '1' },
    { identifier: fhn, identity_assignment: 'AUTOMATIC' },
  ],
  [
    'a number with a wrong digit',
    { p_unique_id: `${fnr.slice(0, 10)}${(Number(fnr[10]) + 1) % 10}` },
    { identifier: null, unmatched_reason: 'ID_INVALID', other_id_kind: 'UNREADABLE' },
  ],
  [
    'a number that could be a living person’s',
    { p_unique_id: '01010750160' },
    { identifier: null, unmatched_reason: 'ID_INVALID' },
  ],
  [
    'a passport',
    { p_unique_id: 'AB12345', p_id_country: 'PL' },
    { identifier: null, unmatched_reason: 'OTHER_ID_ONLY', other_id_kind: 'PASSPORT', other_id_country: 'PL' },
  ],
  ['nothing', {}, { identifier: null, unmatched_reason: 'ID_MISSING', other_id_kind: null }],
  [
    'an unknown postal code: no kommune is guessed',
    { a_location_zip_code: '9170' },
    { entry_kommune: null, quarantine_kommune: null },
  ],
  [
    'a hotel in another kommune',
    { hotel_municipality_number: '0301', l4: '4001' },
    { entry_kommune: '4601', quarantine_kommune: '0301' },
  ],
  [
    'a hotel in a kommune that there is not: it counts as none, and the entry is in the national queue',
    { a_location_zip_code: '9170', hotel_municipality_number: '9999' },
    { entry_kommune: null, quarantine_kommune: null },
  ],
  [
    'a hotel whose kommune only its postal code tells',
    { hotel_municipality_number: '9999', a_q_zip_code: '0150' },
    { quarantine_kommune: '0301' },
  ],
  ['a journey of the week to come', { a_date: '2021-11-29' }, { travelled_on: '2021-11-29' }],
])('%s', async (_, but, expected) => {
  await drop(folder, 'a', [aRow(1, but)])
  await take()
  expect(await entries()).toMatchObject([expected])
})

test('a row that cannot be read is kept aside with its line and the reason, and the others come in', async () => {
  await drop(folder, 'a', [
    aRow(1),
    aRow(2, { a_date: '2021-02-30' }),
    aRow(3, { p_last_name: '' }),
    aRow(4, { l1: '1003' }),
    aRow(5, { a_reference_code: 'x' }),
    aRow(6),
  ])
  expect(await take()).toMatchObject([{ rows: 2, badRows: 4 }])
  expect(await badRows()).toEqual([
    { line: 2, column_name: 'a_date', reason: 'unreadable' },
    { line: 3, column_name: 'p_last_name', reason: 'missing' },
    { line: 4, column_name: 'l1', reason: 'not in the list' },
    { line: 5, column_name: 'a_reference_code', reason: 'unreadable' },
  ])
})

test.each<[string, ExtractRow, string]>([
  ['a bydel that is too long', { district: '101' }, 'district'],
  ['a kommune of a hotel that is too long', { hotel_municipality_number: '46010' }, 'hotel_municipality_number'],
  ['a place in the party that no index holds', { p_serial: '1'.repeat(1_900) }, 'p_serial'],
  ['a text with a NUL', { a_employer_name: 'Verftet\0' }, 'a_employer_name'],
  ['a text of many pages', { a_location_address: 'x'.repeat(2_001) }, 'a_location_address'],
  ['a year that the database does not have', { p_birth_date: '0000-01-01' }, 'p_birth_date'],
  ['a journey that is too far ahead', { a_date: '2021-11-30' }, 'a_date'],
  ['a registration that is still to be made', { a_created: '2021-11-24T10:00:00Z' }, 'a_created'],
  ['a change of a year that will be', { p_updated: '9999-01-01T00:00:00Z' }, 'p_updated'],
])('%s is kept aside, and the others come in', async (_, but, column) => {
  await drop(folder, 'a', [aRow(1, but), aRow(2)])
  expect(await take()).toMatchObject([{ outcome: 'taken', rows: 1, badRows: 1 }])
  expect(await badRows()).toEqual([{ line: 1, column_name: column, reason: 'unreadable' }])
})

test('an extract with what the database does not take is refused, with nothing of it left; the next one comes in', async () => {
  await drop(folder, 'a', [aRow(1)])
  await drop(folder, 'b', [aRow(2, { a_location_zip_code: '0150' })])
  const lookUp = createKommuneOfPostalCode()
  const kommuneOf = Object.assign((code: string | null) => (code === '5003' ? '46010' : '0301'), lookUp)
  const parts = partsOn(database)
  expect(await ingestFolder(folder, { ...parts, rules: { ...parts.rules, kommuneOf } })).toMatchObject([
    { outcome: 'refused', reason: 'the extract has something that the database does not take' },
    { outcome: 'taken', rows: 1 },
  ])
  const left = await sql`select from pg_tables where tablename like 'waiting%'`.execute(database.as<unknown>())
  expect(left.rows).toEqual([])
})

/** Whatever has been on its way for ten days. */
const inElevenDays = () => new Date(Date.now() + 11 * 86_400_000)

test('what may be kept no longer is deleted, also where an extract is refused or the database stops answering', async () => {
  const insert = () =>
    database
      .as<EntryTables>()
      .insertInto('entry_registry.irrs_entry')
      .values(anEntry({ travelled_on: localDate('2021-11-01') }))
      .execute()
  await insert()
  await drop(folder, 'a', [aRow(1)], { rows: 2 })
  expect(await take()).toMatchObject([{ outcome: 'refused' }])
  expect(await entries()).toEqual([])
  await insert()
  await drop(folder, 'b', [aRow(1)])
  const dying: Database = { ...database, copyIn: () => Promise.reject(new Error('the connection is gone')) }
  await expect(ingestFolder(folder, partsOn(dying))).rejects.toThrow('the connection is gone')
  expect(await entries()).toEqual([])
})

test('refused extracts, those whose manifest never came and rows that wait for a process that died go after ten days', async () => {
  await drop(folder, 'a', [aRow(1)], { rows: 2 })
  await writeFile(join(folder, 'b.csv'), 'half of it')
  await take()
  await drop(folder, 'c', [aRow(2)])
  const dying: Database = {
    ...database,
    async copyIn(...args) {
      await database.copyIn(...args)
      throw new Error('the connection is gone')
    },
  }
  await expect(ingestFolder(folder, { ...partsOn(dying), now: () => new Date() })).rejects.toThrow()
  await rm(join(folder, 'c.manifest.json'))
  expect((await readdir(folder, { recursive: true })).length).toBe(5)
  await ingestFolder(folder, { ...partsOn(database), now: inElevenDays })
  expect(await readdir(folder, { recursive: true })).toEqual(['refused'])
  const left = await sql`select from pg_tables where tablename like 'waiting%'`.execute(database.as<unknown>())
  expect(left.rows).toEqual([])
})

test('the same bytes are another extract of another register and of another day: that nothing is new is news', async () => {
  await drop(folder, 'a', [aRow(1)])
  await drop(folder, 'b', [aRow(1)], { source: 'PREPAREDNESS' })
  expect(await take()).toMatchObject([{ outcome: 'taken' }, { outcome: 'taken' }])
  await drop(folder, 'c', [], { extractedAt: '2021-11-22T09:00:00Z' })
  await drop(folder, 'd', [], { extractedAt: '2021-11-23T03:00:00Z' })
  expect(await take()).toMatchObject([{ outcome: 'taken' }, { outcome: 'taken' }])
  const { rows } = await sql<object>`select * from entry_registry.freshness order by source`.execute(
    database.as<unknown>(),
  )
  expect(rows).toEqual([
    { source: 'IRRS', updated_at: new Date('2021-11-23T03:00:00Z') },
    { source: 'PREPAREDNESS', updated_at: new Date('2021-11-22T03:00:00Z') },
  ])
})

test('a row that is delivered again as it was is no change, and one that is another is', async () => {
  const arrivals = async () => {
    const { rows } = await sql<{ reference: string; arrived_at: Date }>`
      select reference, arrived_at from entry_registry.irrs_entry order by reference`.execute(database.as<unknown>())
    return rows.map(({ arrived_at }) => arrived_at.toISOString())
  }
  await drop(folder, 'a', [aRow(1), aRow(2)])
  await take()
  const long = '2021-11-22T04:00:00.000Z'
  await sql`update entry_registry.irrs_entry set arrived_at = ${long}::timestamptz`.execute(database.as<unknown>())
  await drop(folder, 'b', [aRow(1), aRow(2, { phone: '+4740000002' })], { extractedAt: '2021-11-23T03:00:00Z' })
  await take()
  expect(await arrivals()).toEqual([long, expect.not.stringMatching(long)])
})

test('the same file twice is taken in once; a newer one changes what has changed, an older one nothing', async () => {
  await drop(folder, 'a', [aRow(1)])
  await take()
  await drop(folder, 'b', [aRow(1)])
  expect(await take()).toEqual([{ manifest: 'b.manifest.json', outcome: 'known before' }])
  await drop(folder, 'c', [aRow(1, { p_last_name: 'Hansen', p_updated: '2021-11-21T10:00:00Z' })])
  await drop(folder, 'd', [aRow(1, { p_last_name: 'Olsen', p_updated: '2021-11-19T10:00:00Z' })])
  await take()
  expect(await entries()).toMatchObject([{ family_name: 'Hansen' }])
})

test('the same entry twice in one file is its newest', async () => {
  await drop(folder, 'a', [aRow(1, { p_updated: '2021-11-21T10:00:00Z', p_last_name: 'Ny' }), aRow(1)])
  expect(await take()).toMatchObject([{ outcome: 'taken', rows: 2 }])
  expect(await entries()).toMatchObject([{ family_name: 'Ny' }])
})

test.each<[string, Parameters<typeof drop>[3], string]>([
  ['that was cut on its way', { rows: 3 }, 'the extract has another number of rows than its manifest says'],
  ['of a day to come', { extractedAt: '2021-11-24T03:00:00Z' }, 'the manifest says that it is of a day to come'],
  ['that was changed on its way', { sha256: 'a'.repeat(64) }, 'the extract is not the one its manifest describes'],
])('an extract %s is refused, and nothing of it is seen', async (_, but, reason) => {
  await drop(folder, 'a', [aRow(1), aRow(2)], but)
  expect(await take()).toEqual([{ manifest: 'a.manifest.json', outcome: 'refused', reason }])
  expect(await entries()).toEqual([])
  expect(await readdir(join(folder, 'refused'))).toEqual(['a.csv', 'a.manifest.json'])
})

test.each([
  [
    'that names no extract that is there',
    `{"source":"IRRS","file":"b.csv","rows":1,"sha256":"${'a'.repeat(64)}","extractedAt":"2021-11-22"}`,
  ],
  ['that is not JSON', '{'],
  ['that names a file elsewhere', '{"source":"IRRS","file":"../b.csv"}'],
])('a manifest %s is refused', async (_, text) => {
  await writeFile(join(folder, 'a.manifest.json'), text)
  expect(await take()).toMatchObject([{ outcome: 'refused' }])
  expect(await readdir(folder)).toEqual(['refused'])
})

test('an extract whose manifest has not come is left alone', async () => {
  await writeFile(join(folder, 'a.csv'), 'half of it')
  expect(await take()).toEqual([])
  expect(await readdir(folder)).toEqual(['a.csv'])
})

test('what a process that died had read is not read again, and nobody saw any of it meanwhile', async () => {
  await drop(
    folder,
    'a',
    Array.from({ length: 150 }, (_, at) => aRow(at + 1, at === 7 ? { a_date: 'x' } : {})),
  )
  let copies = 0
  const dying: Database = {
    ...database,
    async copyIn(...args) {
      if (++copies === 2) throw new Error('the connection is gone')
      return database.copyIn(...args)
    },
  }
  await expect(ingestFolder(folder, partsOn(dying))).rejects.toThrow('the connection is gone')
  expect(await entries()).toEqual([])
  const copied: number[] = []
  const counting: Database = {
    ...database,
    async copyIn(table, columns, lines) {
      async function* counted() {
        let rows = 0
        for await (const text of lines) {
          rows += text.split('\n').length - 1
          yield text
        }
        copied.push(rows)
      }
      return database.copyIn(table, columns, counted())
    },
  }
  expect(await ingestFolder(folder, partsOn(counting))).toMatchObject([{ rows: 149, badRows: 1 }])
  expect(copied.reduce((sum, rows) => sum + rows, 0)).toBe(50)
  expect(await badRows()).toEqual([{ line: 8, column_name: 'a_date', reason: 'unreadable' }])
})

test('what a process had copied and not counted yet is counted when it goes on', async () => {
  await drop(
    folder,
    'a',
    Array.from({ length: 150 }, (_, at) => aRow(at + 1, at === 7 ? { a_date: 'x' } : {})),
  )
  const dying: Database = {
    ...database,
    async copyIn(...args) {
      await database.copyIn(...args)
      throw new Error('the process is gone')
    },
  }
  await expect(ingestFolder(folder, partsOn(dying))).rejects.toThrow('the process is gone')
  expect(await take()).toMatchObject([{ outcome: 'taken', rows: 149, badRows: 1 }])
  expect(await badRows()).toEqual([{ line: 8, column_name: 'a_date', reason: 'unreadable' }])
})

test('Posten’s own register can be read in place of the series', () => {
  const file = Buffer.from('0001\tOSLO\t0301\tOSLO\tP\r\n6868\tGAUPNE\t4644\tLUSTER\tG\r\n', 'latin1')
  const kommuneOf = createKommuneOfPostalCode(readPostalRegister(file, localDate('2020-01-01')))
  expect(['0001', '6868', '9999'].map(code => kommuneOf(code, localDate('2021-11-22')))).toEqual([
    '0301',
    '4644',
    undefined,
  ])
  expect(() => readPostalRegister(Buffer.from('hei'), localDate('2020-01-01'))).toThrow('line 1')
})

test('a postal code leads to the kommune of the day', () => {
  const kommuneOf = createKommuneOfPostalCode()
  expect(['2023-12-31', '2024-01-01'].map(day => kommuneOf('3015', localDate(day)))).toEqual(['3005', '3301'])
})
