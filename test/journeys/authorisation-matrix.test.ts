import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personas } from '../../local/population/personas.ts'
import { projectFolder } from '../../local/schema-files.ts'
import { type Caller, createAccessTokenSigner } from '../../schema/access.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import { addDays, birthday, osloDay } from '../../schema/scalars/local-date.ts'
import type { PersonTables } from '../../subgraphs/person/store/tables.ts'
import { aPerson } from '../builders/person.ts'
import { startWorld, type World } from '../world.ts'
import { befalls, type Fate } from './befalls.ts'

/*
 * Who sees what, asked of a running graph and written down for people: docs/authorisation-matrix.md is what this test
 * found. Where an answer changes, the page differs and the test fails; `npx vitest run -u` on this file writes it anew.
 */
type Group = { readonly title: string; readonly register: SubgraphName; readonly field: string }
const groups: readonly Group[] = [
  { title: 'who it is', register: 'person', field: 'name { full }' },
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
  await addChildOfSixteen(world)
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
    await acting('somebody with a fullmakt for vaccinations and privacy', 'guro', 'Arne'),
    await acting('somebody with a fullmakt for certificates', 'guro', 'Bjørn'),
    await acting('somebody whose fullmakt has expired', 'eli', 'Marte'),
    await acting('somebody whose fullmakt was withdrawn', 'eli', 'Ola'),
    await actingAfter(
      'somebody whose fullmakt is from one who got a strictly confidential address',
      'STRENGT_FORTROLIG',
    ),
    await actingAfter('somebody whose fullmakt is from one who has died', { diedOn: osloDay(new Date()) }),
    await acting('somebody with a tildelt fullmakt for everything', 'knut', 'Astrid'),
    await acting('a stranger', 'amina', 'Kari'),
  ]
  const staff: Row[] = [
    await patient('health personnel, for treatment', doctor, 'TREATMENT'),
    await patient('health personnel with the emergency role, in an emergency', onDuty, 'EMERGENCY'),
    await patient('health personnel without that role, in an emergency', doctor, 'EMERGENCY'),
    await patient('health personnel without an HPR number', { ...doctor, hprNumber: undefined as never }, 'TREATMENT'),
    await patient('a clerk', { kind: 'clerk', id: 'clerk', client: 'desk' }, 'TREATMENT'),
    await patient('a machine', { kind: 'machine', id: 'machine', client: 'system' }, 'TREATMENT'),
    await patient('a citizen', { kind: 'citizen', id: 'citizen', client: 'web', purpose: 'own-insight' }, 'TREATMENT'),
  ]
  const page = printPage(citizens, staff)
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
async function patient(who: string, caller: Caller, purpose: string): Promise<Row> {
  const sign = await createAccessTokenSigner(world.secrets.accessTokenKey)
  const authorization = `Bearer ${await sign(JSON.parse(JSON.stringify(caller)), new Date())}`
  const ask = (register: SubgraphName, query: string, variables: Record<string, unknown>) =>
    world.registries[register].execute({ query, variables, headers: { authorization } })
  const entity = async (register: SubgraphName, selection: string, representation: object) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`
    const { data, errors = [] } = await ask(register, query, { r: [representation] })
    return { found: (data?._entities as Record<string, unknown>[] | undefined)?.[0], errors }
  }
  const identifier = personas.find(({ name }) => name === 'kari')?.identifier
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
  const cells = await Promise.all(
    groups.map(async group => {
      const answer = await entity(group.register, `... on Person { ${group.field} }`, { __typename: 'Person', grant })
      return outcome(answer.found, group, answer.errors, ['_entities', 0])
    }),
  )
  return { who, cells }
}

/** Hanne's oldest, who turned sixteen yesterday. */
async function addChildOfSixteen({ database }: World): Promise<void> {
  const born = birthday(addDays(osloDay(new Date()), -1), -16)
  const { person, identifiers } = aPerson({ person_id: 900, given_name: 'Nils', birth_date: born, address_key: 14 })
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

const words: Readonly<Record<string, string>> = { open: '✓', null: 'nothing' }

function printPage(citizens: readonly Row[], staff: readonly Row[]): string {
  const table = (first: string, rows: readonly Row[]) =>
    [
      `| ${[first, ...groups.map(({ title }) => title)].join(' | ')} |`,
      `|${' --- |'.repeat(groups.length + 1)}`,
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

\`LIMITED_BY_AGE\`: from 12 years parents see less, from 16 nothing. \`NOT_COVERED_BY_REPRESENTATION\`: the fullmakt is not
for this; and whom somebody else acts for is never seen.

## At work

Through \`patient(identifier, purpose, reason)\`, of somebody who has closed nothing.

${table('who', staff)}

\`FORBIDDEN\`: nobody sees this at work in this way. \`HEALTH_PERSONNEL_REQUIRED\`: the token has no HPR number.
\`EMERGENCY_ROLE_REQUIRED\`: the token lacks the scope \`helsegraf:emergency\`. What a patient has closed answers
\`RESTRICTED_BY_PATIENT\` for treatment; an emergency opens it, and each such opening is kept with its reason.
`
}
