import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../subgraphs/kernel/database.ts'
import { openFiks } from '../../subgraphs/kernel/fiks.ts'
import { fetchResults, keepFreshness } from '../../subgraphs/test/fiks/fetch-results.ts'
import { parseInstant } from '../../subgraphs/test/fiks/parse-instant.ts'
import { readMessage } from '../../subgraphs/test/fiks/read-message.ts'
import { type TestTables, testMigrations } from '../../subgraphs/test/store/tables.ts'
import { aFodselsnummer } from '../builders/identifier.ts'
import { aDatabase, type TestDatabase } from '../database.ts'
import { type LocalFiks, type Message, startFiks, type Trouble } from './a-fiks.ts'

const now = new Date('2021-11-22T09:30:00Z')
let database: TestDatabase
let local: LocalFiks
beforeAll(async () => {
  database = await aDatabase()
  await migrate(database, 'test', testMigrations)
  local = await startFiks({ cap: 3, deadlineMs: 400 })
})
afterEach(async () => {
  local.messages.splice(0)
  await sql`truncate test.result, test.fiks_cursor, test.fiks_aside, test.freshness`.execute(database.as<unknown>())
})
afterAll(async () => {
  await local[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

let serial = 0
/** As prøvesvar v1 gives it. */
const aMessage = (but: Record<string, unknown> = {}, finding: Record<string, unknown> = {}): Message => ({
  meldingId: `M${++serial}`,
  kommune: '4601',
  mottattdato: '2021-11-21T10:00:00.000Z',
  mottattdatoBruktSomProvedato: false,
  labHerId: 901001,
  labNavn: 'Mikrobiologi Vest',
  provenummer: `P${serial}`,
  provedato: '2021-11-20T12:00:00',
  meldingsstatus: 'Endelig',
  fodselsnummer: aFodselsnummer(),
  funn: [
    {
      kodeverdi: 'NPU12345',
      kodebeskrivelse: 'SARS-CoV-2 RNA',
      materiale: 'Nasofarynks',
      resultat: 'Ikkje påvist',
      status: 'Endelig',
      ...finding,
    },
  ],
  ...but,
})

const fetchAll = (at = now) => fetchResults('4601', { fiks: local.fiks, database, profile: 'only-synthetic', now: at })
const held = () => database.as<TestTables>().selectFrom('test.result').selectAll().orderBy('result_text').execute()

test.each<[string, Record<string, unknown>, Record<string, unknown>, object]>([
  ['«Ikkje påvist» is negative', {}, {}, { outcome: 'NEGATIVE', state: 'FINAL', method: 'NAAT' }],
  ['«Svakt positivt» is positive', {}, { resultat: 'Svakt positivt' }, { outcome: 'POSITIVE' }],
  ['«Se kommentar» is unknown, never negative', {}, { resultat: 'Se kommentar' }, { outcome: 'UNKNOWN' }],
  ['a preliminary report', { meldingsstatus: 'Foreløpig rapport' }, {}, { state: 'PRELIMINARY' }],
  ['a finding in process', {}, { status: 'I prosess' }, { state: 'PRELIMINARY' }],
  ['a revision', {}, { status: 'Revidert', resultat: 'Positivt' }, { state: 'CORRECTED', outcome: 'POSITIVE' }],
  ['a rapid test', {}, { kodebeskrivelse: 'SARS-CoV-2 antigen' }, { method: 'RAT' }],
  ['the time of receipt in place of the sample’s', { mottattdatoBruktSomProvedato: true }, {}, { sampled_at: null }],
  ['a sample’s time by the clock of Norway', {}, {}, { sampled_at: new Date('2021-11-20T11:00:00Z') }],
  [
    'the misspelt field of the single look-up',
    { mottattdato: undefined, mottattdao: '2021-11-21T10:00:00Z' },
    {},
    { received_at: new Date('2021-11-21T10:00:00Z') },
  ],
  ['a number that does not hold', { fodselsnummer: '12345678901' }, {}, { reason: 'no usable identity number' }],
  ['no finding', { funn: [] }, {}, { reason: 'no finding' }],
])('%s', (_, but, finding, expected) => {
  expect(readMessage(aMessage(but, finding), 'only-synthetic')).toMatchObject(expected)
})

test('two findings that differ are never negative', () => {
  const funn = (...texts: string[]) => ({ funn: texts.map(resultat => ({ resultat, status: 'Endelig' })) })
  const outcome = (...texts: string[]) => readMessage(aMessage(funn(...texts)), 'only-synthetic')
  expect(outcome('Negativt', 'Positivt')).toMatchObject({ outcome: 'POSITIVE' })
  expect(outcome('Negativt', 'Se kommentar')).toMatchObject({ outcome: 'UNKNOWN' })
  expect(outcome('Negativt', 'Ikke påvist')).toMatchObject({ outcome: 'NEGATIVE' })
})

const pcr = { kodebeskrivelse: 'SARS-CoV-2 RNA', resultat: 'Positivt', status: 'Endelig' }
test.each<[string, { readonly [field: string]: string }, object]>([
  [
    'antibodies beside it',
    { kodebeskrivelse: 'SARS-CoV-2 IgG', resultat: 'Påvist', status: 'Endelig' },
    { method: 'NAAT', outcome: 'POSITIVE', state: 'FINAL' },
  ],
  [
    'another virus, in process',
    { kodebeskrivelse: 'Influensa A RNA', resultat: 'Se kommentar', status: 'I prosess' },
    { outcome: 'POSITIVE', state: 'FINAL' },
  ],
  [
    'which variant it is, in process',
    { kodebeskrivelse: 'SARS-CoV-2 variant', resultat: 'Kommer', status: 'I prosess' },
    { outcome: 'POSITIVE', state: 'FINAL' },
  ],
  [
    'the virus by another gene, in process',
    { kodebeskrivelse: 'SARS-CoV-2 RNA, gen N', resultat: 'Positivt', status: 'I prosess' },
    { outcome: 'POSITIVE', state: 'PRELIMINARY' },
  ],
])('a finding of the virus is what it is, whatever else the message has: %s', (_, beside, expected) => {
  for (const funn of [
    [pcr, beside],
    [beside, pcr],
  ]) {
    // As laboratories report: the whole is preliminary for as long as anything of it is.
    const meldingsstatus = beside.status === 'Endelig' ? 'Endelig' : 'Foreløpig rapport'
    const message = aMessage({ funn, meldingsstatus })
    expect(readMessage(message, 'only-synthetic')).toMatchObject({
      test_name: expect.stringContaining('SARS'),
      ...expected,
    })
  }
})

test('a message of antibodies alone is of antibodies', () => {
  expect(readMessage(aMessage({}, { kodebeskrivelse: 'SARS-CoV-2 IgM' }), 'only-synthetic')).toMatchObject({
    method: 'ANTIBODY',
  })
})

test('a message that comes again as it was is no news, and one with other words is', async () => {
  const message = aMessage()
  local.messages.push(message)
  await fetchAll()
  const long = new Date('2021-11-22T04:00:00Z')
  const arrival = async () => (await held())[0]?.arrived_at
  await sql`update test.result set arrived_at = ${long}`.execute(database.as<unknown>())
  await sql`truncate test.fiks_cursor`.execute(database.as<unknown>())
  await fetchAll()
  expect(await arrival()).toEqual(long)
  local.messages.splice(0, 1, { ...message, funn: [{ resultat: 'Påvist', status: 'Endelig' }] })
  await sql`truncate test.fiks_cursor`.execute(database.as<unknown>())
  await fetchAll()
  expect(await arrival()).not.toEqual(long)
})

test.each([
  ['2021-03-28T12:00:00', '2021-03-28T10:00:00.000Z'],
  ['2021-10-31T12:00:00', '2021-10-31T11:00:00.000Z'],
  ['2021-11-20', '2021-11-19T23:00:00.000Z'],
  ['2021-11-20T10:00:00+02:00', '2021-11-20T08:00:00.000Z'],
])('%s is %s', (text, instant) => expect(parseInstant(text)?.toISOString()).toBe(instant))

test('a cap is no end: what an answer leaves out is asked for in smaller pieces, and the copy is as fresh as the last', async () => {
  for (let hour = 10; hour < 20; hour++) local.messages.push(aMessage({ mottattdato: `2021-11-21T${hour}:00:00.000Z` }))
  local.messages.push(aMessage({ fodselsnummer: null }))
  expect(await fetchAll()).toEqual({ results: 10, aside: 1 })
  expect(await held()).toHaveLength(10)
  await keepFreshness(database, ['4601'])
  const { rows } = await sql<object>`select updated_at from test.freshness`.execute(database.as<unknown>())
  expect(rows).toEqual([{ updated_at: now }])
})

test('the next call goes on from the last; the same message in new words is the same result, revised', async () => {
  const message = aMessage()
  local.messages.push(message)
  await fetchAll()
  const before = local.calls.length
  local.messages.splice(0)
  const revised = {
    ...message,
    mottattdato: '2021-11-22T10:00:00.000Z',
    funn: [{ resultat: 'Påvist', status: 'Revidert' }],
  }
  local.messages.push(revised)
  await fetchAll(new Date('2021-11-22T11:00:00Z'))
  expect(local.calls[before]?.body).toMatchObject({ fraMottattidspunkt: now.toISOString() })
  expect(await held()).toMatchObject([{ outcome: 'POSITIVE', state: 'CORRECTED', result_text: 'Påvist' }])
})

test('more than the cap in one second is told, and nothing passes for all', async () => {
  for (let one = 0; one < 5; one++) local.messages.push(aMessage())
  await expect(fetchAll()).rejects.toMatchObject({ failure: 'capped' })
})

test.each<[Trouble, string, boolean]>([
  [401, 'unauthenticated', false],
  [403, 'forbidden', false],
  [502, 'source unavailable', true],
  [504, 'source timeout', true],
  ['silence', 'timeout', true],
  ['endless', 'too large', false],
  ['not json', 'unreadable answer', false],
])(
  'where Fiks answers with %s it is «%s», no empty answer, and goes on where it was',
  async (trouble, failure, isPassing) => {
    local.messages.push(aMessage())
    local.next(trouble)
    const error = await fetchAll().catch(caught => caught)
    expect(error).toMatchObject({ name: 'FiksFailed', failure, isPassing })
    expect(`${error.message} ${error.cause ?? ''}`).not.toContain('14868590441')
    expect(await held()).toEqual([])
    expect(await fetchAll()).toEqual({ results: 1, aside: 0 })
  },
)

test('where nobody listens it is unreachable', async () => {
  const nobody = openFiks({
    url: new URL('http://127.0.0.1:9/'),
    tokenOf: async () => 'a-token',
    integration: { id: 'integration', password: 'password' },
  })
  await expect(nobody.post('x', {})).rejects.toMatchObject({ failure: 'unreachable' })
  await nobody.close()
})
