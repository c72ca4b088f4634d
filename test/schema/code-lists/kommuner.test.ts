import { expect, test } from 'vitest'
import { findKommune, kommuner, kommunerOn } from '../../../schema/code-lists/kommuner.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'

test('there were 356 kommuner in 2021, each with its own number', () => {
  const in2021 = kommunerOn(localDate('2021-11-22'))
  expect(in2021).toHaveLength(356)
  expect(new Set(in2021.map(({ number }) => number)).size).toBe(356)
})

test('they lay in the eleven counties of 2020–2023', () => {
  const counties = new Set(kommunerOn(localDate('2021-11-22')).map(({ number }) => number.slice(0, 2)))
  expect([...counties].sort()).toEqual(['03', '11', '15', '18', '30', '34', '38', '42', '46', '50', '54'])
})

test('every number is four digits and every name is there', () => {
  expect(kommuner.filter(({ number, name }) => !/^\d{4}$/.test(number) || name.trim() !== name || !name)).toEqual([])
})

test('counties that were dissolved have no kommuner from 2024, and their numbers still have names', () => {
  const numbers = kommunerOn(localDate('2024-01-01')).map(({ number }) => number)
  expect(numbers.filter(number => ['30', '38', '54'].includes(number.slice(0, 2)))).toEqual([])
  expect(numbers).not.toContain('1507')
  expect(findKommune('3024')).toMatchObject({ name: 'Bærum', validTo: '2023-12-31' })
})

test.each([
  ['0301', 'Oslo'],
  ['4601', 'Bergen'],
  ['5001', 'Trondheim'],
  ['1103', 'Stavanger'],
  ['5437', 'Kárášjohka - Karasjok'],
  ['5444', 'Sør-Varanger'],
])('%s is %s', (number, name) => {
  expect(findKommune(number)?.name).toBe(name)
})

test('a number that is not in the list has no kommune', () => {
  for (const number of ['0000', '9999', '', '301', '0301 ']) expect(findKommune(number)).toBeUndefined()
})
