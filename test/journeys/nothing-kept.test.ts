import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTracing, type Tracing } from '../../gateway/telemetry/tracing.ts'
import { personas } from '../../local/population/personas.ts'
import { eventStreamType, readEvents } from '../../schema/event-stream.ts'
import type { TestTables } from '../../subgraphs/test/store/tables.ts'
import { aTestResult } from '../builders/test-result.ts'
import { startWorld, type World } from '../world.ts'
import { dumpRedis, leaksOf, startReceiver } from './plumbing.ts'

/*
 * Every list is asked for, by everybody who may; then every place where something could have been left is read. What is
 * looked for is what a result says, and whose it is.
 */
let world: World
let collector: Awaited<ReturnType<typeof startReceiver>>
let tracing: Tracing
const magnus = personas.find(({ name }) => name === 'magnus')?.identifier ?? ''
/** Words that no laboratory, and nothing else here, writes. */
const sentinel = 'Ikke påvist 7f3c9e'
const results = /POSITIVE|NEGATIVE|INCONCLUSIVE|PENDING|UNCLEAR|[Pp]åvist|SARS-CoV-2/

const printed: string[] = []
const spies = [process.stdout, process.stderr].map(stream =>
  vi.spyOn(stream, 'write').mockImplementation(chunk => {
    printed.push(String(chunk))
    return true
  }),
)

beforeAll(async () => {
  collector = await startReceiver()
  tracing = openTracing({ endpoint: new URL(collector.url), ratio: 1 })
  world = await startWorld({ size: 200, tracing })
  await answer({ outcome: 'NEGATIVE', state: 'FINAL', result_text: sentinel })
  await sql`insert into entry_registry.feature values ('control-centre-results', now() - interval '1 day', null),
    ('infection-control', now() - interval '1 day', null)`.execute(world.database.as<unknown>())
})
afterAll(async () => {
  for (const spy of spies) spy.mockRestore()
  await world[Symbol.asyncDispose]()
  collector.close()
})

const sampleId = randomUUID()
/** Another answer about the same sample of magnus. */
async function answer(but: Partial<TestTables['test.result']>): Promise<void> {
  const now = new Date()
  const row = aTestResult({
    person_identifier: magnus as never,
    sample_id: sampleId,
    sampled_at: now,
    received_at: now,
    ...but,
  })
  await world.database.as<TestTables>().insertInto('test.result').values(row).execute()
}

const page = `totalCount unmatched { count } warnings sources { source } copyUpdatedAt pageInfo { endCursor }
  edges { cursor node { id toFollowUp testStatus hasNegativeResult entry { name contacts { answer healthNote } suspectedBreaches { kind } }
    person { name { full } testResults { outcome resultText } } } }`
const files = 'csv: file(format: CSV) { content } xlsx: file(format: XLSX) { content }'
const demand = 'demand: { reason: "Utbrudd" }'
const bergen = (field: string) => `{ municipality(number: "4601") { ${field} } }`

const everyList: readonly (readonly [as: string, query: string])[] = [
  [
    'lege-bergen',
    bergen(`travellers(purpose: QUARANTINE, first: 100) { ${page} statusCounts { status count } ${files} }`),
  ],
  ['lege-bergen', bergen(`travellers(purpose: CONTACT_TRACING, ${demand}) { ${page} ${files} }`)],
  [
    'lege-bergen',
    bergen(
      `travellers(purpose: QUARANTINE, filter: { testStatuses: [NEGATIVE] }, changedSince: "2020-01-01T00:00:00Z") { ${page} }`,
    ),
  ],
  ['lege-bergen', bergen(`entries(purpose: QUARANTINE) { totalCount }`)],
  ['sporer-bergen', bergen(`travellers(purpose: CONTACT_TRACING, ${demand}) { ${page} }`)],
  ['karantene-bergen', bergen(`travellers(purpose: QUARANTINE) { ${page} ${files} }`)],
  [
    'kontrollsenter',
    `{ controlCentre { travellers(filter: { testStatuses: [NEGATIVE] }) { ${page} ${files} } unknownMunicipality { ${page} } } }`,
  ],
  ['arbeidstilsynet', `{ labourInspection { travellers { ${page} ${files} } } }`],
  [
    'tverrsok',
    `{ travellerSearch(reason: "Leter etter reisefølge", filter: { name: "Magnus" }) { totalCount edges { node { id } } } }`,
  ],
  ['fhi-admin', `{ infectionControlEntries { totalCount } }`],
  ['tjenesteansvarlig', `{ followUpReports { joinable { entries } identitySources { entries } } }`],
  ['magnus', `{ me { entries { travelledOn } testResults { resultText } } }`],
]

