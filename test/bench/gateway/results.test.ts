import { expect, test } from 'vitest'
import type { QueryName } from './queries.ts'
import { type Measured, type Results, reportOf } from './results.ts'

const round = (perSecond: number, cpuMicros = 100, rssMb = 50): Measured => ({
  perSecond,
  cpuMicros,
  rssMb,
  p50Ms: 1,
  p99Ms: 2,
  fetches: 4,
  wrong: 0,
})
const everywhere = (rounds: readonly Measured[]): Record<QueryName, readonly Measured[]> => ({
  small: rounds,
  medium: rounds,
  large: rounds,
  list: rounds,
})
const contender = (key: string, rounds: readonly Measured[]): Results[number] => ({
  key,
  label: key,
  byQuery: everywhere(rounds),
})

test('a ratio compares the same rounds and is the median of them', () => {
  // The machine was busy in round two, for both alike: the quotient of the medians would say 2.5.
  const results = [
    contender('ours', [round(100), round(10), round(50)]),
    contender('apollo', [round(50), round(5), round(20)]),
  ]
  expect(reportOf(results).ratios).toMatchObject({ 'large.rpsOverApollo': 2, 'small.rpsOverApollo': 2 })
})

test('CPU time is compared with the join by hand', () => {
  const results = [contender('ours', [round(1, 450)]), contender('join', [round(1, 300)])]
  expect(reportOf(results).ratios['large.cpuOverJoin']).toBe(1.5)
})

test('memory is the most that ours took in any round', () => {
  const results = [contender('ours', [round(1, 1, 120), round(1, 1, 180), round(1, 1, 150)])]
  expect(reportOf(results).ratios).toEqual({ rssMb: 180 })
})

test('who was not there is in no ratio', () => {
  expect(reportOf([contender('join', [round(1)])]).ratios).toEqual({})
})
