import { expect, test } from 'vitest'
import { isDeeperThan } from '../../../gateway/transport/depth.ts'
import { Pace } from '../../../gateway/transport/pace.ts'
import { RetryBudget } from '../../../gateway/transport/retry-budget.ts'

const answeredIn = (ms: number, times: number, pace = new Pace(400, 10_000)) => {
  for (let index = 0; index < times; index++) pace.answered(ms)
  return pace
}

test.each([
  ['of whom little is known may take all the time there is', 5, 19, 10_000],
  ['that is fast is given the least', 5, 200, 400],
  ['that is slow is given twice its usual time', 1_000, 200, 2_000],
  ['that is very slow is not given more than anybody would wait', 9_000, 200, 10_000],
])('a registry %s', (_, ms, times, unusualMs) => {
  expect(answeredIn(ms, times).unusualMs).toBeCloseTo(unusualMs, 0)
})

test('a registry that became slower is soon given more time', () => {
  const pace = answeredIn(5, 200)
  expect(answeredIn(800, 10, pace).unusualMs).toBeGreaterThan(1_600)
})

test('a time limit that is shorter than the least counts', () => {
  expect(answeredIn(5, 200, new Pace(400, 150)).unusualMs).toBe(150)
})

test('retries are a tenth of the requests once what was saved is spent', () => {
  const budget = new RetryBudget(0.1, 10)
  let retries = 0
  for (let request = 0; request < 1_000; request++) {
    budget.payIn()
    if (budget.take()) retries++
  }
  expect(retries).toBeGreaterThanOrEqual(100)
  expect(retries).toBeLessThanOrEqual(110)
})

const nested = (levels: number) => JSON.parse(`${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`)

test.each([
  [100, nested(100), false],
  [99, nested(100), true],
  [100, nested(200_000), true],
  [2, { a: [1, null, 'x'], b: 'y' }, false],
])('deeper than %i levels', (limit, value, isDeeper) => {
  expect(isDeeperThan(limit, value)).toBe(isDeeper)
})
