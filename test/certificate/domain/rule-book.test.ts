import { expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { readParts, readRuleBook } from '../../../subgraphs/certificate/domain/rule-book.ts'

const rule = (id: string, validFrom: string, validTo: string | null) => ({
  id,
  validFrom,
  validTo,
  values: { id },
  sources: [],
})
const read = (...rules: ReturnType<typeof rule>[]) => readRuleBook({ rules }, values => values)

test('a rule holds from its first day up to but not including its last', () => {
  const book = read(rule('a', '2021-06-01', '2021-06-24'), rule('b', '2021-06-24', null))
  expect(book.on(localDate('2021-05-31'))).toBeUndefined()
  expect(book.on(localDate('2021-06-01'))?.id).toBe('a')
  expect(book.on(localDate('2021-06-23'))?.id).toBe('a')
  expect(book.on(localDate('2021-06-24'))?.id).toBe('b')
  expect(book.on(localDate('2099-01-01'))?.id).toBe('b')
})

test.each([
  ['no rules', []],
  ['a gap', [rule('a', '2021-06-01', '2021-06-23'), rule('b', '2021-06-24', null)]],
  ['an overlap', [rule('a', '2021-06-01', '2021-06-25'), rule('b', '2021-06-24', null)]],
  ['an end', [rule('a', '2021-06-01', '2021-06-24')]],
  ['a rule after an open one', [rule('a', '2021-06-01', null), rule('b', '2021-06-24', null)]],
  ['a rule that ends before it begins', [rule('a', '2021-06-24', '2021-06-01'), rule('b', '2021-06-01', null)]],
  ['a day that does not exist', [rule('a', '2021-06-31', null)]],
])('a book with %s is refused', (_, rules) => {
  expect(() => read(...rules)).toThrow(RangeError)
})

test.each([
  ['is missing', {}],
  ['is a text', { days: '90' }],
  ['is nothing', { days: null }],
  ['is zero', { days: 0 }],
  ['is a part of one', { days: 0.5 }],
])('a count that %s is refused', (_, values) => {
  expect(() => readParts(values).count('days')).toThrow(RangeError)
})

test('a choice outside the list is refused', () => {
  expect(readParts({ at: 'MIDNIGHT' }).oneOf('at', ['SAME_TIME', 'MIDNIGHT'])).toBe('MIDNIGHT')
  expect(() => readParts({ at: 'NOON' }).oneOf('at', ['SAME_TIME', 'MIDNIGHT'])).toThrow(RangeError)
  expect(() => readParts(undefined)).toThrow(RangeError)
})
