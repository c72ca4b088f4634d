import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKommuneOfPostalCode } from '../../../schema/code-lists/postal-codes.ts'
import { breachExtract, contactExtract } from '../../../subgraphs/entry-registry/ingest/conversation-extracts.ts'
import { ingestFolder } from '../../../subgraphs/entry-registry/ingest/ingest-folder.ts'
import { aRow, drop } from './an-extract.ts'
import { doctor, morning, type Office, openOffice } from './an-office.ts'

let office: Office
let folder: string
const take = () =>
  ingestFolder(folder, {
    database: office.database,
    rules: { kommuneOf: createKommuneOfPostalCode(), profile: 'only-synthetic' },
    now: () => morning,
    progress: () => {},
  })
const preparedness = (content: 'contacts' | 'breaches') => ({ source: 'PREPAREDNESS', content }) as const
const entry = (serial: number) => ({ a_reference_code: `4601-47-4-${serial}`, p_serial: '1' })
const rowsOf = async (table: string) =>
  (
    await sql<object>`select * from entry_registry.${sql.raw(table)} order by 1, 2`.execute(
      office.database.as<unknown>(),
    )
  ).rows

beforeAll(async () => {
  office = await openOffice()
  folder = await mkdtemp(join(tmpdir(), 'helsegraf-contacts-'))
  const { number } = await office.arrive({ in: 'IRRS', entry: { given_name: 'Else' } })
  await drop(folder, 'a', [aRow(9001, { p_unique_id: number })], { source: 'PREPAREDNESS' })
  await take()
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('the control centre’s calls and answers come in with its own extract, and what has no entry is kept aside', async () => {
  const rows = [
    { ...entry(9001), c_time: '2021-11-21T10:00:00Z', c_outcome: 'Ikke svar' },
    {
      ...entry(9001),
      c_time: '2021-11-21T12:00:00Z',
      c_outcome: 'Svarte',
      c_answer: 'Er hjemme; alene',
      c_health_note: 'Feber',
    },
    { ...entry(9999), c_time: '2021-11-21T12:00:00Z', c_outcome: 'Svarte' },
    { ...entry(9001), c_time: 'i går', c_outcome: 'Svarte' },
    { ...entry(9001), c_time: '2021-11-21T13:00:00Z', c_outcome: 'La på' },
  ]
  await drop(folder, 'b', rows, { ...preparedness('contacts') }, contactExtract.columns)
  expect(await take()).toMatchObject([{ outcome: 'taken', rows: 2, badRows: 3 }])
  expect(await rowsOf('contact')).toMatchObject([
    { reference: '4601-47-4-9001-1', outcome: 'NO_ANSWER', answer: null },
    { outcome: 'ANSWERED', answer: 'Er hjemme; alene', health_note: 'Feber' },
  ])
  const { rows: bad } = await sql<object>`
    select line, column_name, reason from entry_registry.bad_row order by line`.execute(office.database.as<unknown>())
  expect(bad).toEqual([
    { line: 3, column_name: 'a_reference_code', reason: 'not in the register' },
    { line: 4, column_name: 'c_time', reason: 'unreadable' },
    { line: 5, column_name: 'c_outcome', reason: 'not in the list' },
  ])
})

test('what the next extract says of the same call is what is held', async () => {
  const row = { ...entry(9001), c_time: '2021-11-21T10:00:00Z', c_outcome: 'Feil nummer' }
  await drop(folder, 'c', [row, row], { ...preparedness('contacts') }, contactExtract.columns)
  await take()
  expect(await rowsOf('contact')).toMatchObject([{ outcome: 'WRONG_NUMBER' }, { outcome: 'ANSWERED' }])
})

test('a call that is told of again as it was does not change its entry; one that is another does', async () => {
  const long = '2021-11-22T04:00:00.000Z'
  const arrival = async () => {
    const { rows } = await sql<{ arrived_at: Date }>`
      select arrived_at from entry_registry.preparedness_entry`.execute(office.database.as<unknown>())
    return rows[0]?.arrived_at.toISOString()
  }
  await sql`update entry_registry.preparedness_entry set arrived_at = ${long}::timestamptz`.execute(
    office.database.as<unknown>(),
  )
  const row = { ...entry(9001), c_time: '2021-11-21T10:00:00Z', c_outcome: 'Feil nummer' }
  const on = (extractedAt: string) => ({ ...preparedness('contacts'), extractedAt })
  await drop(folder, 'ca', [row], on('2021-11-22T03:10:00Z'), contactExtract.columns)
  await take()
  expect(await arrival()).toBe(long)
  await drop(folder, 'cb', [{ ...row, c_answer: 'Ringer igjen' }], on('2021-11-22T03:20:00Z'), contactExtract.columns)
  await take()
  expect(await arrival()).not.toBe(long)
  await drop(folder, 'cc', [row], on('2021-11-22T03:30:00Z'), contactExtract.columns)
  await take()
})

test('suspected breaches come in, and the municipality sees them with how fresh the copy is', async () => {
  const row = { ...entry(9001), b_time: '2021-11-21T14:00:00Z', b_kind: 'På arbeid', b_description: 'Verftet' }
  const but = { ...preparedness('breaches'), extractedAt: '2021-11-22T04:00:00Z' }
  await drop(folder, 'd', [row], but, breachExtract.columns)
  expect(await take()).toMatchObject([{ outcome: 'taken', rows: 1, badRows: 0 }])
  const { data, errors } = await office.ask(
    `{ municipality(number: "4601") { entries(purpose: QUARANTINE, filter: { hasSuspectedBreach: true }) {
      sources { source copyUpdatedAt } edges { node { entry { contacts { outcome answer healthNote } suspectedBreaches { kind } } } } } } }`,
    doctor,
  )
  expect(errors).toEqual([])
  const { edges, sources } = data.municipality.entries
  expect(edges[0].node.entry).toEqual({
    contacts: [
      { outcome: 'ANSWERED', answer: 'Er hjemme; alene', healthNote: 'Feber' },
      { outcome: 'WRONG_NUMBER', answer: null, healthNote: null },
    ],
    suspectedBreaches: [{ kind: 'AT_WORK' }],
  })
  const changed = `{ municipality(number: "4601") { travellers(purpose: QUARANTINE, changedSince: "2021-11-22T05:00:00Z") {
    edges { node { entry { suspectedBreaches { kind } } } } } } }`
  expect((await office.ask(changed, doctor)).data.municipality.travellers.edges).toEqual([
    { node: { entry: { suspectedBreaches: [{ kind: 'AT_WORK' }] } } },
  ])
  expect(sources).toContainEqual({ source: 'CONVERSATION', copyUpdatedAt: '2021-11-22T04:00:00.000Z' })
})

test.each([
  ['of Innreiseregisteret', { source: 'IRRS', content: 'contacts' } as const],
  ['of a kind that nobody knows', { source: 'PREPAREDNESS', content: 'dreams' as 'contacts' } as const],
])('an extract of calls %s is refused', async (_, but) => {
  await drop(folder, 'e', [], but, contactExtract.columns)
  expect(await take()).toMatchObject([{ outcome: 'refused' }])
})

test('calls and breaches go with their entry', async () => {
  await sql`delete from entry_registry.preparedness_entry`.execute(office.database.as<unknown>())
  expect([await rowsOf('contact'), await rowsOf('breach')]).toEqual([[], []])
})
