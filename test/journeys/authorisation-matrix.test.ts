import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personas } from '../../local/population/personas.ts'
import { projectFolder } from '../../local/schema-files.ts'
import { type Area, type Caller, createAccessTokenSigner, type Purpose, sealGrant } from '../../schema/access.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import { addDays, birthday, osloDay } from '../../schema/scalars/local-date.ts'
import type { PersonTables } from '../../subgraphs/person/store/tables.ts'
import type { RepresentationTables } from '../../subgraphs/proxy-consent/representation/store/tables.ts'
import { aPerson } from '../builders/person.ts'
import { guidOf } from '../subgraphs/proxy-consent/a-machine.ts'
import { startWorld, type World } from '../world.ts'
import { befalls, type Fate } from './befalls.ts'

/*
 * Who sees what, asked of a running graph and written down for people: docs/authorisation-matrix.md is what this test
 * found. Where an answer changes, the page differs and the test fails; `npx vitest run -u` on this file writes it anew.
 */
type Group = { readonly title: string; readonly register: SubgraphName; readonly field: string }
const groups: readonly Group[] = [
  { title: 'who it is', register: 'person', field: 'name { full }' },
  { title: 'kommune, protection', register: 'person', field: 'municipality { number }' },
  { title: 'parents', register: 'person', field: 'parents { birthDate }' },
  { title: 'children', register: 'person', field: 'children { birthDate }' },
  { title: 'vaccinations', register: 'vaccine', field: 'vaccinations { id }' },
  { title: 'test results', register: 'test', field: 'testResults { id }' },
  { title: 'cases', register: 'recovery', field: 'recoveries { id }' },
  { title: 'certificates', register: 'certificate', field: 'vaccinationCertificate { __typename }' },
  { title: 'entries', register: 'entry-registry', field: 'entries { __typename }' },
  { title: 'privacy settings', register: 'proxy-consent', field: 'privacy { __typename }' },
  { title: 'who has looked', register: 'insight', field: 'accessLog(first: 1) { __typename }' },
  { title: 'fullmakter', register: 'proxy-consent', field: 'fullmakter { __typename }' },
]
const nameOf = ({ field }: Group) => field.split(/[ (]/)[0] ?? field
const fields = groups.map(({ field }) => field).join(' ')

type Cells = readonly string[]
type Row = { readonly who: string; readonly cells: Cells }

let world: World
beforeAll(async () => {
  world = await startWorld()
  // Hanne's: one who turned sixteen yesterday, and one of ten whose address is protected.
  await addChild(world, { given_name: 'Nils', birth_date: birthday(addDays(osloDay(new Date()), -1), -16) })
  await addChild(world, {
    given_name: 'Skjult',
    birth_date: birthday(osloDay(new Date()), -10),
    address_protection: 'FORTROLIG',
  })
  await addFullmakt(world, { from: 'solveig', to: 'guro', areas: ['vaccinations'] })
  await addFullmakt(world, { from: 'amina', to: 'knut', areas: ['vaccinations', 'consents'], kind: 'assigned' })
  await closeToPersonnel(world, 'ola')
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

test('who sees what is as docs/authorisation-matrix.md says', async () => {
  const citizens: Row[] = [
    await self('a citizen, of herself', 'kari'),
    await self('a citizen at a strictly confidential address, of herself', 'solveig'),
    await self('a youth of fifteen, of himself', 'sander'),
    await acting('a parent, of a child of 11', 'hanne', 'Emil'),
    await acting('a parent, of a child of 13', 'hanne', 'Jenny'),
    await acting('a parent, of a child of 15, the day before it turns 16', 'hanne', 'Sander'),
    await acting('a parent, of a child of 16', 'hanne', 'Nils'),
    await acting('a parent at a strictly confidential address, of her child', 'solveig', 'Liv'),
    await acting('a parent, of a child of 10 whose address is protected', 'hanne', 'Skjult'),
    await acting('somebody with a fullmakt for vaccinations and privacy', 'guro', 'Arne'),
    await acting('somebody with a fullmakt of one whose address is protected', 'guro', 'Solveig'),
    await acting('somebody with a fullmakt for certificates', 'guro', 'Bjørn'),
    await acting('somebody whose fullmakt has expired', 'eli', 'Marte'),
    await acting('somebody whose fullmakt was withdrawn', 'eli', 'Ola'),
    await actingAfter(
      'somebody whose fullmakt is from one who got a strictly confidential address',
      'STRENGT_FORTROLIG',
    ),
    await actingAfter('somebody whose fullmakt is from one who has died', { diedOn: osloDay(new Date()) }),
    await acting('somebody with a tildelt fullmakt for everything', 'knut', 'Astrid'),
    await acting('somebody with a tildelt fullmakt for vaccinations and privacy', 'knut', 'Amina'),
    await acting('a stranger', 'amina', 'Kari'),
  ]
  const staff: Row[] = [
    await patient('health personnel, for treatment', doctor, 'TREATMENT'),
    await patient('health personnel with the emergency role, in an emergency', onDuty, 'EMERGENCY'),
    await patient('health personnel, for treatment, of one who has closed it to all', doctor, 'TREATMENT', 'ola'),
    await patient('the emergency role, in an emergency, of the same', onDuty, 'EMERGENCY', 'ola'),
    await patient('health personnel without that role, in an emergency', doctor, 'EMERGENCY'),
    await patient('health personnel without an HPR number', { ...doctor, hprNumber: undefined as never }, 'TREATMENT'),
    await patient('a clerk', { kind: 'clerk', id: 'clerk', client: 'desk' }, 'TREATMENT'),
    await patient('a machine', { kind: 'machine', id: 'machine', client: 'system' }, 'TREATMENT'),
    await patient('a citizen', { kind: 'citizen', id: 'citizen', client: 'web', purpose: 'own-insight' }, 'TREATMENT'),
    await traveller('a quarantine team, of a traveller on its list', 'quarantine', ['identity']),
    await traveller('a municipal doctor, of the same', 'contact-tracing', ['identity', 'tests']),
    await traveller('the control centre, of the same', 'control-centre', ['identity']),
    await traveller('Arbeidstilsynet, of the same', 'labour-inspection', ['identity']),
  ]
  const entrances: Row[] = [
    await entering('a municipal doctor', 'lege-bergen'),
    await entering('a quarantine team, not health personnel', 'karantene-bergen'),
    await entering('a contact tracer', 'sporer-bergen'),
    await entering('the control centre', 'kontrollsenter'),
    await entering('Arbeidstilsynet', 'arbeidstilsynet'),
    await entering('a clerk who searches in all kommuner', 'tverrsok'),
    await entering('a test station, which gives help numbers', 'teststasjon'),
    await entering('a hospital doctor', 'sykehuslege'),
    await entering('an administrator at FHI', 'fhi-admin'),
    await entering('a vendor’s system, for a kommune', 'sporingsverktoyet-maskin'),
    await entering('the system of an owner of settings', 'kpr'),
    await entering('the system of another owner', 'fhi'),
    await entering('a citizen', 'kari'),
  ]
  const page = printPage({ citizens, staff, entrances })
  await expect(page).toMatchFileSnapshot(join(projectFolder, 'docs/authorisation-matrix.md'))
}, 120_000)

async function self(who: string, as: string): Promise<Row> {
  const { data, errors } = await world.ask(`{ me { ${fields} } }`, { as })
  return { who, cells: groups.map(group => outcome(data?.me, group, errors, ['me'])) }
}

async function acting(who: string, as: string, name: string): Promise<Row> {
  const { data, errors } = await world.ask(`{ me { representations { person { ${fields} } } } }`, { as })
  const people: { person: { name: { full: string } } | null }[] = data.me.representations
  const at = people.findIndex(({ person }) => person?.name.full.startsWith(name))
  const prefix = ['me', 'representations', at, 'person']
  return { who, cells: groups.map(group => (at < 0 ? '–' : outcome(people[at]?.person, group, errors, prefix))) }
}

/** Of Bjørn, who has given guro a fullmakt. */
async function actingAfter(who: string, fate: Fate): Promise<Row> {
  await using _bjorn = await befalls(world, 'bjorn', fate)
  // Awaited here: what befell him ends with this block.
  return await acting(who, 'guro', 'Bjørn')
}

type Told = { readonly path?: readonly (string | number)[]; readonly extensions?: Record<string, unknown> }

function outcome(holder: unknown, group: Group, errors: readonly Told[], prefix: readonly (string | number)[]): string {
  const path = [...prefix, nameOf(group)].join('.')
  const error = errors.find(candidate => candidate.path?.join('.').startsWith(path))
  if (error) return String(error.extensions?.code)
  const found = (holder as Record<string, unknown> | undefined)?.[nameOf(group)]
  return found == null ? 'null' : 'open'
}

const doctor: Caller = { kind: 'health-personnel', id: 'doctor', client: 'journal', hprNumber: '7100005' }
const onDuty: Caller = { ...doctor, id: 'on-duty', scopes: ['helsegraf:emergency'] }

/** As the gateway would ask, at the registries' own doors: what is refused here is refused whatever the gateway does. */
async function patient(who: string, caller: Caller, purpose: string, of = 'kari'): Promise<Row> {
  const { ask, entity, cellsOf } = await askingAs(caller)
  const identifier = identifierOf(of)
  const { data, errors } = await ask(
    'proxy-consent',
    'query ($identifier: PersonIdentifier!, $purpose: PatientPurpose!, $reason: String) { patient(identifier: $identifier, purpose: $purpose, reason: $reason) { mandate } }',
    { identifier, purpose, reason: 'Bevisstløs, kommer med ambulanse' },
  )
  if (errors) return { who, cells: groups.map(() => String(errors[0]?.extensions?.code)) }
  const { mandate } = (data?.patient ?? {}) as { mandate?: string }
  const access = await entity('person', '... on PatientAccess { person { grant } }', {
    __typename: 'PatientAccess',
    mandate,
  })
  const { grant } = (access.found?.person ?? {}) as { grant?: string }
  return { who, cells: await cellsOf(grant) }
}

/** As the gateway would ask, with the grant that a list of travellers leads to. */
async function traveller(who: string, purpose: Purpose, areas: readonly Area[]): Promise<Row> {
  const { cellsOf } = await askingAs(doctor)
  const grant = sealGrant(
    world.secrets.grantKeys,
    {
      subject: 'traveller',
      identifiers: [identifierOf('kari')],
      areas,
      basis: 'covid-19-forskriften-5c',
      purpose,
      expires: Math.floor(Date.now() / 1000) + 60,
    },
    doctor,
  )
  return { who, cells: await cellsOf(grant) }
}

async function askingAs(caller: Caller) {
  const sign = await createAccessTokenSigner(world.secrets.accessTokenKey)
  const authorization = `Bearer ${await sign(JSON.parse(JSON.stringify(caller)), new Date())}`
  const ask = (register: SubgraphName, query: string, variables: Record<string, unknown>) =>
    world.registries[register].execute({ query, variables, headers: { authorization } })
  const entity = async (register: SubgraphName, selection: string, representation: object) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`
    const { data, errors = [] } = await ask(register, query, { r: [representation] })
    return { found: (data?._entities as Record<string, unknown>[] | undefined)?.[0], errors }
  }
  const cellsOf = (grant: unknown) =>
    Promise.all(
      groups.map(async group => {
        const answer = await entity(group.register, `... on Person { ${group.field} }`, { __typename: 'Person', grant })
        return outcome(answer.found, group, answer.errors, ['_entities', 0])
      }),
    )
  return { ask, entity, cellsOf }
}

/** Where somebody comes in, of the whole graph: each alone, as the client that she signs in with asks it. */
const entrances = {
  me: '{ me { birthDate } }',
  patient: 'query ($kari: PersonIdentifier!) { patient(identifier: $kari, purpose: TREATMENT) { basis } }',
  municipality: '{ municipality(number: "4601") { travellers(purpose: QUARANTINE) { totalCount } } }',
  controlCentre: '{ controlCentre { travellers { totalCount } } }',
  labourInspection: '{ labourInspection { travellers { totalCount } } }',
  travellerSearch: '{ travellerSearch(reason: "Leter etter en reisende") { totalCount } }',
  followUpReports: '{ followUpReports { leavesOutFew } }',
  findOrIssueHelpNumber: `mutation { findOrIssueHelpNumber(input: { givenName: "Eva", familyName: "Prøve", sex: FEMALE,
    birthDate: "1990-01-01", document: { country: "SE", number: "AB123456" } }) { isNew } }`,
  privacyOwner: '{ privacyOwner(partKode: "HDIR_KPR") { definitions { id } } }',
} as const

async function entering(who: string, as: string): Promise<Row> {
  const cells: string[] = []
  for (const [name, query] of Object.entries(entrances)) {
    world.fetches()
    const variables = name === 'patient' ? { kari: identifierOf('kari') } : {}
    const { data, errors } = await world.ask(query, { as, variables })
    const asked = world.fetches().length > 0
    const code = errors[0]?.extensions.code
    if (code === 'OPERATION_INVALID') cells.push('unseen')
    else if (code) cells.push(asked ? String(code) : `${code} ¹`)
    else cells.push(data[name] == null ? 'null' : 'open')
  }
  return { who, cells }
}

const identifierOf = (persona: string) => named(persona).identifier
function named(persona: string) {
  const found = personas.find(({ name }) => name === persona)
  if (!found) throw new RangeError(`nobody is ${persona}`)
  return found
}

let nextChild = 900
async function addChild({ database }: World, but: Parameters<typeof aPerson>[0]): Promise<void> {
  const { person, identifiers } = aPerson({ person_id: nextChild++, address_key: 14, ...but })
  const kysely = database.as<PersonTables>()
  await kysely.insertInto('person.person').values(person).execute()
  await kysely
    .insertInto('person.identifier')
    .values([...identifiers])
    .execute()
  const mother = personas.findIndex(({ name }) => name === 'hanne') + 1
  await kysely
    .insertInto('person.parenthood')
    .values({ child_id: person.person_id, parent_id: mother, has_custody: true })
    .execute()
}

async function addFullmakt(
  { database }: World,
  {
    from,
    to,
    areas,
    kind = 'ordinary',
  }: Pick<FullmaktRow, 'areas'> & { from: string; to: string } & Partial<FullmaktRow>,
): Promise<void> {
  const [giver, receiver] = [named(from), named(to)]
  await database
    .as<RepresentationTables>()
    .insertInto('proxy_consent.fullmakt')
    .values({
      fullmakt_id: randomUUID(),
      kind,
      giver_identifier: giver.identifier,
      giver_name: giver.fullName,
      receiver_identifier: receiver.identifier,
      receiver_name: receiver.fullName,
      areas: [...areas],
      given_at: new Date(),
      valid_until: null,
      ended_at: null,
      ended_by: null,
    })
    .execute()
}
type FullmaktRow = RepresentationTables['proxy_consent.fullmakt']

async function closeToPersonnel({ ask }: World, as: string): Promise<void> {
  const { data } = await ask('{ me { privacy { settings { id definition { id } } } } }', { as })
  type Setting = { id: string; definition: { id: string } }
  const closing = (data.me.privacy.settings as Setting[]).find(
    ({ definition }) => definition.id === guidOf('INNSYN_HELSEPERSONELL'),
  )
  const close = 'mutation ($id: ID!) { setAccessRestriction(setting: $id) { state } }'
  expect((await ask(close, { as, variables: { id: closing?.id } })).errors).toEqual([])
}

const words: Readonly<Record<string, string>> = { open: '✓', null: 'nothing', unseen: '·' }
type Page = { readonly citizens: readonly Row[]; readonly staff: readonly Row[]; readonly entrances: readonly Row[] }

function printPage({ citizens, staff, entrances: ways }: Page): string {
  const table = (first: string, rows: readonly Row[], titles = groups.map(({ title }) => title)) =>
    [
      `| ${[first, ...titles].join(' | ')} |`,
      `|${' --- |'.repeat(titles.length + 1)}`,
      ...rows.map(({ who, cells }) => `| ${[who, ...cells.map(cell => words[cell] ?? cell)].join(' | ')} |`),
    ].join('\n')
  return `# Who sees what

Written by \`test/journeys/authorisation-matrix.test.ts\`, which asks a running graph; it fails where this page is not
what it finds. Rows are who asks and of whom, columns what is asked for.

✓: seen, whether there is anything or not. –: the person is not among those the caller may act for, so there is nowhere
to ask. A code: the field is null with that error, and the register has not been read, so the answer is the same whatever
stands there.

## Citizens

${table('who, of whom', citizens)}

Kommune, protection: and sex, language, kinds of identity number, death (\`subgraphs/person/domain/shown-parts.ts\`).
\`LIMITED_BY_AGE\`: from 12 years parents see less, from 16 nothing. \`NOT_COVERED_BY_REPRESENTATION\`: the fullmakt is not
for this; and whom somebody else acts for is never seen.

## At work

Through \`patient(identifier, purpose, reason)\`, of somebody who has closed nothing where no other is named; and of who is on a
list of travellers. Parents are those of a grown patient: of a child, health personnel see them until it is sixteen.

${table('who', staff)}

\`FORBIDDEN\`: nobody sees this at work in this way. \`HEALTH_PERSONNEL_REQUIRED\`: the token has no HPR number.
\`EMERGENCY_ROLE_REQUIRED\`: the token lacks the scope \`helsegraf:emergency\`. What a patient has closed answers
\`RESTRICTED_BY_PATIENT\` for treatment; an emergency opens it, and each such opening is kept with its reason.

## Where one comes in

${table('who', ways, Object.keys(entrances))}

·: not in the schema of that class of clients. ¹: refused by the gateway from the token alone, no register was asked. The
rest is refused by the register, which knows in what capacity somebody asks and for which kommune.
`
}
