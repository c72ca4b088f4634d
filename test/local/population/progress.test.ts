import { expect, test } from 'vitest'
import { progressLine } from '../../../local/population/progress.ts'

test.each([
  [{ done: 250, total: 1_000, seconds: 5 }, 'persons 250 of 1000 (25 %), 50 a second, 15 s left'],
  [{ done: 1_000, total: 1_000, seconds: 20 }, 'persons 1000 of 1000 (100 %), 50 a second, 20.0 s'],
])('%j reads as a line with the rate and the time left', (state, line) => {
  expect(progressLine('persons', state)).toBe(line)
})
