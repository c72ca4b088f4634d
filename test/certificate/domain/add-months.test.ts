import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween, localDate } from '../../../schema/scalars/local-date.ts'
import { addMonths } from '../../../subgraphs/certificate/domain/add-months.ts'

test.each([
  ['2021-04-26', 6, '2021-10-26'],
  ['2021-08-31', 6, '2022-02-28'],
  ['2023-08-31', 6, '2024-02-29'],
  ['2020-02-29', 12, '2021-02-28'],
  ['2021-12-31', 1, '2022-01-31'],
  ['2021-10-31', 3, '2022-01-31'],
  ['2021-11-30', 3, '2022-02-28'],
  ['2021-05-15', 0, '2021-05-15'],
])('%s and %d months is %s', (day, months, expected) => {
  expect(addMonths(localDate(day), months)).toBe(expected)
})

test('a later day never lands earlier, and six months are 178 to 184 days', () => {
  const days = fc.integer({ min: 0, max: 3000 }).map(day => addDays(localDate('2019-01-01'), day))
  fc.assert(
    fc.property(days, day => {
      expect(addMonths(addDays(day, 1), 6) >= addMonths(day, 6)).toBe(true)
      expect(daysBetween(day, addMonths(day, 6))).toBeGreaterThanOrEqual(178)
      expect(daysBetween(day, addMonths(day, 6))).toBeLessThanOrEqual(184)
    }),
  )
})
