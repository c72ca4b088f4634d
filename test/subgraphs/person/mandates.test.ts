import { expect, test } from 'vitest'
import { type Basis, openGrant, sealMandate } from '../../../schema/access.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { aDNummer, aFodselsnummer } from '../../builders/identifier.ts'
import { aPerson } from '../../builders/person.ts'
import { aCitizen, entitiesOf, grantKeys, mandateKeys, now } from '../../subgraph.ts'
import { startPerson } from '../registries.ts'
import { insertPersons } from './insert.ts'

const [fnr, dnr] = [aFodselsnummer(), aDNummer()] as const
const father = (but: Parameters<typeof aPerson>[0] = {}) =>
  aPerson({
    identifiers: [
      { identifier: fnr, kind: 'FODSELSNUMMER', issued_on: localDate('2021-03-01') },
      { identifier: dnr, kind: 'D_NUMMER', issued_on: localDate('2020-06-01'), superseded_on: localDate('2021-03-01') },
    ],
    ...but,
  })

const daughter = aCitizen({ id: 'daughter' })
const soon = now.getTime() / 1000 + 60
const aMandate = ({ basis = 'fullmakt' as Basis, expires = soon, identifier = dnr, caller = daughter } = {}) =>
  sealMandate(
    mandateKeys,
    { identifier, areas: ['identity', 'vaccinations'], basis, purpose: 'own-insight', expires },
    caller,
  )

async function grantOf(mandate: string, person: ReturnType<typeof aPerson>, caller = daughter) {
  await using registry = await startPerson()
  await insertPersons(registry.database, [person])
  return await registry.ask(
    'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Representation { person { grant } } } }',
    {
      caller,
      variables: { all: [{ __typename: 'Representation', mandate }] },
    },
  )
}

test('a mandate on any number becomes a grant over all of them, for its areas, its caller and its time', async () => {
  const [found] = entitiesOf(await grantOf(aMandate(), father()))
  const { grant } = Object(found?.person)
  const opened = openGrant(grantKeys, grant, { caller: daughter, area: 'vaccinations', now })
  expect(opened).toMatchObject({ identifiers: [fnr, dnr], basis: 'fullmakt', expires: soon })
  expect(() => openGrant(grantKeys, grant, { caller: daughter, area: 'tests', now })).toThrow()
  expect(() => openGrant(grantKeys, grant, { caller: aCitizen(), area: 'vaccinations', now })).toThrow()
})

test.each<[string, Parameters<typeof aMandate>[0], Parameters<typeof aPerson>[0]]>([
  ['a person at a strictly confidential address is not represented', {}, { address_protection: 'STRENGT_FORTROLIG' }],
  ['a person at a confidential address is not represented', { basis: 'parent' }, { address_protection: 'FORTROLIG' }],
  ['a person who has died is not represented', {}, { died_on: localDate('2021-01-01') }],
  ['a number nobody has leads to nobody', { identifier: aDNummer() }, {}],
])('%s', async (_, mandate, person) => {
  const { data, errors } = await grantOf(aMandate(mandate), father(person))
  expect([data, errors]).toEqual([{ _entities: [{ person: null }] }, undefined])
})

test('a protected address closes no door to those who act by law', async () => {
  const answer = await grantOf(
    aMandate({ basis: 'covid-19-forskriften-5c' }),
    father({ address_protection: 'FORTROLIG' }),
  )
  expect(Object(entitiesOf(answer)[0]?.person).grant).toBeTypeOf('string')
})

test.each([
  ['another caller’s', aMandate({ caller: aCitizen() })],
  ['an expired', aMandate({ expires: now.getTime() / 1000 })],
  ['a made-up', 'm1.AAAA'],
])('%s mandate is refused, and nothing tells why', async (_, mandate) => {
  const { data, errors } = await grantOf(mandate, father())
  expect(data).toEqual({ _entities: [{ person: null }] })
  expect(errors?.map(error => error.extensions)).toEqual([{ code: 'FORBIDDEN' }])
})
