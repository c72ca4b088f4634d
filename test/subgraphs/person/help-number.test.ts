import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../../schema/access.ts'
import { parsePersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { aCitizen, type RunningSubgraph } from '../../subgraph.ts'
import { startPerson } from '../registries.ts'

const station: Caller = {
  kind: 'clerk',
  id: 'pseudonym-at-the-border',
  client: 'hurtigtestportalen',
  organisation: { number: '310000000' },
  scopes: ['helsegraf:help-number'],
}
let registry: RunningSubgraph
beforeAll(async () => {
  registry = await startPerson()
})
afterAll(() => registry[Symbol.asyncDispose]())

const sofia = {
  givenName: 'Sofía',
  familyName: 'Muñoz',
  birthDate: '1993-10-10',
  sex: 'FEMALE',
  document: { country: 'ES', number: 'PAA 123-456' },
}
const ask = (input: object, caller: Caller = station) =>
  registry.ask('mutation ($input: HelpNumberInput!) { findOrIssueHelpNumber(input: $input) { number isNew } }', {
    variables: { input },
    caller,
  })
type Found = { number: string; isNew: boolean }
const foundIn = ({ data }: Awaited<ReturnType<typeof ask>>) => data?.findOrIssueHelpNumber as Found

test('many who ask at once for one document get one number, that is issued once and holds', async () => {
  const found = (await Promise.all(Array.from({ length: 8 }, () => ask(sofia)))).map(foundIn)
  expect(new Set(found.map(({ number }) => number)).size).toBe(1)
  expect(found.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect(parsePersonIdentifier(found[0]?.number ?? '')?.kind).toBe('FELLES_HJELPENUMMER')
  const { rows } = await sql<object>`
    select p.given_name, i.kind, i.superseded_on from person.person p join person.identifier i using (person_id)`.execute(
    registry.database.as<unknown>(),
  )
  expect(rows).toEqual([{ given_name: 'Sofía', kind: 'FELLES_HJELPENUMMER', superseded_on: null }])
})

test('the document written otherwise is the same; another document is somebody else, whatever the name', async () => {
  const first = foundIn(await ask(sofia))
  expect(foundIn(await ask({ ...sofia, document: { country: 'es', number: 'paa123456' } }))).toEqual(first)
  expect(first.isNew).toBe(false)
  const other = foundIn(await ask({ ...sofia, document: { country: 'PT', number: 'PAA123456' } }))
  expect(other).toMatchObject({ isNew: true })
  expect(other.number).not.toBe(first.number)
})

test('who has since got a D-nummer is found all the same: the old number still leads to her', async () => {
  const { number } = foundIn(await ask(sofia))
  const kysely = registry.database.as<unknown>()
  await sql`update person.identifier set superseded_on = '2021-11-01' where identifier = ${number}`.execute(kysely)
  expect(foundIn(await ask(sofia))).toEqual({ number, isNew: false })
})

test.each<[string, object, Caller, string]>([
  ['another date of birth on a known document', { ...sofia, birthDate: '1993-10-11' }, station, 'BAD_REQUEST'],
  ['a birth to come', { ...sofia, birthDate: '2031-01-01' }, station, 'BAD_REQUEST'],
  ['no name', { ...sofia, givenName: ' ' }, station, 'BAD_REQUEST'],
  ['what is no document', { ...sofia, document: { country: 'Spain', number: '1' } }, station, 'BAD_REQUEST'],
  ['somebody without the scope', sofia, { ...station, scopes: [] }, 'SCOPE_MISSING'],
  ['a citizen', sofia, aCitizen({ scopes: ['helsegraf:help-number'] }), 'POLICY_NOT_MET'],
])('%s is refused', async (_, input, caller, code) => {
  const { data, errors } = await ask(input, caller)
  expect([foundIn({ data } as never), errors?.[0]?.extensions?.code]).toEqual([null, code])
})

test('who lacks the scope is told which', async () => {
  const { errors } = await ask(sofia, { ...station, scopes: ['nhn:helsegraf/graph'] })
  expect(errors?.[0]?.extensions).toEqual({ code: 'SCOPE_MISSING', scope: 'helsegraf:help-number' })
})

test('who was given a number is written in the access log by pseudonym', async () => {
  const { number } = foundIn(await ask(sofia))
  const lines = (await registry.accessLines()).filter(({ caller }) => caller === station.id)
  expect(lines.length).toBeGreaterThan(0)
  expect(JSON.stringify(lines)).not.toContain(number)
})
