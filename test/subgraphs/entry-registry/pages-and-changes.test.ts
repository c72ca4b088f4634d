import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { aFodselsnummer } from '../../builders/identifier.ts'
import { aTestResult } from '../../builders/test-result.ts'
import { type Answer, clerk, doctor, morning, type Office, openOffice, operator, oslo } from './an-office.ts'

let office: Office
const patient = aFodselsnummer()
beforeAll(async () => {
  office = await openOffice()
  for (const day of [16, 17, 18, 19, 20]) {
    await office.arrive({ entry: { given_name: `Day${day}`, travelled_on: localDate(`2021-11-${day}`) } })
  }
  await office.arrive({ entry: { given_name: 'Long', travelled_on: localDate('2021-11-05') } })
  await office.arrive({ numbers: [patient], entry: { given_name: 'Tested', travelled_on: localDate('2021-11-15') } })
  await office.arrive({ entry: { given_name: 'Lost', postal_code: '9999', entry_kommune: null } })
  await office.arrive({ entry: { given_name: 'Grorud', entry_kommune: oslo, district: '10' } })
  await office.arrive({ entry: { given_name: 'Frogner', entry_kommune: oslo, district: '05' } })
})
afterEach(() => office.setClock(morning))
afterAll(() => office[Symbol.asyncDispose]())

const ask = (args: string, fields = 'edges { node { entry { name } } }', kommune = '4601', as = doctor) =>
  office.ask(`{ municipality(number: "${kommune}") { travellers(purpose: QUARANTINE ${args}) { ${fields} } } }`, as)
const listOf = ({ data }: Answer) => data.municipality.travellers
const namesIn = (list: { edges: { node: { entry: { name: string } } }[] }) =>
  list.edges.map(({ node }) => node.entry.name.replace(' Nordmann', ''))
const firstNames = async (args: string, ...more: [] | [string]) => namesIn(listOf(await ask(args, ...more)))

test('page after page gives everybody once, in order, and says where it ends', async () => {
  const fields = 'totalCount pageInfo { hasNextPage endCursor } edges { cursor node { entry { name } } }'
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 3; page++) {
    const list = listOf(await ask(`, first: 3 ${after}`, fields))
    expect(list.totalCount).toBe(7)
    expect(list.pageInfo.endCursor).toBe(list.edges.at(-1).cursor)
    expect(list.pageInfo.hasNextPage).toBe(page < 2)
    seen.push(...namesIn(list))
    after = `, after: "${list.pageInfo.endCursor}"`
  }
  expect(seen).toEqual(['Day20', 'Day19', 'Day18', 'Day17', 'Day16', 'Tested', 'Long'])
})

test.each([
  ['the first to arrive first', ', orderBy: OLDEST, first: 2', ['Long', 'Tested']],
  [
    'arrivals between two days',
    ', filter: { travelledFrom: "2021-11-17", travelledTo: "2021-11-18" }',
    ['Day18', 'Day17'],
  ],
  ['whom to follow up: quarantine is over after ten days', ', filter: { toFollowUp: false }', ['Long']],
  ['the beginning of a name', ', filter: { name: "day1" }', ['Day19', 'Day18', 'Day17', 'Day16']],
  ['a null condition, which is none', ', first: 1, filter: { name: null }', ['Day20']],
])('%s', async (_, args, expected) => {
  expect(await firstNames(args)).toEqual(expected)
})

test('whom to follow up can be asked for by who sees no result', async () => {
  const answer = await ask(', filter: { toFollowUp: false }', undefined, '4601', clerk)
  expect([namesIn(listOf(answer)), answer.errors]).toEqual([['Long'], []])
})

test('an entry that no kommune sees is in the national queue', async () => {
  const { data, errors } = await office.ask(
    '{ controlCentre { unknownMunicipality { totalCount edges { node { entry { name quality entryMunicipality { number } } } } } } }',
    operator,
  )
  expect(errors).toEqual([])
  const entry = { name: 'Lost Nordmann', quality: 'INCOMPLETE', entryMunicipality: null }
  expect(data.controlCentre.unknownMunicipality).toEqual({ totalCount: 1, edges: [{ node: { entry } }] })
})

test('an authorisation for one bydel of Oslo opens that bydel', async () => {
  const there = { ...clerk, id: 'pseudonym-in-oslo', organisation: { number: '310000002' } }
  await office.authorise(there, 'QUARANTINE_TEAM', { kommune: oslo, purposes: ['quarantine'], district: '10' })
  expect(namesIn(listOf(await ask('', undefined, oslo, there)))).toEqual(['Grorud'])
  expect(namesIn(listOf(await ask(', filter: { district: "05" }', undefined, oslo, there)))).toEqual([])
})

test('a copy that is a day and a half old warns of it', async () => {
  office.setClock(new Date('2021-11-23T15:00:00Z'))
  expect(listOf(await ask('', 'warnings copyUpdatedAt'))).toEqual({
    warnings: [],
    copyUpdatedAt: '2021-11-22T03:00:00.000Z',
  })
  office.setClock(new Date('2021-11-23T15:00:01Z'))
  expect(listOf(await ask('', 'warnings')).warnings).toEqual(['COPY_STALE'])
})

