import { expect, test } from 'vitest'
import { personas } from '../../local/population/personas.ts'
import { PublicError } from '../../schema/errors.ts'
import { linkHash } from '../../subgraphs/kernel/access-log/entry.ts'
import { startWorld, type World } from '../world.ts'

const everything = `{ me { name { full } vaccinations { id } testResults { id } recoveries { id }
  vaccinationCertificate { __typename } testCertificates { __typename } recoveryCertificate { __typename } } }`

type Line = Record<string, string> & { sequence: number; at: Date }

function linesOf(world: World): Promise<Line[]> {
  return world.database
    .as<{ 'access_log.entry': Line }>()
    .selectFrom('access_log.entry')
    .selectAll()
    .orderBy('sequence')
    .execute() as Promise<Line[]>
}

test('one query writes one line for each area that it read, and no line has an identity number', async () => {
  await using world = await startWorld()
  await world.ask(everything, { as: 'kari', headers: { 'nhn-event-id': 'journey-access-log' } })
  const lines = await linesOf(world)
  expect(lines.map(line => [line.register, line.area]).sort()).toEqual([
    ['certificate', 'certificates'],
    ['person', 'identity'],
    ['recovery', 'recoveries'],
    ['test', 'tests'],
    ['vaccine', 'vaccinations'],
  ])
  for (const line of lines) {
    expect(line).toMatchObject({
      basis: 'self',
      purpose: 'own-insight',
      caller_kind: 'citizen',
      correlation_id: 'journey-access-log',
    })
    expect(line.subject).toBe(lines[0]?.subject)
    expect(JSON.stringify(line)).not.toMatch(/\b\d{11}\b/)
  }
})

test('every line’s hash covers the line and the one before it', async () => {
  await using world = await startWorld()
  await Promise.all(['kari', 'tor'].map(as => world.ask(everything, { as })))
  const lines = await linesOf(world)
  let previous = '0'.repeat(64)
  for (const line of lines) {
    expect(line.hash).toBe(linkHash(previous, line as never))
    previous = line.hash ?? ''
  }
  expect(lines.length).toBe(10)
})

test('nobody can change or remove a line', async () => {
  await using world = await startWorld()
  await world.ask(everything, { as: 'kari' })
  const log = world.database.as<{ 'access_log.entry': Line }>()
  await expect(
    log
      .updateTable('access_log.entry')
      .set({ area: 'nothing' } as never)
      .execute(),
  ).rejects.toThrow(/append-only/)
  await expect(log.deleteFrom('access_log.entry').execute()).rejects.toThrow(/append-only/)
})

test('while the log cannot be written, no data are given', async () => {
  const failing = { record: () => Promise.reject(new PublicError('ACCESS_LOG_UNAVAILABLE')) }
  await using world = await startWorld({ accessLog: failing })
  const { data, errors } = await world.ask(everything, { as: 'kari' })
  expect(Object.values(data?.me ?? {}).every(value => value === null)).toBe(true)
  expect(errors.length).toBeGreaterThan(0)
  for (const error of errors) expect(error.extensions.code).toBe('ACCESS_LOG_UNAVAILABLE')
})

test('a citizen reads within seconds who has seen her data: herself, and by name whom she has given a fullmakt', async () => {
  await using world = await startWorld({ transport: 'http' })
  await world.ask('{ me { representations { person { vaccinations { code } } } } }', { as: 'guro' })
  await world.ask('{ me { vaccinations { code } } }', { as: 'arne' })
  const query = `{ me { accessLog(area: VACCINATIONS, kind: READ) { nodes {
    at areaName registerName purpose legalBasis
    actor { isYou roleName name application } representedBy { name { full } } } } } }`
  const { data, errors } = await world.ask(query, { as: 'arne', language: 'nn' })
  expect(errors).toEqual([])
  const what = {
    at: expect.any(String),
    areaName: 'vaksinar',
    registerName: 'Vaksinasjonsregisteret SYSVAK',
    purpose: 'Innsyn',
  }
  const by = { name: null, application: 'helsegraf-cli' }
  expect(data.me.accessLog.nodes).toEqual([
    {
      ...what,
      legalBasis: 'Innsyn i eigne opplysningar (pasient- og brukarrettslova § 5-1, helseregisterlova § 24)',
      actor: { ...by, isYou: true, roleName: 'deg' },
      representedBy: null,
    },
    {
      ...what,
      legalBasis: 'Fullmakt som du sjølv har gitt',
      actor: { ...by, isYou: false, roleName: 'innbyggjar' },
      representedBy: { name: { full: nameOf('guro') } },
    },
  ])
})

test('a copy that a register was given stands beside what others have read', async () => {
  await using world = await startWorld()
  await world.ask('{ me { representations { person { privacy { settings { state } } } } } }', { as: 'guro' })
  const asked = await fetch(`${world.url}/personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await world.tokenOf('kpr')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ innbyggerFnr: identifierOf('arne'), partKode: 'HDIR_KPR' }),
  })
  expect(asked.status).toBe(200)
  const query = '{ me { accessLog(area: CONSENTS) { nodes { kind actor { role } recipient { name } } } } }'
  const { data, errors } = await world.ask(query, { as: 'arne' })
  expect(errors).toEqual([])
  expect(data.me.accessLog.nodes).toEqual([
    { kind: 'DISCLOSURE', actor: { role: 'MACHINE' }, recipient: { name: 'Helsedirektoratet' } },
    { kind: 'READ', actor: { role: 'CITIZEN' }, recipient: null },
  ])
})

const nameOf = (persona: string) => personas.find(({ name }) => name === persona)?.fullName
const identifierOf = (persona: string) => personas.find(({ name }) => name === persona)?.identifier

test('what somebody was denied is a line with its code, once, and nothing that the citizen’s page shows', async () => {
  await using world = await startWorld()
  const beyond = '{ me { representations { person { name { full } testResults { outcome } } } } }'
  for (let i = 0; i < 3; i++) await world.ask(beyond, { as: 'guro' })
  // Denied before anybody is named: no doctor has the emergency role without its scope.
  const patient = `query ($identifier: PersonIdentifier!) { patient(identifier: $identifier, purpose: EMERGENCY) { basis } }`
  await world.ask(patient, { as: 'sykehuslege', variables: { identifier: identifierOf('kari') } })
  const lines = await linesOf(world)
  const denials = lines.filter(({ kind }) => kind === 'denied')
  expect(denials.map(({ register, area, refusal, basis }) => [register, area, refusal, basis])).toEqual([
    ['test', 'tests', 'NOT_COVERED_BY_REPRESENTATION', 'fullmakt'],
    ['proxy-consent', 'none', 'EMERGENCY_ROLE_REQUIRED', 'none'],
  ])
  // Of arne, who has given guro a fullmakt; and of nobody.
  expect(denials[0]?.subject).toMatch(/^[\w-]{22}$/)
  expect(denials[1]?.subject).toBe('none')
  let previous = '0'.repeat(64)
  for (const line of lines) {
    expect(line.hash).toBe(linkHash(previous, line as never))
    previous = line.hash ?? ''
  }
  const { data } = await world.ask('{ me { accessLog { nodes { area } } } }', { as: 'arne' })
  expect(data.me.accessLog.nodes.map(({ area }: { area: string }) => area)).not.toContain('TESTS')
})
