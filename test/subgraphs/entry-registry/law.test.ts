import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../../schema/access.ts'
import { aTestResult } from '../../builders/test-result.ts'
import {
  type Answer,
  bergen,
  clerk,
  decideLaw,
  doctor,
  endSubscription,
  inspector,
  morning,
  type Office,
  openOffice,
  operator,
  oslo,
  searcher,
  tracer,
} from './an-office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.arrive({ in: 'IRRS', entry: { given_name: 'Irrs' }, results: [{ outcome: 'POSITIVE' }] })
  await office.arrive({ in: 'PREPAREDNESS', entry: { given_name: 'Prep' }, results: [{ outcome: 'POSITIVE' }] })
  await office.arrive({ in: 'PREPAREDNESS', entry: { given_name: 'Fine' }, results: [{ outcome: 'NEGATIVE' }] })
})
afterEach(() => office.setClock(morning))
afterAll(() => office[Symbol.asyncDispose]())

const page = 'totalCount edges { node { entry { name } } } sources { source isOpen code paragraph validFrom }'
const municipal = (purpose: string, more = '', number = bergen) =>
  `{ municipality(number: "${number}") { travellers(purpose: ${purpose} ${more}) { ${page} } } }`
const demand = ', demand: { reason: "Utbrudd om bord på ferjen" }'

const namesOf = ({ data }: Answer): string[] =>
  (data?.municipality?.travellers?.edges ?? [])
    .map(({ node }: { node: { entry: { name: string } } }) => node.entry.name.replace(' Nordmann', ''))
    .sort()
const codesOf = ({ errors }: Answer) => [...new Set(errors.map(({ extensions }) => extensions.code))]
const sourceOf = ({ data }: Answer, source: string) =>
  data.municipality.travellers.sources.find((one: { source: string }) => one.source === source)

test('tracing from Beredskapsregisteret is refused until the provision holds, with paragraph and date; then a change of data is enough', async () => {
  const query = municipal('CONTACT_TRACING', ', sources: [PREPAREDNESS]')
  const undecided = await office.ask(query, tracer)
  expect(undecided.errors[0]?.extensions).toMatchObject({
    code: 'LEGAL_BASIS_MISSING',
    paragraph: 'covid-19-forskriften § 5c tredje ledd',
    validFrom: '–',
  })
  await decideLaw(office.database, 'tracer-preparedness-tracing', '2021-11-23')
  expect((await office.ask(query, tracer)).errors[0]?.extensions).toMatchObject({
    code: 'LEGAL_BASIS_MISSING',
    validFrom: '2021-11-23',
  })
  office.setClock(new Date('2021-11-22T22:59:59Z'))
  expect(codesOf(await office.ask(query, tracer))).toEqual(['LEGAL_BASIS_MISSING'])
  office.setClock(new Date('2021-11-22T23:00:00Z'))
  const after = await office.ask(query, tracer)
  expect([namesOf(after), after.errors]).toEqual([['Prep'], []])
  await decideLaw(office.database, 'tracer-preparedness-tracing', null)
})

test.each([
  ['in winter', '2021-12-01', '2021-11-30T22:59:59Z', '2021-11-30T23:00:00Z'],
  ['on the day summer time begins', '2021-03-28', '2021-03-27T22:59:59Z', '2021-03-27T23:00:00Z'],
  ['in summer', '2021-06-01', '2021-05-31T21:59:59Z', '2021-05-31T22:00:00Z'],
])('the day a provision applies from begins at midnight in Norway: %s', async (_, day, before, from) => {
  await decideLaw(office.database, 'tracer-preparedness-tracing', day)
  const query = `{ municipality(number: "${bergen}") { travellers(purpose: CONTACT_TRACING, sources: [PREPAREDNESS]) { sources { isOpen } } } }`
  office.setClock(new Date(before))
  expect(codesOf(await office.ask(query, tracer))).toEqual(['LEGAL_BASIS_MISSING'])
  office.setClock(new Date(from))
  expect(codesOf(await office.ask(query, tracer))).toEqual([])
  await decideLaw(office.database, 'tracer-preparedness-tracing', null)
})

test('before it, what is demanded in the single case comes by another provision, and the demand is written down', async () => {
  const refused = await office.ask(municipal('CONTACT_TRACING'), tracer)
  expect(codesOf(refused)).toEqual(['LEGAL_BASIS_MISSING'])
  const answer = await office.ask(municipal('CONTACT_TRACING', demand), tracer)
  expect([namesOf(answer), answer.errors]).toEqual([['Irrs', 'Prep'], []])
  expect(sourceOf(answer, 'PREPAREDNESS')).toMatchObject({
    isOpen: true,
    paragraph: 'smittevernloven § 2-2 åttende ledd, jf. § 3-6',
  })
  expect(sourceOf(answer, 'IRRS')).toMatchObject({ isOpen: true, paragraph: 'covid-19-forskriften § 5b' })
  const { rows } = await sql<{
    reason: string
    caller: string
  }>`select reason, caller from entry_registry.reason`.execute(office.database.as<unknown>())
  expect(rows).toEqual([{ reason: 'Utbrudd om bord på ferjen', caller: tracer.id }])
})

