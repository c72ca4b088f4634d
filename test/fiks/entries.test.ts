import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKommuneOfPostalCode } from '../../schema/code-lists/postal-codes.ts'
import { fetchEntries } from '../../subgraphs/entry-registry/fiks/fetch-entries.ts'
import { ingestFolder } from '../../subgraphs/entry-registry/ingest/ingest-folder.ts'
import { type EntryTables, entryMigrations } from '../../subgraphs/entry-registry/store/tables.ts'
import { migrate } from '../../subgraphs/kernel/database.ts'
import { aFodselsnummer } from '../builders/identifier.ts'
import { aDatabase, type TestDatabase } from '../database.ts'
import { type LocalFiks, startFiks } from './a-fiks.ts'

const now = new Date('2021-11-22T09:30:00Z')
let database: TestDatabase
let folder: string
let local: LocalFiks
beforeAll(async () => {
  database = await aDatabase()
  await migrate(database, 'entry_registry', entryMigrations)
  folder = await mkdtemp(join(tmpdir(), 'helsegraf-fiks-'))
  local = await startFiks()
})
afterAll(async () => {
  await local[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** As innreise v1 gives it. */
const anItem = (serial: number, but: Record<string, unknown> = {}) => ({
  a_reference_code: `4601-47-4-${serial}`,
  p_serial: 1,
  p_unique_id: aFodselsnummer(),
  p_dnr: null,
  p_fh_number: null,
  p_first_name: 'Kari "K"; ',
  p_last_name: 'Nord\nmann',
  p_birth_date: '1985-04-03',
  phone: '+4740000001',
  p_lang_follow_up: 'nb',
  p_follow_up: 'Ikke satt',
  a_date: '2021-11-20',
  a_updated: '2021-11-20T12:00:00Z',
  p_updated: '2021-11-20T12:00:00Z',
  municipality_number: '4601',
  a_location_zip_code: '5003',
  l1: 1001,
  l4: 4002,
  ...but,
})
const fetchAll = (at = now, kommuner = ['4601']) =>
  fetchEntries({ fiks: local.fiks, database, source: 'IRRS', kommuner, folder, now: at })
const take = () =>
  ingestFolder(folder, {
    database,
    rules: { kommuneOf: createKommuneOfPostalCode(), profile: 'only-synthetic' },
    now: () => now,
    progress: () => {},
  })
const held = () =>
  database.as<EntryTables>().selectFrom('entry_registry.irrs_entry').selectAll().orderBy('reference').execute()

test('all pages come in as one extract, of the night before; no entry is kept longer for having been changed', async () => {
  for (let serial = 1; serial <= 2_100; serial++) local.entries.push(anItem(serial))
  local.entries.push(anItem(1, { municipality_number: '0301' }))
  expect(await fetchAll()).toBe(2_100)
  expect(local.calls.map(({ body }) => body.offset)).toEqual([0, 1_000, 2_000])
  expect(local.calls[0]?.path).toBe('/innreise/api/v1/hentInnreiser?tjeneste=INNREISE')
  expect(await take()).toMatchObject([{ outcome: 'taken', rows: 2_100, badRows: 0 }])
  const [first] = await held()
  expect(first).toMatchObject({
    family_name: 'Nord mann',
    entry_kommune: '4601',
    registered_at: new Date('2021-11-19T23:00:00Z'),
    quarantine_choice: 1001,
  })
  const freshness = await database.as<EntryTables>().selectFrom('entry_registry.freshness').selectAll().execute()
  expect(freshness).toEqual([{ source: 'IRRS', updated_at: new Date('2021-11-21T23:00:00Z') }])
})

test('next time only what has changed is asked for, with a day’s overlap', async () => {
  local.entries.splice(0)
  local.entries.push(anItem(3, { p_last_name: 'Ny', p_updated: '2021-11-22T08:00:00Z' }))
  const before = local.calls.length
  await fetchAll(new Date('2021-11-23T06:00:00Z'))
  expect(local.calls[before]?.body).toMatchObject({ oppdatertEtter: '2021-11-20T23:00:00.000Z' })
  await take()
  expect((await held()).filter(({ family_name }) => family_name === 'Ny')).toHaveLength(1)
})

test('a kommune that is new is asked for all it has, and the others for what has changed', async () => {
  local.entries.splice(0)
  local.entries.push(anItem(9, { municipality_number: '0301', p_updated: '2021-11-10T08:00:00Z' }))
  const before = local.calls.length
  expect(await fetchAll(new Date('2021-11-23T07:00:00Z'), ['4601', '0301'])).toBe(1)
  expect(local.calls.slice(before).map(({ body }) => [body.kommunenr, body.oppdatertEtter])).toEqual([
    [['4601'], '2021-11-21T23:00:00.000Z'],
    [['0301'], undefined],
  ])
  await take()
  await fetchAll(new Date('2021-11-23T08:00:00Z'), ['4601', '0301'])
  expect(local.calls.at(-1)?.body).toMatchObject({
    kommunenr: ['4601', '0301'],
    oppdatertEtter: '2021-11-21T23:00:00.000Z',
  })
  await take()
})

test('where what stands behind Fiks does not answer, no extract is dropped', async () => {
  const before = await readdir(folder)
  local.next(502)
  await expect(fetchAll(new Date('2021-11-24T06:00:00Z'))).rejects.toMatchObject({ failure: 'source unavailable' })
  expect(await readdir(folder)).toEqual(before)
  expect(await take()).toEqual([])
})
