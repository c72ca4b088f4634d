import { expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import type { RecoveryTables } from '../../../subgraphs/recovery/store/tables.ts'
import { aCase, type CaseRow } from '../../builders/case.ts'
import { aFodselsnummer } from '../../builders/identifier.ts'
import { aGrant, entitiesOf, type RunningSubgraph } from '../../subgraph.ts'
import { startRecovery } from '../registries.ts'

const kari = aFodselsnummer()

const insert = (recovery: RunningSubgraph, rows: readonly Partial<CaseRow>[]) =>
  recovery.database
    .as<RecoveryTables>()
    .insertInto('recovery.confirmed_case')
    .values(rows.map(row => aCase({ person_identifier: kari, ...row })))
    .execute()

async function casesOfKari(recovery: RunningSubgraph, fields: string) {
  const answer = await recovery.askEntities([aGrant([kari])], `recoveries { ${fields} }`)
  expect(answer.errors).toBeUndefined()
  return entitiesOf(answer)[0]?.recoveries
}

test('a case is shown as registered', async () => {
  await using recovery = await startRecovery()
  const case_id = '7e1f3f0a-6a61-4f4e-9c69-0d0f5be7a002'
  await insert(recovery, [{ case_id, country: 'DK' }])
  expect(await casesOfKari(recovery, 'id firstPositiveOn confirmedBy country registeredAt')).toEqual([
    {
      id: case_id,
      firstPositiveOn: '2021-09-01',
      confirmedBy: 'NAAT',
      country: 'DK',
      registeredAt: '2021-09-02T10:00:00.000Z',
    },
  ])
})

test('a case confirmed by a rapid or antibody test is shown too, and says so', async () => {
  await using recovery = await startRecovery()
  await insert(recovery, [
    { confirmed_by: 'ANTIBODY', first_positive_on: localDate('2020-05-01') },
    { confirmed_by: 'RAT', first_positive_on: localDate('2021-02-01') },
  ])
  expect(await casesOfKari(recovery, 'confirmedBy')).toEqual([{ confirmedBy: 'RAT' }, { confirmedBy: 'ANTIBODY' }])
})

test('the newest case comes first, however late it was registered', async () => {
  await using recovery = await startRecovery()
  await insert(recovery, [
    { first_positive_on: localDate('2020-03-20'), registered_at: new Date('2021-11-01T10:00:00Z') },
    { first_positive_on: localDate('2021-10-20') },
    { first_positive_on: localDate('2020-11-05') },
  ])
  expect(await casesOfKari(recovery, 'firstPositiveOn')).toEqual(
    ['2021-10-20', '2020-11-05', '2020-03-20'].map(firstPositiveOn => ({ firstPositiveOn })),
  )
})