test('a register that may not be used is left out and told of; the other is still served', async () => {
  await endSubscription(office.database, bergen, 'PREPAREDNESS')
  const answer = await office.ask(municipal('QUARANTINE'), doctor)
  expect(answer.errors).toEqual([])
  expect(sourceOf(answer, 'PREPAREDNESS')).toMatchObject({ isOpen: false, code: 'MUNICIPALITY_NOT_SUBSCRIBED' })
  expect(sourceOf(answer, 'IRRS')).toMatchObject({ isOpen: true })
  expect(codesOf(await office.ask(municipal('QUARANTINE', ', sources: [PREPAREDNESS]'), doctor))).toEqual([
    'MUNICIPALITY_NOT_SUBSCRIBED',
  ])
  await sql`insert into entry_registry.subscription values (${bergen}, 'PREPAREDNESS', '2021-01-01', null)`.execute(
    office.database.as<unknown>(),
  )
})

test('without a subscription to results the entries come, and the status says why not', async () => {
  await endSubscription(office.database, bergen, 'MSIS_LAB')
  const query = `{ municipality(number: "4601") { travellers(purpose: QUARANTINE) { totalCount edges { node { testStatus } } } } }`
  const answer = await office.ask(query, doctor)
  expect(answer.data.municipality.travellers.totalCount).toBe(3)
  expect(codesOf(answer)).toEqual(['MUNICIPALITY_NOT_SUBSCRIBED'])
  expect(codesOf(await office.ask(municipal('CONTACT_TRACING', demand), tracer))).toEqual([
    'MUNICIPALITY_NOT_SUBSCRIBED',
  ])
  await sql`insert into entry_registry.subscription values (${bergen}, 'MSIS_LAB', '2021-01-01', null)`.execute(
    office.database.as<unknown>(),
  )
})

test('what an entry says of health is health personnel’s to read, whatever is subscribed to of results', async () => {
  const { reference } = await office.arrive({
    in: 'PREPAREDNESS',
    entry: { given_name: 'Exempt', quarantine_choice: 1002, exemption_ground: 2008, exemption_detail: 3026 },
  })
  const other = await office.arrive({
    in: 'PREPAREDNESS',
    entry: { given_name: 'Commuter', quarantine_choice: 1002, exemption_ground: 2001 },
  })
  const kysely = office.database.as<unknown>()
  await sql`insert into entry_registry.contact values (${reference}, ${morning}, 'ANSWERED', 'Ja', 'Feber')`.execute(
    kysely,
  )
  await endSubscription(office.database, bergen, 'MSIS_LAB')
  const query = `{ municipality(number: "4601") { entries(purpose: QUARANTINE, orderBy: NAME, filter: { ids: ["${reference}", "${other.reference}"] }) {
    edges { node { entry { quarantine { choice exemptionGround exemptionDetail } contacts { healthNote } } } } } } }`
  const read = await office.ask(query, doctor)
  expect(read.errors).toEqual([])
  expect(read.data.municipality.entries.edges).toEqual([
    {
      node: { entry: { quarantine: { choice: 'EXEMPT', exemptionGround: 2001, exemptionDetail: null }, contacts: [] } },
    },
    {
      node: {
        entry: {
          quarantine: { choice: 'EXEMPT', exemptionGround: 2008, exemptionDetail: 3026 },
          contacts: [{ healthNote: 'Feber' }],
        },
      },
    },
  ])
  const refused = await office.ask(query, clerk)
  // Were only one of the grounds refused, the refusal would tell which it is.
  const shown = refused.data.municipality.entries.edges.map(
    ({ node }: { node: { entry: { quarantine: object } } }) => node.entry.quarantine,
  )
  const hidden = { choice: 'EXEMPT', exemptionGround: null, exemptionDetail: null }
  expect(shown).toEqual([hidden, hidden])
  expect(refused.errors.map(({ path, extensions }) => `${path?.at(-1)} ${extensions.code}`).sort()).toEqual([
    'exemptionDetail HEALTH_ROLE_REQUIRED',
    'exemptionGround HEALTH_ROLE_REQUIRED',
    'exemptionGround HEALTH_ROLE_REQUIRED',
    'healthNote HEALTH_ROLE_REQUIRED',
  ])
  await sql`insert into entry_registry.subscription values (${bergen}, 'MSIS_LAB', '2021-01-01', null)`.execute(kysely)
  await sql`delete from entry_registry.preparedness_entry where quarantine_choice = 1002`.execute(kysely)
})

