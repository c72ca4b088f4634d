import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personas } from '../../local/population/personas.ts'
import { guidOf } from '../subgraphs/proxy-consent/a-machine.ts'
import { startWorld, type World } from '../world.ts'

/*
 * What a patient has closed to health personnel, through the whole graph: refused where she closed it, the rest served,
 * open to herself, and open in an emergency to those who have that role, which she can read afterwards.
 */
let world: World
beforeAll(async () => {
  world = await startWorld({ transport: 'http' })
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

const query = `query ($identifier: PersonIdentifier!, $purpose: PatientPurpose!, $reason: String) {
  patient(identifier: $identifier, purpose: $purpose, reason: $reason) {
    person { name { full } vaccinations { code } testResults { outcome } recoveries { id } } } }`

type How = { readonly purpose?: 'TREATMENT' | 'EMERGENCY'; readonly reason?: string }

async function look(as: string, patient: string, { purpose = 'TREATMENT', reason }: How = {}) {
  const identifier = personas.find(({ name }) => name === patient)?.identifier
  const { data, errors } = await world.ask(query, { as, variables: { identifier, purpose, reason } })
  const codes = Object.fromEntries(
    errors.map(({ path = [], extensions }) => [path.slice(1).join('.') || path.join('.'), extensions]),
  )
  return { person: data?.patient?.person, codes }
}

async function restrict(as: string, decision: string): Promise<void> {
  const page = '{ me { privacy { settings { id definition { id } } } } }'
  const { data } = await world.ask(page, { as })
  const { id } = data.me.privacy.settings.find(
    ({ definition }: { definition: { id: string } }) => definition.id === guidOf('INNSYN_HELSEPERSONELL'),
  )
  const { errors } = await world.ask(`mutation ($id: ID!) { ${decision} { state } }`, { as, variables: { id } })
  expect(errors).toEqual([])
}

const rowsOf = async (table: string) => {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(`proxy_consent.${table}`)}`.execute(
    world.database.as<unknown>(),
  )
  return rows
}

test('what is closed to one organisation is refused there, with the rest served, and open in another', async () => {
  const refused = await look('lege-oslo', 'bjorn')
  expect(refused.person).toMatchObject({ name: { full: 'Bjørn Ødegård' }, testResults: null })
  expect(refused.person.vaccinations.length).toBeGreaterThan(0)
  expect(refused.codes).toMatchObject({
    'person.testResults': { code: 'RESTRICTED_BY_PATIENT', reason: 'Specific' },
  })
  expect(Object.keys(refused.codes)).toHaveLength(1)
  expect((await look('lege-bergen', 'bjorn')).codes).toEqual({})
})

test('what she closes to all is refused with the next request, never to herself, and opens when she lifts it', async () => {
  expect((await look('sykehuslege', 'kari')).codes).toEqual({})
  await restrict('kari', 'setAccessRestriction(setting: $id)')
  const { person, codes } = await look('sykehuslege', 'kari')
  expect(person).toEqual({
    name: { full: 'Kari Nordmann' },
    vaccinations: null,
    testResults: null,
    recoveries: null,
  })
  for (const field of ['vaccinations', 'testResults', 'recoveries'])
    expect(codes[`person.${field}`]).toMatchObject({ code: 'RESTRICTED_BY_PATIENT', reason: 'General' })
  const own = await world.ask('{ me { vaccinations { code } testResults { outcome } } }', { as: 'kari' })
  expect(own.errors).toEqual([])
  expect(own.data.me.vaccinations).toHaveLength(3)
  await restrict('kari', 'liftAccessRestriction(setting: $id)')
  expect((await look('sykehuslege', 'kari')).codes).toEqual({})
})

test.each<[string, string, How, string]>([
  ['without the role', 'sykehuslege', { reason: 'Bevisstløs ved ankomst' }, 'EMERGENCY_ROLE_REQUIRED'],
  ['without a reason', 'legevakt', {}, 'REASON_REQUIRED'],
  ['with a reason that says nothing', 'legevakt', { reason: 'haster' }, 'REASON_REQUIRED'],
  [
    'as one who is not health personnel',
    'karantene-bergen',
    { reason: 'Bevisstløs ved ankomst' },
    'HEALTH_PERSONNEL_REQUIRED',
  ],
])('an emergency opens nothing %s, and none is written down', async (_, as, how, code) => {
  const before = (await rowsOf('emergency_opening')).length
  const { person, codes } = await look(as, 'bjorn', { purpose: 'EMERGENCY', ...how })
  expect([person, codes.patient?.code]).toEqual([undefined, code])
  expect(await rowsOf('emergency_opening')).toHaveLength(before)
})

test('an emergency opens what is closed, is written down with its reason, and is what she reads of it', async () => {
  await restrict('bjorn', 'setAccessRestriction(setting: $id)')
  expect((await look('legevakt', 'bjorn')).codes['person.testResults']).toMatchObject({ code: 'RESTRICTED_BY_PATIENT' })
  const reason = 'Bevisstløs, kommer med ambulanse'
  const { person, codes } = await look('legevakt', 'bjorn', { purpose: 'EMERGENCY', reason })
  expect(codes).toEqual({})
  expect(person.vaccinations.length).toBeGreaterThan(0)
  const [opening] = await rowsOf('emergency_opening')
  expect(opening).toMatchObject({ hpr_number: '7100004', reason })
  const overrides = await rowsOf('restriction_override')
  expect(overrides.map(({ area, restriction }) => [area, restriction]).sort()).toEqual([
    ['recoveries', 'General'],
    ['tests', 'General'],
    ['vaccinations', 'General'],
  ])
  for (const { caller } of overrides) expect(caller).toBe(opening?.caller)
  const { data } = await world.ask(
    '{ me { accessLog(area: TESTS, kind: READ) { nodes { purpose legalBasis actor { name roleName } } } } }',
    { as: 'bjorn', language: 'en' },
  )
  expect(data.me.accessLog.nodes[0]).toMatchObject({
    purpose: expect.stringMatching(/emergency/i),
    actor: { name: 'Arild Nes' },
  })
})

test('while PVK cannot say what is closed, the fields it may have closed are not given, and the rest is', async () => {
  const kysely = world.database.as<unknown>()
  await sql`alter table proxy_consent.privacy_setting rename to privacy_setting_away`.execute(kysely)
  try {
    const { person, codes } = await look('sykehuslege', 'ola')
    expect(person).toMatchObject({ name: { full: expect.any(String) }, vaccinations: null, testResults: null })
    expect(Object.values(codes).map(({ code }) => code)).toEqual(Array(3).fill('PVK_UNAVAILABLE'))
    const own = await world.ask('{ me { vaccinations { code } } }', { as: 'ola' })
    expect(own.errors).toEqual([])
  } finally {
    await sql`alter table proxy_consent.privacy_setting_away rename to privacy_setting`.execute(kysely)
  }
  expect((await look('sykehuslege', 'ola')).codes).toEqual({})
})
