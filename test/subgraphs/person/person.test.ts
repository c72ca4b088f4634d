import { expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { aPerson } from '../../builders/person.ts'
import { aGrant, entitiesOf } from '../../subgraph.ts'
import { startPerson } from '../registries.ts'
import { insertParents, insertPersons } from './insert.ts'

type Person = ReturnType<typeof aPerson>
const grantFor = ({ identifiers }: Person) => aGrant(identifiers.map(({ identifier }) => identifier))

const everything =
  'name { given middle family full } birthDate sex addressProtected municipality { number name } language diedOn'

test('a person is shown as the register has her', async () => {
  await using person = await startPerson()
  const ola = aPerson({
    given_name: 'Ola Johan',
    middle_name: 'Moen',
    family_name: 'Bråten',
    birth_date: localDate('1950-02-28'),
    sex: 'M',
    kommune_number: '5437',
    language: 'se',
  })
  await insertPersons(person.database, [ola])
  const [shown] = entitiesOf(await person.askEntities([grantFor(ola)], everything))
  expect(shown).toEqual({
    name: { given: 'Ola Johan', middle: 'Moen', family: 'Bråten', full: 'Ola Johan Moen Bråten' },
    birthDate: '1950-02-28',
    sex: 'MALE',
    addressProtected: false,
    municipality: { number: '5437', name: 'Kárášjohka - Karasjok' },
    language: 'SE',
    diedOn: null,
  })
})

test('birth date and sex come from the register, whatever the number looks like', async () => {
  await using person = await startPerson()
  const kim = aPerson({ birth_date: localDate('2011-11-11'), sex: 'M' })
  await insertPersons(person.database, [kim])
  const [shown] = entitiesOf(await person.askEntities([grantFor(kim)], 'birthDate sex'))
  expect(shown).toEqual({ birthDate: '2011-11-11', sex: 'MALE' })
})

test('somebody who has died is still shown, with the day', async () => {
  await using person = await startPerson()
  const late = aPerson({ died_on: localDate('2021-10-30') })
  await insertPersons(person.database, [late])
  const [shown] = entitiesOf(await person.askEntities([grantFor(late)], 'name { full } diedOn'))
  expect(shown).toEqual({ name: { full: 'Kari Nordmann' }, diedOn: '2021-10-30' })
})

test('a kommune number that is not in the list is shown without a name, and living abroad is no kommune', async () => {
  await using person = await startPerson()
  const [unlisted, abroad] = [aPerson({ kommune_number: '9999' }), aPerson({ kommune_number: null })]
  await insertPersons(person.database, [unlisted, abroad])
  const shown = entitiesOf(
    await person.askEntities([unlisted, abroad].map(grantFor), 'municipality { number name } addressProtected'),
  )
  expect(shown).toEqual([
    { municipality: { number: '9999', name: null }, addressProtected: false },
    { municipality: null, addressProtected: false },
  ])
})

test.each(['FORTROLIG', 'STRENGT_FORTROLIG'] as const)('a %s address shows no kommune', async address_protection => {
  await using person = await startPerson()
  const hidden = aPerson({ address_protection, kommune_number: '1103' })
  await insertPersons(person.database, [hidden])
  const answer = await person.askEntities([grantFor(hidden)], 'addressProtected municipality { number }')
  expect(answer.errors).toBeUndefined()
  expect(entitiesOf(answer)).toEqual([{ addressProtected: true, municipality: null }])
})

test('a delivery address (klientadresse) protects nobody', async () => {
  await using person = await startPerson()
  const served = aPerson({ address_protection: 'KLIENTADRESSE' })
  await insertPersons(person.database, [served])
  const [shown] = entitiesOf(await person.askEntities([grantFor(served)], 'addressProtected municipality { name }'))
  expect(shown).toEqual({ addressProtected: false, municipality: { name: 'Oslo' } })
})

const relatives = 'parents { name { given } birthDate hasCustody } children { name { given } birthDate hasCustody }'

test('parents and children are shown to each other, with who has custody, the oldest first', async () => {
  await using person = await startPerson()
  const child = aPerson({ given_name: 'Barn', birth_date: localDate('2012-05-17') })
  const mother = aPerson({ given_name: 'Mor', birth_date: localDate('1984-01-01') })
  const father = aPerson({ given_name: 'Far', birth_date: localDate('1979-01-01') })
  await insertPersons(person.database, [child, mother, father])
  await insertParents(person.database, child, [{ parent: mother }, { parent: father, hasCustody: false }])
  const shown = entitiesOf(await person.askEntities([child, mother, father].map(grantFor), relatives))
  const asChild = { name: { given: 'Barn' }, birthDate: '2012-05-17' }
  expect(shown).toEqual([
    {
      parents: [
        { name: { given: 'Far' }, birthDate: '1979-01-01', hasCustody: false },
        { name: { given: 'Mor' }, birthDate: '1984-01-01', hasCustody: true },
      ],
      children: [],
    },
    { parents: [], children: [{ ...asChild, hasCustody: true }] },
    { parents: [], children: [{ ...asChild, hasCustody: false }] },
  ])
})

test('the relatives of many persons cost one question each for parents and children', async () => {
  await using person = await startPerson()
  const families = Array.from({ length: 30 }, () => ({ child: aPerson(), parent: aPerson() }))
  await insertPersons(
    person.database,
    families.flatMap(({ child, parent }) => [child, parent]),
  )
  for (const { child, parent } of families) await insertParents(person.database, child, [{ parent }])
  const before = person.statements()
  const answer = await person.askEntities(
    families.flatMap(({ child, parent }) => [grantFor(child), grantFor(parent)]),
    relatives,
  )
  expect(answer.errors).toBeUndefined()
  // Persons, parents, children.
  expect(person.statements() - before).toBe(3)
})

test.each(['FORTROLIG', 'STRENGT_FORTROLIG'] as const)(
  'a relative at a %s address is left out of both lists without a trace, and has no relatives of her own here',
  async address_protection => {
    await using person = await startPerson()
    const child = aPerson()
    const hidden = aPerson({ given_name: 'Skjult', address_protection })
    const father = aPerson({ given_name: 'Far' })
    await insertPersons(person.database, [child, hidden, father])
    await insertParents(person.database, child, [{ parent: hidden }, { parent: father }])
    await insertParents(person.database, hidden, [{ parent: father }])
    const answer = await person.askEntities([child, hidden, father].map(grantFor), relatives)
    expect(answer.errors).toBeUndefined()
    expect(entitiesOf(answer)).toMatchObject([
      { parents: [{ name: { given: 'Far' } }], children: [] },
      { parents: [], children: [] },
      { parents: [], children: [{ name: { given: 'Kari' } }] },
    ])
    expect(JSON.stringify(answer)).not.toContain('Skjult')
  },
)

test.each([
  ['the person', '2021-11-21T04:00:00.000Z', '2021-11-22T04:00:00.000Z'],
  ['a relative', '2021-11-22T04:00:00.000Z', '2021-11-21T04:00:00.000Z'],
])('an answer is as fresh as the oldest record in it, be it of %s', async (_, ofChild, ofParent) => {
  await using person = await startPerson()
  const child = aPerson({ updated_at: new Date(ofChild) })
  const parent = aPerson({ updated_at: new Date(ofParent) })
  await insertPersons(person.database, [child, parent])
  await insertParents(person.database, child, [{ parent }])
  const fields = 'name { full } parents { birthDate } children { birthDate }'
  const answer = await person.askEntities([grantFor(child)], fields)
  expect(answer.extensions).toEqual({ source: { status: 'OK', updatedAt: '2021-11-21T04:00:00.000Z' } })
})
