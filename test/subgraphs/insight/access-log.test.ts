import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, openLoggedPerson, pseudonymOf, sealIdentity, sealName } from '../../../schema/access.ts'
import { insightSubgraph } from '../../../subgraphs/insight/subgraph.ts'
import type { AccessLogEntry } from '../../../subgraphs/kernel/access-log.ts'
import { createAccessLog, type OpenAccessLog } from '../../../subgraphs/kernel/access-log.ts'
import { aFodselsnummer } from '../../builders/identifier.ts'
import { anEntry } from '../../kernel/access-log/an-entry.ts'
import { aCitizen, aGrant, entitiesOf, mandateKeys, now, type RunningSubgraph, startSubgraph } from '../../subgraph.ts'

const nameKeys = [{ id: 'n1', key: randomBytes(32) }]
const identityKeys = [{ id: 'i1', key: randomBytes(32) }]
const pseudonymKey = randomBytes(32)
const organisationNames = new Map([['320000106', 'Bergen kommune, smittevernkontoret']])
const kari = aFodselsnummer()
const daughter = aFodselsnummer()
const hour = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

const doctor: Caller = {
  kind: 'health-personnel',
  id: 'pseudonym-of-doctor',
  client: 'journal',
  hprNumber: '222200123',
  organisation: { number: '320000106', parent: '983744516', supplier: '999888777' },
  sealedName: sealName(nameKeys, 'Marte Lege', 'pseudonym-of-doctor'),
}
const helper: Caller = aCitizen({
  id: 'pseudonym-of-daughter',
  sealedIdentity: sealIdentity(identityKeys, daughter, 'pseudonym-of-daughter'),
})
const machine: Caller = { kind: 'machine', id: 'pseudonym-of-machine', client: 'sporing' }

/** From the last to the first. */
const lines: readonly AccessLogEntry[] = [
  anEntry({ at: hour(1), subject: 'kari', caller: aCitizen() }),
  anEntry({ at: hour(2), subject: 'kari', caller: helper, basis: 'fullmakt', area: 'tests', register: 'test' }),
  anEntry({ at: hour(3), subject: 'kari', caller: doctor, basis: 'helsehjelp', purpose: 'treatment' }),
  anEntry({
    at: hour(4),
    subject: pseudonymOf(pseudonymKey, 'subject', kari),
    caller: machine,
    kind: 'disclosure',
    area: 'entries',
    basis: 'covid-19-forskriften-5c',
    purpose: 'quarantine',
    recipient: '958935420',
  }),
]

let running: RunningSubgraph
let log: OpenAccessLog
beforeAll(async () => {
  running = await startSubgraph(insightSubgraph, { nameKeys, mandateKeys, pseudonymKey, organisationNames })
  log = await createAccessLog(running.database)
  await log.record(...lines, anEntry({ subject: 'ola', area: 'recoveries', at: hour(1) }))
})
afterAll(async () => {
  await log.close()
  await running[Symbol.asyncDispose]()
})

const grant = aGrant([kari], { subject: 'kari' })
// What reading the log writes is newer than all of this.
const before = `to: "${new Date(now.getTime() - 1).toISOString()}"`

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
async function read(fields: string, how: { language?: string; grant?: unknown } = {}): Promise<any> {
  const answer = await running.askEntities([how.grant ?? grant], fields, how.language ? { language: how.language } : {})
  expect(answer.errors).toBeUndefined()
  return entitiesOf(answer)[0]?.accessLog
}

test('every line about the person, the last first, and nobody else’s', async () => {
  const { nodes } = await read(`accessLog(${before}) { nodes { at area kind registerName reference } }`)
  expect(nodes).toEqual([
    { at: hour(1).toISOString(), area: 'VACCINATIONS', kind: 'READ', ...sysvak },
    { at: hour(2).toISOString(), area: 'TESTS', kind: 'READ', registerName: 'MSIS-labdatabasen', reference: 'test' },
    { at: hour(3).toISOString(), area: 'VACCINATIONS', kind: 'READ', ...sysvak },
    { at: hour(4).toISOString(), area: 'ENTRIES', kind: 'DISCLOSURE', ...sysvak },
  ])
})
const sysvak = { registerName: 'Vaksinasjonsregisteret SYSVAK', reference: 'test' }

const who = `actor { isYou name role roleName hprNumber application
  organisation { number name } parentOrganisation { name } supplier { number name } }`