test('without an agreement that holds, nothing comes', async () => {
  const kysely = office.database.as<unknown>()
  await sql`update entry_registry.agreement set valid_to = '2021-11-21' where kommune = ${bergen}`.execute(kysely)
  expect(codesOf(await office.ask(municipal('QUARANTINE'), doctor))).toEqual(['DATA_PROCESSING_AGREEMENT_MISSING'])
  await sql`update entry_registry.agreement set valid_to = null where kommune = ${bergen}`.execute(kysely)
})

test.each<[string, string, Caller, string]>([
  ['another kommune’s list', municipal('QUARANTINE', '', oslo), doctor, 'WRONG_MUNICIPALITY'],
  [
    'somebody without an authorisation',
    municipal('QUARANTINE'),
    { ...doctor, id: 'a-stranger' },
    'AUTHORISATION_MISSING',
  ],
  ['somebody let in for the other purpose', municipal('CONTACT_TRACING', demand), clerk, 'AUTHORISATION_MISSING'],
  [
    'a doctor whose sign-in has no number of health personnel',
    municipal('QUARANTINE'),
    { ...clerk, id: doctor.id },
    'HEALTH_ROLE_REQUIRED',
  ],
  [
    'a filter by result from who may not see results',
    municipal('QUARANTINE', ', filter: { testStatuses: [NEGATIVE] }'),
    clerk,
    'HEALTH_ROLE_REQUIRED',
  ],
  [
    'a demand without a reason',
    municipal('CONTACT_TRACING', ', demand: { reason: " " }'),
    tracer,
    'DEMAND_REASON_REQUIRED',
  ],
  ['the control centre’s lists to a municipality', '{ controlCentre { hasResults } }', doctor, 'AUTHORISATION_MISSING'],
  [
    'the labour inspection’s list to a municipality',
    '{ labourInspection { hasResults } }',
    doctor,
    'AUTHORISATION_MISSING',
  ],
  [
    'a search in all kommuner to a doctor',
    '{ travellerSearch(reason: "Leter") { totalCount } }',
    doctor,
    'AUTHORISATION_MISSING',
  ],
  ['a search without a reason', '{ travellerSearch(reason: "") { totalCount } }', searcher, 'DEMAND_REASON_REQUIRED'],
  ['a citizen', '{ followUpAccess { pseudonym } }', { kind: 'citizen', id: 'kari', client: 'web' }, 'POLICY_NOT_MET'],
])('%s is refused by name', async (_, query, caller, code) => {
  const answer = await office.ask(query, caller)
  expect(codesOf(answer)).toEqual([code])
})

test('the control centre gets results in the third phase, which is switched on by data', async () => {
  const query =
    '{ controlCentre { hasResults travellers(filter: { testStatuses: [NEGATIVE] }) { edges { node { entry { name } testStatus } } } } }'
  const plain = '{ controlCentre { travellers { totalCount edges { node { testStatus } } } } }'
  expect(codesOf(await office.ask(query, operator))).toEqual(['FEATURE_NOT_ACTIVE'])
  const before = await office.ask(plain, operator)
  expect([before.data.controlCentre.travellers.totalCount, codesOf(before)]).toEqual([3, ['FEATURE_NOT_ACTIVE']])
  await sql`insert into entry_registry.feature values ('control-centre-results', '2021-11-01', null)`.execute(
    office.database.as<unknown>(),
  )
  const washed = await office.ask(query, operator)
  expect(washed.errors).toEqual([])
  expect(washed.data.controlCentre).toEqual({
    hasResults: true,
    travellers: { edges: [{ node: { entry: { name: 'Fine Nordmann' }, testStatus: 'NEGATIVE' } }] },
  })
})

test('a correction is the same to municipality and control centre from one second to the next', async () => {
  const sample_id = randomUUID()
  const { number, reference } = await office.arrive({ results: [{ sample_id, outcome: 'NEGATIVE' }] })
  const fields = `filter: { ids: ["${reference}"] }) { edges { node { testStatus } }`
  const both = async () => [
    (await office.ask(`{ municipality(number: "4601") { travellers(purpose: QUARANTINE, ${fields} } } }`, doctor)).data
      .municipality.travellers.edges,
    (await office.ask(`{ controlCentre { travellers(${fields} } } }`, operator)).data.controlCentre.travellers.edges,
  ]
  const negative = [{ node: { testStatus: 'NEGATIVE' } }]
  expect(await both()).toEqual([negative, negative])
  const correction = aTestResult({ person_identifier: number, sample_id, outcome: 'POSITIVE', state: 'CORRECTED' })
  await office.database
    .as<{ 'test.result': typeof correction }>()
    .insertInto('test.result')
    .values(correction)
    .execute()
  expect(await both()).toEqual([[], [{ node: { testStatus: 'POSITIVE' } }]])
})