/** The first event of a subscription, as a vendor's tool reads it. */
async function firstEventOf(query: string, as: string): Promise<unknown> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: eventStreamType,
      ...(await world.credentialsOf(await world.tokenOf(as))),
    },
    body: JSON.stringify({ query }),
  })
  if (!response.body) throw new Error('no events')
  // Who reads no further leaves.
  for await (const event of readEvents(response.body, 1_000_000)) return event
  throw new Error('the events ended')
}

async function metricsOf({ metrics }: World): Promise<string> {
  const server = await metrics.serve('127.0.0.1', 0)
  const text = await (await fetch(server.url)).text()
  await server.close()
  return text
}

test('after every list and a subscription, no store but the laboratories’ own, no log, cache or metric has a result, or whose it is', async () => {
  let told = ''
  for (const [as, query] of everyList) told += JSON.stringify(await world.ask(query, { as }))
  const event = await firstEventOf(
    `subscription { travellersChanged(municipality: "4601", purpose: QUARANTINE, since: "2020-01-01T00:00:00Z") {
      at travellers { ${page} statusCounts { status count } } } }`,
    'lege-bergen',
  )
  expect(JSON.stringify(event)).toContain(sentinel)
  told += JSON.stringify(event)
  expect(told).toContain(sentinel)
  expect(told).toContain('"testStatus":"NEGATIVE"')
  expect(world.bugs).toEqual([])

  const kysely = world.database.as<unknown>()
  const { rows: tables } = await sql<{ name: string; schema: string }>`
    select format('%I.%I', schemaname, tablename) as name, schemaname as schema from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'test')`.execute(kysely)
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} t`.execute(kysely)
    expect([name, rows.filter(({ text }) => results.test(text) || text.includes(sentinel)).length]).toEqual([name, 0])
  }
  await tracing.close()
  expect(collector.text()).toContain('/v1/traces')
  const redis = process.env.TEST_REDIS_URL
  const sinks = [
    { name: 'log', read: () => printed.join('') },
    { name: 'metrics', read: () => metricsOf(world) },
    { name: 'traces', read: collector.text },
    ...(redis ? [{ name: 'redis', read: () => dumpRedis(redis) }] : []),
    {
      name: 'access log and reasons',
      read: async () => {
        const { rows } = await sql<{ text: string }>`
          select e::text as text from access_log.entry e union all select r::text from entry_registry.reason r`.execute(
          kysely,
        )
        return rows.map(({ text }) => text).join('\n')
      },
    },
  ]
  expect(await leaksOf(sinks, [sentinel, magnus])).toEqual([])
  expect(printed.join('') + collector.text()).not.toMatch(results)
})

test('a corrected answer is the citizen’s, the municipality’s and the control centre’s at once', async () => {
  const filter = 'filter: { name: "Magnus Hellesund" }'
  const all = async () => {
    const [citizen, municipality, centre, tracing] = await Promise.all([
      world.ask('{ me { testResults { outcome state } } }', { as: 'magnus' }),
      world.ask(bergen(`travellers(purpose: QUARANTINE, ${filter}) { edges { node { testStatus } } }`), {
        as: 'lege-bergen',
      }),
      world.ask(`{ controlCentre { travellers(${filter}) { edges { node { testStatus } } } } }`, {
        as: 'kontrollsenter',
      }),
      world.ask(
        bergen(`travellers(purpose: CONTACT_TRACING, ${demand}, ${filter}) { edges { node { testStatus } } }`),
        {
          as: 'sporer-bergen',
        },
      ),
    ])
    const statuses = (edges: { node: { testStatus: string } }[]) => edges.map(({ node }) => node.testStatus)
    return {
      citizen: citizen.data.me.testResults[0],
      quarantine: statuses(municipality.data.municipality.travellers.edges),
      tracing: statuses(tracing.data.municipality.travellers.edges),
      centre: statuses(centre.data.controlCentre.travellers.edges),
    }
  }
  expect(await all()).toEqual({
    citizen: { outcome: 'NEGATIVE', state: 'FINAL' },
    quarantine: ['NEGATIVE'],
    tracing: [],
    centre: ['NEGATIVE'],
  })
  await answer({ outcome: 'POSITIVE', state: 'CORRECTED', result_text: 'Positivt' })
  expect(await all()).toEqual({
    citizen: { outcome: 'POSITIVE', state: 'CORRECTED' },
    quarantine: [],
    tracing: ['POSITIVE'],
    centre: ['POSITIVE'],
  })
})