test('who it was: oneself, somebody at work by name and organisation, a machine', async () => {
  const { nodes } = await read(`accessLog(${before}) { nodes { ${who} recipient { number name } } }`)
  const none = { hprNumber: null, organisation: null, parentOrganisation: null, supplier: null }
  expect(nodes).toEqual([
    {
      actor: { isYou: true, name: null, role: 'CITIZEN', roleName: 'deg', ...of('helsenorge-web'), ...none },
      ...nobody,
    },
    {
      actor: { isYou: false, name: null, role: 'CITIZEN', roleName: 'innbygger', ...of('helsenorge-web'), ...none },
      ...nobody,
    },
    {
      actor: {
        isYou: false,
        name: 'Marte Lege',
        role: 'HEALTH_PERSONNEL',
        roleName: 'helsepersonell',
        hprNumber: '222200123',
        ...of('journal'),
        organisation: { number: '320000106', name: 'Bergen kommune, smittevernkontoret' },
        parentOrganisation: { name: 'Folkehelseinstituttet' },
        supplier: { number: '999888777', name: '999888777' },
      },
      ...nobody,
    },
    {
      actor: { isYou: false, name: null, role: 'MACHINE', roleName: 'datasystem', ...of('sporing'), ...none },
      recipient: { number: '958935420', name: 'Oslo kommune' },
    },
  ])
})
const of = (application: string) => ({ application })
const nobody = { recipient: null }

test('who represented the person is a reference that only this reader opens', async () => {
  const { nodes } = await read(`accessLog(${before}) { nodes { representedBy { reference } } }`)
  const references = nodes.map((node: { representedBy: { reference: string } | null }) => node.representedBy?.reference)
  expect(references.map(Boolean)).toEqual([false, true, false, false])
  expect(references[1]).not.toContain(daughter)
  const keys = { mandateKeys, identityKeys }
  expect(openLoggedPerson(keys, references[1], { caller: aCitizen(), now })).toBe(daughter)
  const later = new Date(now.getTime() + 61_000)
  expect(() => openLoggedPerson(keys, references[1], { caller: aCitizen(), now: later })).toThrow()
  expect(() => openLoggedPerson(keys, references[1], { caller: aCitizen({ id: 'ola' }), now })).toThrow()
})

test.each([
  ['nb', 'Behandling og annen helsehjelp', 'Nødvendig for å gi helsehjelp (pasientjournalloven § 19)', 'vaksiner'],
  ['nn', 'Behandling og anna helsehjelp', 'Nødvendig for å gi helsehjelp (pasientjournallova § 19)', 'vaksinar'],
  ['en', 'Treatment and other care', 'Needed to provide health care (Patient Records Act § 19)', 'vaccinations'],
])('purpose, legal basis and area in %s', async (language, purpose, legalBasis, areaName) => {
  const { nodes } = await read(`accessLog(${before}) { nodes { purpose legalBasis areaName } }`, { language })
  expect(nodes[2]).toEqual({ purpose, legalBasis, areaName })
})

test.each([
  ['kind: DISCLOSURE', ['ENTRIES']],
  [`kind: READ ${before}`, ['VACCINATIONS', 'TESTS', 'VACCINATIONS']],
  ['area: TESTS', ['TESTS']],
  [`from: "${hour(3).toISOString()}" to: "${hour(2).toISOString()}"`, ['VACCINATIONS']],
])('only what is asked for: %s', async (choice, areas) => {
  const { nodes } = await read(`accessLog(${choice}) { nodes { area } }`)
  expect(nodes.map((node: { area: string }) => node.area)).toEqual(areas)
})

test('page by page, each line once', async () => {
  const seen: string[] = []
  let after = 'null'
  for (let page = 0; page < 4; page++) {
    const { nodes, pageInfo } = await read(
      `accessLog(first: 1 after: ${after} ${before}) { nodes { id } pageInfo { hasNextPage endCursor } }`,
    )
    seen.push(...nodes.map((node: { id: string }) => node.id))
    expect(pageInfo.hasNextPage).toBe(page < 3)
    after = JSON.stringify(pageInfo.endCursor)
  }
  expect(new Set(seen).size).toBe(4)
})

describe('refuses', () => {
  test.each(['first: 101', 'first: -1', 'after: "nonsense"', 'after: "W10"'])('%s', async choice => {
    const answer = await running.askEntities([grant], `accessLog(${choice}) { nodes { id } }`)
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
  })

  test('a grant that does not open it', async () => {
    const other = aGrant([kari], { subject: 'kari', areas: ['vaccinations'] })
    const answer = await running.askEntities([other], 'accessLog { nodes { id } }')
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

test('to one who represents her, what she saw herself is not the reader’s', async () => {
  const represented = aGrant([kari], { subject: 'kari', caller: helper, basis: 'fullmakt' })
  const answer = await running.askEntities(
    [represented],
    `accessLog(${before}) { nodes { actor { isYou roleName } } }`,
    {
      caller: helper,
    },
  )
  const log = entitiesOf(answer)[0]?.accessLog as { nodes: { actor: unknown }[] }
  expect(log.nodes.slice(0, 2).map(({ actor }) => actor)).toEqual([
    { isYou: false, roleName: 'personen selv' },
    { isYou: true, roleName: 'deg' },
  ])
})

test('no line in the store has a name or a number in it', async () => {
  const rows = await running.database
    .as<{ 'access_log.entry': Record<string, unknown> }>()
    .selectFrom('access_log.entry')
    .selectAll()
    .execute()
  for (const secret of [kari, daughter, 'Marte']) expect(JSON.stringify(rows)).not.toContain(secret)
})