test('the labour inspection sees employers and suspected breaches, and no result', async () => {
  const { reference } = await office.arrive({
    in: 'PREPAREDNESS',
    entry: { given_name: 'Worker', employer_name: 'Verftet AS', employer_number: '310000000' },
    results: [{ outcome: 'POSITIVE' }],
  })
  await sql`insert into entry_registry.breach values (${reference}, ${morning}, 'AT_WORK', 'Sett på arbeid')`.execute(
    office.database.as<unknown>(),
  )
  const answer = await office.ask(
    `{ labourInspection { travellers(filter: { hasSuspectedBreach: true }) { edges { node {
      entry { employer { name } suspectedBreaches { kind } contacts { answer } } testStatus } } } } }`,
    inspector,
  )
  expect(answer.data.labourInspection.travellers.edges).toEqual([
    {
      node: {
        entry: { employer: { name: 'Verftet AS' }, suspectedBreaches: [{ kind: 'AT_WORK' }], contacts: null },
        testStatus: null,
      },
    },
  ])
  expect(codesOf(answer)).toEqual(['LEGAL_BASIS_MISSING'])
})

test('the municipal doctor lets somebody in and out again; both hold from the next request, and an end comes by itself', async () => {
  const friend: Caller = { ...clerk, id: 'pseudonym-of-a-colleague' }
  const query =
    '{ municipality(number: "4601") { travellers(purpose: QUARANTINE, first: 1) { edges { node { hasNegativeResult testStatus } } } } }'
  const mayAsk = async () => (await office.ask(query, friend)).data.municipality.travellers !== null
  expect(await mayAsk()).toBe(false)
  const id = randomUUID()
  const delegate = `mutation ($input: DelegateFollowUpInput!) { delegateFollowUp(input: $input) { authorisations { id role } } }`
  const input = {
    id,
    municipality: bergen,
    pseudonym: friend.id,
    role: 'QUARANTINE_TEAM',
    purposes: ['QUARANTINE'],
    showsNegative: true,
    validTo: '2021-12-01T00:00:00Z',
  }
  const given = await office.ask(delegate, doctor, { input })
  expect(given.data.delegateFollowUp.authorisations).toContainEqual({ id, role: 'QUARANTINE_TEAM' })
  expect((await office.ask(delegate, doctor, { input })).data).toEqual(given.data)
  const answer = await office.ask(query, friend)
  expect(answer.data.municipality.travellers.edges[0].node).toMatchObject({
    hasNegativeResult: expect.any(Boolean),
    testStatus: null,
  })
  office.setClock(new Date('2021-12-01T00:00:01Z'))
  expect(await mayAsk()).toBe(false)
  office.setClock(morning)
  await office.ask(
    'mutation ($input: RevokeFollowUpInput!) { revokeFollowUp(input: $input) { authorisations { id } } }',
    doctor,
    { input: { id, municipality: bergen } },
  )
  expect(await mayAsk()).toBe(false)
  expect(codesOf(await office.ask(delegate, clerk, { input }))).toEqual(['AUTHORISATION_MISSING'])
  expect(codesOf(await office.ask(delegate, doctor, { input: { ...input, role: 'MUNICIPAL_DOCTOR' } }))).toEqual([
    'BAD_REQUEST',
  ])
})

test('after all these lists, no result stands anywhere but in the laboratories’ own register', async () => {
  const kysely = office.database.as<unknown>()
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'test')`.execute(kysely)
  expect(tables.length).toBeGreaterThan(15)
  const marks = /POSITIVE|NEGATIVE|INCONCLUSIVE|påvist|SARS-CoV-2|PENDING|UNCLEAR/
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} t`.execute(kysely)
    expect(rows.filter(({ text }) => marks.test(text))).toEqual([])
  }
  const { rows: found } = await sql`select from test.result where outcome = 'POSITIVE'`.execute(kysely)
  expect(found.length).toBeGreaterThan(0)
})

test('what the gateway carries between the registries has no number and no result in it', async () => {
  office.calls()
  const { number } = await office.arrive({ results: [{ outcome: 'NEGATIVE' }] })
  const query =
    '{ municipality(number: "4601") { travellers(purpose: QUARANTINE) { edges { node { testStatus person { name { full } } } } } } }'
  expect((await office.ask(query, doctor)).errors).toEqual([])
  const carried = JSON.stringify(office.calls().map(({ variables }) => variables()))
  expect(carried.length).toBeGreaterThan(500)
  expect(carried).not.toContain(number)
  expect(carried).not.toMatch(/\bNEGATIVE\b/)
})

test('nothing of all this was a bug', () => expect(office.bugs).toEqual([]))
