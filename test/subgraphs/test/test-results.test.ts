import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { TestTables } from '../../../subgraphs/test/store/tables.ts'
import { aDNummer, aFodselsnummer } from '../../builders/identifier.ts'
import { aTestResult, type TestResultRow } from '../../builders/test-result.ts'
import { aGrant, entitiesOf, type RunningSubgraph } from '../../subgraph.ts'
import { startTest } from '../registries.ts'

const kari = aFodselsnummer()

const insert = (registry: RunningSubgraph, rows: readonly Partial<TestResultRow>[]) =>
  registry.database
    .as<TestTables>()
    .insertInto('test.result')
    .values(rows.map(row => aTestResult({ person_identifier: kari, ...row })))
    .execute()

async function resultsOfKari(registry: RunningSubgraph, fields: string, identifiers = [kari]) {
  const answer = await registry.askEntities([aGrant(identifiers)], `testResults { ${fields} }`)
  expect(answer.errors).toBeUndefined()
  return entitiesOf(answer)[0]?.testResults
}

test('a result is shown as the laboratory sent it', async () => {
  await using registry = await startTest()
  const sample_id = randomUUID()
  await insert(registry, [{ sample_id, method: 'RAT', device_id: '1232', test_name: 'Panbio' }])
  expect(
    await resultsOfKari(
      registry,
      `id method outcome state resultText sampledAt isSampleTimeKnown receivedAt deviceId testName
       laboratory { herId name } performer { organisationNumber name } versions { state outcome resultText receivedAt }`,
    ),
  ).toEqual([
    {
      id: sample_id,
      method: 'RAT',
      outcome: 'NEGATIVE',
      state: 'FINAL',
      resultText: 'Ikke påvist',
      sampledAt: '2021-11-20T08:30:00.000Z',
      isSampleTimeKnown: true,
      receivedAt: '2021-11-21T06:00:00.000Z',
      deviceId: '1232',
      testName: 'Panbio',
      laboratory: { herId: '8094187', name: 'Testlaboratoriet i Bergen' },
      performer: { organisationNumber: '974761076', name: 'Teststasjon Nøstet' },
      versions: [
        {
          state: 'FINAL',
          outcome: 'NEGATIVE',
          resultText: 'Ikke påvist',
          receivedAt: '2021-11-21T06:00:00.000Z',
        },
      ],
    },
  ])
})

test('a corrected negative is one result, and it is positive', async () => {
  await using registry = await startTest()
  const sample_id = randomUUID()
  await insert(registry, [
    { sample_id, state: 'CORRECTED', outcome: 'POSITIVE', result_text: 'Påvist', received_at: new Date('2021-11-22') },
    {
      sample_id,
      state: 'PRELIMINARY',
      outcome: 'UNKNOWN',
      result_text: 'Se kommentar',
      received_at: new Date('2021-11-20'),
    },
    {
      sample_id,
      state: 'FINAL',
      outcome: 'NEGATIVE',
      result_text: 'Ikkje påvist',
      received_at: new Date('2021-11-21'),
    },
  ])
  expect(await resultsOfKari(registry, 'outcome state versions { state outcome }')).toEqual([
    {
      outcome: 'POSITIVE',
      state: 'CORRECTED',
      versions: [
        { state: 'CORRECTED', outcome: 'POSITIVE' },
        { state: 'FINAL', outcome: 'NEGATIVE' },
        { state: 'PRELIMINARY', outcome: 'UNKNOWN' },
      ],
    },
  ])
})

test('a stored outcome rules over what its text looks like', async () => {
  await using registry = await startTest()
  await insert(registry, [{ outcome: 'UNKNOWN', result_text: 'Negativ' }])
  expect(await resultsOfKari(registry, 'outcome resultText')).toEqual([{ outcome: 'UNKNOWN', resultText: 'Negativ' }])
})

test('an unknown sample time is told as unknown; the time of receipt does not stand in for it', async () => {
  await using registry = await startTest()
  await insert(registry, [{ sampled_at: null, laboratory_name: null, laboratory_her_id: null }])
  expect(await resultsOfKari(registry, 'sampledAt isSampleTimeKnown receivedAt laboratory { name }')).toEqual([
    { sampledAt: null, isSampleTimeKnown: false, receivedAt: '2021-11-21T06:00:00.000Z', laboratory: null },
  ])
})

test('answers about one sample are one result even where the person’s number changed between them', async () => {
  await using registry = await startTest()
  const [sample_id, dnr] = [randomUUID(), aDNummer()]
  await insert(registry, [
    { sample_id, person_identifier: dnr, state: 'PRELIMINARY' },
    { sample_id, person_identifier: kari, state: 'FINAL' },
  ])
  expect(await resultsOfKari(registry, 'state versions { state }', [kari, dnr])).toEqual([
    { state: 'FINAL', versions: [{ state: 'FINAL' }, { state: 'PRELIMINARY' }] },
  ])
})
