import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { outcomeLetters, resultWindowDays } from '../../../schema/cohort.ts'
import { addDays, localDate, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import { foldVersions } from '../../../subgraphs/test/domain/test-result.ts'
import { travellerStatus } from '../../../subgraphs/test/domain/traveller-status.ts'
import { createPostgresResultStore } from '../../../subgraphs/test/store/postgres.ts'
import type { TestTables } from '../../../subgraphs/test/store/tables.ts'
import { aFodselsnummer } from '../../builders/identifier.ts'
import { aTestResult, type TestResultRow } from '../../builders/test-result.ts'
import { now } from '../../subgraph.ts'
import { startTest } from '../registries.ts'

const today = localDate('2021-11-22')

/** Numbers that look random and are the same every time (Park and Miller's generator). */
function createDice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % sides
  }
}

const dice = createDice(7)
const pick = <Item>(...items: readonly Item[]): Item => items[dice(items.length)] as Item

/** Up to four answers about up to two samples, in any order, some before the arrival and some before the window. */
function someResults(number: TestResultRow['person_identifier']): TestResultRow[] {
  const samples = [randomUUID(), randomUUID()]
  const sampledAt = samples.map(() => new Date(now.getTime() - dice(30 * 24) * 3_600_000))
  return Array.from({ length: dice(5) }, () => {
    const which = dice(2)
    const sampled = sampledAt[which] ?? now
    return aTestResult({
      person_identifier: number,
      sample_id: samples[which] ?? '',
      method: pick('NAAT', 'NAAT', 'RAT', 'ANTIBODY'),
      outcome: pick('POSITIVE', 'NEGATIVE', 'NEGATIVE', 'INCONCLUSIVE', 'UNKNOWN'),
      state: pick('PRELIMINARY', 'FINAL', 'FINAL', 'CORRECTED'),
      sampled_at: dice(4) === 0 ? null : sampled,
      received_at: new Date(sampled.getTime() + dice(72) * 3_600_000),
    })
  })
}

test('one statement over five hundred travellers says of each what the rule says', async () => {
  await using running = await startTest()
  const travellers = Array.from({ length: 500 }, () => {
    const number = aFodselsnummer()
    return { number, rows: someResults(number), daysAgo: dice(12) }
  })
  const rows = travellers.flatMap(traveller => traveller.rows)
  await running.database.as<TestTables>().insertInto('test.result').values(rows).execute()
  const store = createPostgresResultStore(running.database)
  const { letters } = await store.findOutcomes({
    numbers: travellers.map(({ number }) => number).join(),
    days: travellers.map(({ daysAgo }) => String.fromCharCode(48 + daysAgo)).join(''),
    others: '',
    places: '',
    today,
    changedSince: new Date(8.64e15 / 1000),
  })

  const windowStart = startOfOsloDay(addDays(today, -resultWindowDays))
  const { versions } = await store.findByIdentifiers(travellers.map(({ number }) => number))
  const byNumber = Map.groupBy(versions, ({ person }) => person)
  const expected = travellers.map(({ number, daysAgo }) => {
    const answered = (byNumber.get(number) ?? []).filter(
      ({ receivedAt, method }) => receivedAt >= windowStart && method !== 'ANTIBODY',
    )
    const arrivedFrom = startOfOsloDay(addDays(today, -daysAgo))
    return outcomeLetters[travellerStatus(foldVersions(answered), { windowStart, arrivedFrom })]
  })
  expect([...letters]).toEqual(expected)
  expect(new Set(expected)).toEqual(new Set(Object.values(outcomeLetters)))
})

test('an answer after the moment that was asked about is told apart; numbers of one person count for her', async () => {
  await using running = await startTest()
  const [first, second, third] = [aFodselsnummer(), aFodselsnummer(), aFodselsnummer()]
  const kysely = running.database.as<TestTables>()
  await kysely
    .insertInto('test.result')
    .values(aTestResult({ person_identifier: first }))
    .execute()
  await kysely
    .insertInto('test.result')
    .values(aTestResult({ person_identifier: third, received_at: now }))
    .execute()
  const { letters } = await createPostgresResultStore(running.database).findOutcomes({
    numbers: [first, second].join(),
    days: '22',
    others: third,
    places: '2',
    today,
    changedSince: new Date('2021-11-22T00:00:00Z'),
  })
  expect(letters).toBe('Nn')
})

test('news is what came here, not what a laboratory received: an answer may be hours on its way', async () => {
  await using running = await startTest()
  const [late, early] = [aFodselsnummer(), aFodselsnummer()]
  const [before, after] = [new Date('2021-11-21T20:00:00Z'), new Date('2021-11-22T06:00:00Z')]
  await running.database
    .as<TestTables>()
    .insertInto('test.result')
    .values([
      aTestResult({ person_identifier: late, received_at: before, arrived_at: after }),
      aTestResult({ person_identifier: early, received_at: after, arrived_at: before }),
    ])
    .execute()
  const { letters } = await createPostgresResultStore(running.database).findOutcomes({
    numbers: [late, early].join(),
    days: '22',
    others: '',
    places: '',
    today,
    changedSince: new Date('2021-11-22T00:00:00Z'),
  })
  expect(letters).toBe('nN')
})