test.each([
  ['the laboratories’', sql`update test.freshness set updated_at = '2021-11-20T21:29:59Z'`],
  [
    'the conversations’',
    sql`update entry_registry.freshness set updated_at = '2021-11-20T21:29:59Z' where source = 'CONVERSATION'`,
  ],
  ['a register’s that never came', sql`delete from entry_registry.freshness where source = 'PREPAREDNESS'`],
])('so does %s, and each source tells how fresh it is', async (_, change) => {
  const kysely = office.database.as<unknown>()
  const copies = await sql<object>`select * from entry_registry.freshness`.execute(kysely)
  const fields = 'warnings sources { source copyUpdatedAt }'
  const { warnings, sources } = listOf(await ask('', fields))
  expect(warnings).toEqual([])
  expect(sources).toContainEqual({ source: 'MSIS_LAB', copyUpdatedAt: '2021-11-22T09:00:00.000Z' })
  await change.execute(kysely)
  expect(listOf(await ask('', 'warnings')).warnings).toEqual(['COPY_STALE'])
  // A list without it does not rely on it.
  expect(listOf(await ask(', sources: [IRRS]', 'warnings')).warnings).toEqual(
    _ === 'the laboratories’' ? ['COPY_STALE'] : [],
  )
  await sql`update test.freshness set updated_at = '2021-11-22T09:00:00Z'`.execute(kysely)
  await sql`
    insert into entry_registry.freshness select * from json_populate_recordset(
      null::entry_registry.freshness, ${JSON.stringify(copies.rows)}::json)
    on conflict (source) do update set updated_at = excluded.updated_at`.execute(kysely)
})

test('a list says since when to ask for changes: a minute ago, and before an extract that is still coming in', async () => {
  const kysely = office.database.as<unknown>()
  const untilNow = async () => {
    const { changesUntil } = listOf(await ask('', 'changesUntil'))
    return (Date.now() - Date.parse(changesUntil)) / 60_000
  }
  const merging = (id: string, minutesAgo: number, isFinished: boolean) =>
    sql`insert into entry_registry.extract
      (extract_id, sha256, source, content, file, extracted_at, begun_at, merging_at, finished_at)
      select ${id}, ${id}, 'IRRS', 'entries', 'a.csv', now(), now(), now() - make_interval(mins => ${minutesAgo}),
        case when ${isFinished} then now() end`.execute(kysely)
  expect(await untilNow()).toBeCloseTo(1, 0)
  await merging('died long ago', 61, false)
  await merging('has come in', 20, true)
  expect(await untilNow()).toBeCloseTo(1, 0)
  await merging('is coming in', 30, false)
  expect(await untilNow()).toBeCloseTo(30, 0)
  await sql`delete from entry_registry.extract`.execute(kysely)
})

test('a tool that asks for changes gets those whose entry or results have changed, and nobody else', async () => {
  const since = ', changedSince: "2021-11-22T09:00:00Z"'
  expect(await firstNames(since)).toEqual([])
  const kysely = office.database.as<{ 'test.result': ReturnType<typeof aTestResult> }>()
  const result = aTestResult({ person_identifier: patient, received_at: new Date('2021-11-22T09:10:00Z') })
  await kysely.insertInto('test.result').values(result).execute()
  expect(await firstNames(since)).toEqual(['Tested'])
  await sql`update entry_registry.irrs_entry set arrived_at = '2021-11-22T09:20:00Z' where given_name = 'Day18'`.execute(
    kysely,
  )
  expect(await firstNames(since)).toEqual(['Day18', 'Tested'])
})

test('a subscription tells what has changed, and ends with who listens', async () => {
  const leaving = new AbortController()
  const events = office.subscribe(
    `subscription { travellersChanged(municipality: "4601", purpose: QUARANTINE, since: "2021-11-22T09:15:00Z") {
      at travellers { edges { node { entry { name } } } } } }`,
    doctor,
    leaving.signal,
  )
  for await (const { data, errors } of events) {
    expect(errors).toEqual([])
    expect(namesIn(data.travellersChanged.travellers)).toEqual(['Day18'])
    leaving.abort()
    break
  }
})

test('an event says since when to go on', async () => {
  const leaving = new AbortController()
  const query = 'subscription { travellersChanged(municipality: "4601", purpose: QUARANTINE) { at } }'
  for await (const { data } of office.subscribe(query, doctor, leaving.signal)) {
    expect((Date.now() - Date.parse(data.travellersChanged.at)) / 60_000).toBeCloseTo(1, 0)
    leaving.abort()
    break
  }
})

test('a stranger’s subscription tells nothing', async () => {
  const leaving = new AbortController()
  const stranger = { ...doctor, id: 'a-stranger' }
  const query =
    'subscription { travellersChanged(municipality: "4601", purpose: QUARANTINE) { travellers { totalCount } } }'
  for await (const { data, errors } of office.subscribe(query, stranger, leaving.signal)) {
    expect(data?.travellersChanged ?? null).toBeNull()
    expect(errors[0]?.extensions.code).toBe('AUTHORISATION_MISSING')
    leaving.abort()
    break
  }
})

test('nothing of all this was a bug', () => expect(office.bugs).toEqual([]))
