import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Basis, bases, representationBases } from '../../../schema/access.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { aPerson } from '../../builders/person.ts'
import { aGrant, entitiesOf, type RunningSubgraph } from '../../subgraph.ts'
import { startPerson } from '../registries.ts'
import { insertParents, insertPersons } from './insert.ts'

/* A grant of `identity` tells who somebody is. What else Folkeregisteret knows depends on why she is asked about. */
const particulars = [
  'sex',
  'language',
  'diedOn',
  'addressProtected',
  'municipality { number }',
  'identities { kind }',
] as const
const relatives = ['parents { name { full } }', 'children { name { full } }'] as const
const inCare: readonly Basis[] = ['helsehjelp', 'emergency']
const ofTheFamily: readonly Basis[] = ['self', 'parent']

let registry: RunningSubgraph
// The day is 22 November 2021.
const [grown, fifteen, sixteen, mother] = [
  aPerson({ birth_date: localDate('1980-01-01') }),
  aPerson({ birth_date: localDate('2005-11-23') }),
  aPerson({ birth_date: localDate('2005-11-22') }),
  aPerson({ given_name: 'Mor' }),
]
beforeAll(async () => {
  registry = await startPerson()
  await insertPersons(registry.database, [grown, fifteen, sixteen, mother])
  for (const child of [fifteen, sixteen]) await insertParents(registry.database, child, [{ parent: mother }])
})
afterAll(() => registry[Symbol.asyncDispose]())

const ask = (basis: Basis, fields: string, { identifiers } = grown) => {
  const numbers = identifiers.map(({ identifier }) => identifier)
  return registry.askEntities([aGrant(numbers, { basis, areas: ['identity'] })], fields)
}
const refusalFor = (basis: Basis) =>
  representationBases.includes(basis) ? 'NOT_COVERED_BY_REPRESENTATION' : 'FORBIDDEN'

describe.each(bases)('by %s', basis => {
  test('name and birth date are shown', async () => {
    const answer = await ask(basis, 'name { full } birthDate')
    expect(answer.errors).toBeUndefined()
    expect(entitiesOf(answer)).toEqual([{ name: { full: 'Kari Nordmann' }, birthDate: '1980-01-01' }])
  })

  const shown = [...ofTheFamily, ...inCare].includes(basis)
  test.each(particulars)(`${shown ? 'so is' : 'but not'} %s`, async field => {
    const answer = await ask(basis, field)
    if (shown) return expect(answer.errors).toBeUndefined()
    const [name = ''] = field.split(' ')
    expect(entitiesOf(answer)).toEqual([{ [name]: null }])
    expect(answer.errors).toMatchObject([{ path: ['_entities', 0, name], extensions: { code: refusalFor(basis) } }])
  })

  test.each(relatives)(`${ofTheFamily.includes(basis) ? 'so is' : 'but not'} %s of somebody grown up`, async field => {
    const { errors } = await ask(basis, field)
    expect(errors?.[0]?.extensions?.code).toBe(ofTheFamily.includes(basis) ? undefined : refusalFor(basis))
  })
})

test.each(inCare)(
  'by %s parents are shown until the day the patient consents herself, and children never',
  async basis => {
    expect(entitiesOf(await ask(basis, relatives[0], fifteen))).toEqual([
      { parents: [{ name: { full: 'Mor Nordmann' } }] },
    ])
    expect((await ask(basis, relatives[0], sixteen)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect((await ask(basis, relatives[1], fifteen)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  },
)

test('what is not shown is not read: the log says of whom and why it was denied, not that it was given', async () => {
  await using fresh = await startPerson()
  await insertPersons(fresh.database, [grown])
  const before = fresh.statements()
  const grant = aGrant(
    grown.identifiers.map(({ identifier }) => identifier),
    { basis: 'covid-19-forskriften-5c', subject: 'traveller', areas: ['identity'] },
  )
  await fresh.askEntities([grant], 'addressProtected municipality { number } children { birthDate }')
  expect(fresh.statements()).toBe(before)
  const { rows } = await sql<object>`
    select kind, area, subject, basis, refusal from access_log.entry`.execute(fresh.database.as<unknown>())
  expect(rows).toEqual([
    { kind: 'denied', area: 'identity', subject: 'traveller', basis: 'covid-19-forskriften-5c', refusal: 'FORBIDDEN' },
  ])
})
