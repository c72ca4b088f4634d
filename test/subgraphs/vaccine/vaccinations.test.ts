import { expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import type { VaccineTables } from '../../../subgraphs/vaccine/store/tables.ts'
import { aFodselsnummer } from '../../builders/identifier.ts'
import { aVaccination, type VaccinationRow } from '../../builders/vaccination.ts'
import { aGrant, entitiesOf, type RunningSubgraph } from '../../subgraph.ts'
import { startVaccine } from '../registries.ts'

const kari = aFodselsnummer()

const insert = (vaccine: RunningSubgraph, rows: readonly Partial<VaccinationRow>[]) =>
  vaccine.database
    .as<VaccineTables>()
    .insertInto('vaccine.vaccination')
    .values(rows.map(row => aVaccination({ person_identifier: kari, ...row })))
    .execute()

async function dosesOfKari(vaccine: RunningSubgraph, fields: string, language = 'nb') {
  const answer = await vaccine.askEntities([aGrant([kari])], `vaccinations { ${fields} }`, { language })
  expect(answer.errors).toBeUndefined()
  return entitiesOf(answer)[0]?.vaccinations
}

test('a dose is shown as registered', async () => {
  await using vaccine = await startVaccine()
  const event_id = '7e1f3f0a-6a61-4f4e-9c69-0d0f5be7a001'
  await insert(vaccine, [{ event_id }])
  expect(
    await dosesOfKari(
      vaccine,
      `id givenOn code isUnknownCode doseNumber batchNumber country isForeign isAfterRegistered registeredAt
       performer { organisationNumber name }
       vaccine { code name atcCode targetDisease euProduct euManufacturer euProphylaxis dosesInSeries validFrom validTo }`,
    ),
  ).toEqual([
    {
      id: event_id,
      givenOn: '2021-07-14',
      code: 'BNT03',
      isUnknownCode: false,
      doseNumber: 2,
      batchNumber: 'FE4721',
      country: 'NO',
      isForeign: false,
      isAfterRegistered: false,
      registeredAt: '2021-07-14T09:12:00.000Z',
      performer: { organisationNumber: '983744516', name: 'Testvaksinering i Oslo' },
      vaccine: {
        code: 'BNT03',
        name: 'Comirnaty',
        atcCode: 'J07BX03',
        targetDisease: 'COVID-19',
        euProduct: 'EU/1/20/1528',
        euManufacturer: 'ORG-100030215',
        euProphylaxis: '1119349007',
        dosesInSeries: 2,
        validFrom: '2020-12-27',
        validTo: null,
      },
    },
  ])
})

test('a code nobody knows is shown as it stands, and the dose is never dropped', async () => {
  await using vaccine = await startVaccine()
  await insert(vaccine, [{ sysvak_code: 'XYZ99' }, { sysvak_code: 'Ukjent vaksine' }])
  const doses = await dosesOfKari(vaccine, 'code isUnknownCode vaccine { name }')
  expect(doses).toHaveLength(2)
  expect(doses).toEqual(
    expect.arrayContaining([
      { code: 'XYZ99', isUnknownCode: true, vaccine: null },
      { code: 'Ukjent vaksine', isUnknownCode: true, vaccine: null },
    ]),
  )
})

test('a vaccine that has been withdrawn still has its name on old doses', async () => {
  await using vaccine = await startVaccine()
  await insert(vaccine, [{ sysvak_code: 'ASZ03', given_on: localDate('2021-02-20') }])
  expect(await dosesOfKari(vaccine, 'isUnknownCode vaccine { name validTo }')).toEqual([
    { isUnknownCode: false, vaccine: { name: 'Vaxzevria', validTo: '2021-05-11' } },
  ])
})

test('the newest dose comes first; of two on one day, the one registered last', async () => {
  await using vaccine = await startVaccine()
  await insert(vaccine, [
    { dose_number: 1, given_on: localDate('2021-05-01') },
    { dose_number: 3, given_on: localDate('2021-11-15'), registered_at: new Date('2021-11-15T10:00:00Z') },
    { dose_number: 4, given_on: localDate('2021-11-15'), registered_at: new Date('2021-11-16T10:00:00Z') },
    { dose_number: 2, given_on: localDate('2021-06-12'), registered_at: new Date('2021-11-20T10:00:00Z') },
  ])
  expect(await dosesOfKari(vaccine, 'doseNumber')).toEqual([4, 3, 2, 1].map(doseNumber => ({ doseNumber })))
})

test('a dose given abroad and registered here is marked as both', async () => {
  await using vaccine = await startVaccine()
  await insert(vaccine, [{ country: 'SE', is_after_registered: true, performer_number: null, performer_name: null }])
  expect(await dosesOfKari(vaccine, 'country isForeign isAfterRegistered performer { name }')).toEqual([
    { country: 'SE', isForeign: true, isAfterRegistered: true, performer: null },
  ])
})

test('a missing or a very high dose number is shown as it is', async () => {
  await using vaccine = await startVaccine()
  await insert(vaccine, [
    { dose_number: null, batch_number: null, given_on: localDate('2021-01-01') },
    { dose_number: 17, given_on: localDate('2021-01-02') },
  ])
  expect(await dosesOfKari(vaccine, 'doseNumber batchNumber')).toEqual([
    { doseNumber: 17, batchNumber: 'FE4721' },
    { doseNumber: null, batchNumber: null },
  ])
})

test.each([
  ['nb', 'skogflåttencefalitt (TBE)'],
  ['nn', 'skogflåttencefalitt (TBE)'],
  ['en', 'tick-borne encephalitis (TBE)'],
])('the disease is named in the reader’s language (%s)', async (language, targetDisease) => {
  await using vaccine = await startVaccine()
  await insert(vaccine, [{ sysvak_code: 'TBE01' }])
  expect(await dosesOfKari(vaccine, 'vaccine { targetDisease }', language)).toEqual([{ vaccine: { targetDisease } }])
})

test('the catalogue can be asked for a day, and opens nobody’s data', async () => {
  await using vaccine = await startVaccine()
  const codes = async (argument: string) => {
    const answer = await vaccine.ask(`{ vaccines${argument} { code } }`)
    expect(answer.errors).toBeUndefined()
    const vaccines = (answer.data?.vaccines ?? []) as { code: string }[]
    return vaccines.map(({ code }) => code)
  }
  const all = await codes('')
  expect(all).toEqual(expect.arrayContaining(['BNT03', 'ASZ03', 'JAN03', 'AII02']))
  expect(await codes('(on: "2021-05-11")')).toContain('ASZ03')
  expect(await codes('(on: "2021-05-12")')).not.toContain('ASZ03')
  expect(await codes('(on: "2021-06-14")')).not.toContain('JAN03')
  expect(await codes('(on: "2021-06-15")')).toContain('JAN03')
  expect(await codes('(on: "2020-12-26")')).not.toContain('BNT03')
  expect(vaccine.statements()).toBe(0)
  expect(await vaccine.accessLines()).toEqual([])
})
