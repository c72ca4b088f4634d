import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aDNummer, aFellesHjelpenummer, aFodselsnummer } from '../../builders/identifier.ts'
import { bergen, clerk, doctor, type Office, openOffice, tracer } from './an-office.ts'

let office: Office
const samples = new Map<string, string>()

beforeAll(async () => {
  office = await openOffice()
  const person = async (name: string, plan: Parameters<Office['arrive']>[0] = {}) => {
    const { reference } = await office.arrive({ ...plan, entry: { given_name: name, family_name: 'A', ...plan.entry } })
    samples.set(name, reference)
  }
  await person('Negative', { results: [{ outcome: 'NEGATIVE' }] })
  await person('Positive', { results: [{ outcome: 'POSITIVE' }] })
  await person('Untested')
  await person('Waiting', { results: [{ outcome: 'NEGATIVE', state: 'PRELIMINARY' }] })
  await person('Unclear', { results: [{ outcome: 'UNKNOWN', result_text: 'Se kommentar' }] })
  const [sample_id, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
  await person('Corrected', {
    results: [
      { sample_id, outcome: 'POSITIVE' },
      { sample_id, outcome: 'NEGATIVE', state: 'CORRECTED', received_at: new Date('2021-11-22T06:00:00Z') },
    ],
  })
  await person('Worsened', {
    results: [
      { sample_id: other, outcome: 'NEGATIVE' },
      { sample_id: other, outcome: 'POSITIVE', state: 'CORRECTED', received_at: new Date('2021-11-22T06:00:00Z') },
    ],
  })
  await person('Before', { results: [{ outcome: 'NEGATIVE', sampled_at: new Date('2021-11-18T08:00:00Z') }] })
  const [now, old, first] = [aFodselsnummer(), aDNummer(), aFellesHjelpenummer()]
  await person('Renamed', {
    numbers: [now, old, first],
    results: [{ person_identifier: first, outcome: 'NEGATIVE' }],
    in: 'both',
  })
  await person('Elsewhere', { entry: { entry_kommune: '0301' }, results: [{ outcome: 'NEGATIVE' }] })
  await person('Hotel', { entry: { entry_kommune: '0301', quarantine_kommune: bergen } })
  await person('Exempt', { entry: { quarantine_choice: 1002 } })
  await person('Passport', {
    isUnknown: true,
    entry: { fodselsnummer: null, other_id: 'X123', other_id_kind: 'PASSPORT', unmatched_reason: 'OTHER_ID_ONLY' },
  })
  await person('Nobody', { isUnknown: true })
})
afterAll(() => office[Symbol.asyncDispose]())

const list = (purpose: string, more = '', fields = 'edges { node { entry { name } testStatus } }') =>
  `{ municipality(number: "4601") { travellers(purpose: ${purpose}, first: 100 ${more}) { ${fields} } } }`

const names = (answer: {
  data: { municipality: { travellers: { edges: { node: { entry: { name: string } } }[] } } }
}) => answer.data.municipality.travellers.edges.map(({ node }) => node.entry.name.replace(' A', '')).sort()

test('quarantine has everybody without a positive answer, tracing those with one, and nobody is in both', async () => {
  const quarantine = await office.ask(list('QUARANTINE'), doctor)
  expect(quarantine.errors).toEqual([])
  const status = Object.fromEntries(
    quarantine.data.municipality.travellers.edges.map(
      ({ node }: { node: { entry: { name: string }; testStatus: string } }) => [
        node.entry.name.replace(' A', ''),
        node.testStatus,
      ],
    ),
  )
  expect(status).toEqual({
    Negative: 'NEGATIVE',
    Untested: 'NONE',
    Waiting: 'PENDING',
    Unclear: 'UNCLEAR',
    Corrected: 'NEGATIVE',
    Before: 'NONE',
    Renamed: 'NEGATIVE',
    Hotel: 'NONE',
    Exempt: 'NONE',
  })
  const demand = ', demand: { reason: "Utbrudd på skipet" }'
  const tracing = await office.ask(list('CONTACT_TRACING', demand), doctor)
  expect(tracing.errors).toEqual([])
  expect(names(tracing)).toEqual(['Positive', 'Worsened'])
})

test('entries that cannot be joined are counted by reason, and are on no list', async () => {
  const { data, errors } = await office.ask(list('QUARANTINE', '', 'totalCount unmatched { reason count }'), doctor)
  expect(errors).toEqual([])
  expect(data.municipality.travellers).toEqual({
    totalCount: 9,
    unmatched: [
      { reason: 'OTHER_ID_ONLY', count: 1 },
      { reason: 'NUMBER_UNKNOWN', count: 1 },
    ],
  })
})

test('the page’s persons are asked for once, whatever their number, and candidates once', async () => {
  office.calls()
  const fields = 'edges { node { entry { name } person { name { full } testResults { outcome } } } }'
  const { data, errors } = await office.ask(list('QUARANTINE', '', fields), doctor)
  expect(errors).toEqual([])
  const edges = data.municipality.travellers.edges as {
    node: { entry: { name: string }; person: { testResults: unknown } }
  }[]
  expect(edges.find(({ node }) => node.entry.name === 'Renamed A')?.node.person.testResults).toEqual([
    { outcome: 'NEGATIVE' },
  ])
  expect(office.calls().map(({ subgraph }) => subgraph)).toEqual([
    'entry-registry',
    'person',
    'test',
    'entry-registry',
    'person',
    'test',
  ])
})

test('non-health staff see whom to follow up, and no health field', async () => {
  const fields =
    'edges { node { entry { name contacts { healthNote } } toFollowUp testStatus hasNegativeResult person { name { full } testResults { outcome } } } }'
  const { data, errors } = await office.ask(list('QUARANTINE', '', fields), clerk)
  const edges = data.municipality.travellers.edges as { node: Record<string, unknown> }[]
  expect(edges).toHaveLength(9)
  for (const { node } of edges) {
    expect(node).toMatchObject({ testStatus: null, hasNegativeResult: null, person: { testResults: null } })
  }
  const codes = new Set(errors.map(({ path, extensions }) => `${path?.at(-1)} ${extensions.code}`))
  expect(codes).toEqual(
    new Set(['testStatus HEALTH_ROLE_REQUIRED', 'hasNegativeResult HEALTH_ROLE_REQUIRED', 'testResults FORBIDDEN']),
  )
  const follow = edges.map(({ node }) => [(node.entry as { name: string }).name, node.toFollowUp])
  expect(Object.fromEntries(follow)).toMatchObject({ 'Negative A': true, 'Untested A': true, 'Exempt A': false })
})

test('both kommuner see an entry, and what they are to it', async () => {
  const fields = 'edges { node { entry { name } municipalityRoles } }'
  const { data } = await office.ask(list('QUARANTINE', ', filter: { municipalityRole: QUARANTINE }', fields), doctor)
  expect(data.municipality.travellers.edges).toEqual([
    { node: { entry: { name: 'Hotel A' }, municipalityRoles: ['QUARANTINE'] } },
  ])
})

test('entries alone are, to who sees no results, the same people as the list: nobody can be told by the difference', async () => {
  const entriesOf = async (as: typeof clerk) => {
    const query = `{ municipality(number: "4601") { entries(purpose: QUARANTINE, first: 100) { totalCount edges { node { entry { name } } } } } }`
    const { data, errors } = await office.ask(query, as)
    expect(errors).toEqual([])
    return names({ data: { municipality: { travellers: data.municipality.entries } } })
  }
  const listed = names(await office.ask(list('QUARANTINE', '', 'edges { node { entry { name } } }'), clerk))
  expect(await entriesOf(clerk)).toEqual(listed)
  expect(await entriesOf(doctor)).toEqual([...listed, 'Positive', 'Worsened'].sort())
})

test('and where the laboratories’ register does not answer, both say so alike', async () => {
  await using alone = await openOffice()
  await alone.arrive({ results: [{ outcome: 'POSITIVE' }] })
  alone.breakDown('test')
  const of = async (field: string) => {
    const query = `{ municipality(number: "4601") { ${field}(purpose: QUARANTINE) { totalCount warnings edges { node { entry { name } } } } } }`
    const { data, errors } = await alone.ask(query, clerk)
    return { list: data.municipality[field], codes: errors.map(({ extensions }) => extensions.code) }
  }
  const entries = await of('entries')
  expect(entries).toEqual(await of('travellers'))
  expect(entries.list).toMatchObject({ totalCount: 1, warnings: ['RESULTS_UNAVAILABLE'] })
})

/** How many are named in the log by what somebody asks, and of what. */
async function disclosuresOf(own: Office, query: string): Promise<Record<string, number>> {
  const kysely = own.database.as<unknown>()
  const count = async () => {
    const { rows } = await sql<{ area: string; n: number }>`
      select area, count(*)::int as n from access_log.entry where kind = 'disclosure' group by area`.execute(kysely)
    return new Map(rows.map(({ area, n }) => [area, n]))
  }
  const before = await count()
  const { errors } = await own.ask(query, doctor)
  expect(errors).toEqual([])
  return Object.fromEntries([...(await count())].map(([area, n]) => [area, n - (before.get(area) ?? 0)]))
}

test('a count of few, or of somebody who was looked for, is written in the log of each one it tells of', async () => {
  await using own = await openOffice()
  const { reference } = await own.arrive({ entry: { given_name: 'Sought' }, results: [{ outcome: 'POSITIVE' }] })
  const one = `, filter: { ids: ["${reference}"] }`
  // Not to be on the list of quarantine is to be positive.
  expect(await disclosuresOf(own, list('QUARANTINE', one, 'totalCount'))).toEqual({ entries: 1, tests: 1 })
  expect(await disclosuresOf(own, list('QUARANTINE', '', 'totalCount'))).toEqual({ entries: 1, tests: 1 })
  for (let at = 0; at < 6; at++) await own.arrive({ results: [{ outcome: 'NEGATIVE' }] })
  await own.arrive()
  const none = { entries: 0, tests: 0 }
  expect(await disclosuresOf(own, list('QUARANTINE', '', 'totalCount'))).toEqual(none)
  expect(await disclosuresOf(own, list('QUARANTINE', one, 'statusCounts { count }'))).toEqual({ entries: 1, tests: 1 })
  const named = ', filter: { name: "Sought" }'
  expect(await disclosuresOf(own, list('QUARANTINE', named, 'pageInfo { endCursor }'))).toEqual({
    entries: 1,
    tests: 1,
  })
  // Six are negative, and one has not been tested: that is one person.
  expect(await disclosuresOf(own, list('QUARANTINE', '', 'statusCounts { count }'))).toEqual({ entries: 1, tests: 1 })
  const untested = ', filter: { testStatuses: [NONE] }'
  expect(await disclosuresOf(own, list('QUARANTINE', untested, 'totalCount'))).toEqual({ entries: 1, tests: 1 })
  // Once, whichever fields tell of her.
  const all = 'totalCount statusCounts { count } pageInfo { endCursor } edges { cursor }'
  expect(await disclosuresOf(own, list('QUARANTINE', untested, all))).toEqual({ entries: 1, tests: 1 })
  expect(own.bugs).toEqual([])
})

test('with the laboratories’ register down, entries still come, and no status', async () => {
  await using alone = await openOffice()
  await alone.arrive({ results: [{ outcome: 'NEGATIVE' }] })
  alone.breakDown('test')
  const { data, errors } = await alone.ask(list('QUARANTINE'), doctor)
  expect(data.municipality.travellers.edges).toEqual([{ node: { entry: { name: 'Kari Nordmann' }, testStatus: null } }])
  expect(errors.map(({ extensions }) => extensions.code)).toContain('REGISTRY_UNAVAILABLE')
  const entries = await alone.ask(
    '{ municipality(number: "4601") { entries(purpose: QUARANTINE) { totalCount edges { node { id } } } } }',
    doctor,
  )
  expect(entries.errors).toEqual([])
  expect(entries.data.municipality.entries.totalCount).toBe(1)
  const tracing = await alone.ask(list('CONTACT_TRACING', ', demand: { reason: "Utbrudd" }'), tracer)
  expect(tracing.data.municipality.travellers.edges).toBeNull()
})

test('who is on a page is written in each one’s own log, with the provision', async () => {
  await using own = await openOffice()
  await own.arrive({ results: [{ outcome: 'NEGATIVE' }], in: 'both' })
  await own.ask(list('QUARANTINE'), doctor)
  const { rows } = await sql<object>`
    select kind, register, area, basis, purpose, caller from access_log.entry order by register, area`.execute(
    own.database.as<unknown>(),
  )
  const by = { purpose: 'quarantine', caller: doctor.id }
  expect(rows).toEqual([
    { kind: 'disclosure', register: 'entry-registry', area: 'entries', basis: 'covid-19-forskriften-5c', ...by },
    { kind: 'disclosure', register: 'entry-registry', area: 'tests', basis: 'smittevernloven-3-6', ...by },
    { kind: 'read', register: 'person', area: 'identity', basis: 'smittevernloven-3-6', ...by },
    { kind: 'read', register: 'test', area: 'tests', basis: 'smittevernloven-3-6', ...by },
  ])
  expect(own.bugs).toEqual([])
})
