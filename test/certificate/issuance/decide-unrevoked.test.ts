import { expect, test } from 'vitest'
import { decideUnrevoked } from '../../../subgraphs/certificate/issuance/decide-unrevoked.ts'
import { aCase, aDose, holder, onThe } from '../domain/situations.ts'

const now = onThe('2022-04-01')
const vaccinations = ['2021-10-01', '2021-12-01', '2022-03-01'].map(day => aDose(`Comirnaty ${day}`))
const situation = { holder, vaccinations, testResults: [], cases: [] }

test('an event whose certificate was revoked makes nobody green, and the explanation says so', async () => {
  const decision = await decideUnrevoked(situation, now, async () => true)
  expect(decision).toMatchObject({ outcome: 'refused', reason: 'NO_BASIS' })
  if (decision.outcome !== 'refused') throw new Error('refused')
  expect(decision.considered.map(({ counted, note }) => [counted, note])).toEqual(
    vaccinations.map(() => [false, 'WITHDRAWN']),
  )
})

test('what else there is may still make green', async () => {
  const cases = [aCase('NAAT 2022-03-01')]
  const decision = await decideUnrevoked({ ...situation, cases }, now, async kind => kind === 'vaccination')
  expect(decision).toMatchObject({ outcome: 'green' })
})

test('nothing is asked of facts that did not count', async () => {
  const asked: string[] = []
  await decideUnrevoked({ ...situation, cases: [aCase('ANTIBODY 2022-01-01')] }, now, async (_, event) => {
    asked.push(event)
    return false
  })
  expect(asked).toEqual(vaccinations.map(({ id }) => id))
})
