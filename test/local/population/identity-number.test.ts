import { fnr } from '@navikt/fnrvalidator'
import { describe, expect, test } from 'vitest'
import { dayOf } from '../../../local/population/calendar.ts'
import { capacityOf, fellesHjelpenummer, identityNumber, type Sex } from '../../../local/population/identity-number.ts'
import { parsePersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

const kinds = ['FODSELSNUMMER', 'D_NUMMER'] as const
const sexes: readonly Sex[] = ['F', 'M']
const days = ['1921-01-31', '1940-02-29', '1999-12-31', '2000-02-29', '2008-07-09', '2025-11-30']

describe.each(days)('on %s', text => {
  const day = dayOf(text)
  const numbers = kinds.flatMap(kind =>
    sexes.flatMap(sex =>
      Array.from({ length: capacityOf(Number(text.slice(0, 4))) }, (_, serial) =>
        identityNumber(kind, day, sex, serial),
      ),
    ),
  )

  test('every serial has a number of its own', () => {
    expect(new Set(numbers).size).toBe(4 * capacityOf(Number(text.slice(0, 4))))
  })

  test('every number is synthetic, and holds in our reading and in another', () => {
    for (const number of numbers) {
      expect(parsePersonIdentifier(number)).toMatchObject({ isSynthetic: true })
      expect(fnr(number)).toMatchObject({ status: 'valid' })
    }
  })

  test('no individual number is of those the personas have', () => {
    expect(numbers.filter(number => number[6] === '9')).toEqual([])
  })
})

test.each([
  ['FODSELSNUMMER', 'F', '05'],
  ['D_NUMMER', 'M', '45'],
] as const)('a %s shows its kind, the month plus eighty and the sex', (kind, sex, dayOfMonth) => {
  const number = identityNumber(kind, dayOf('1975-03-05'), sex, 0)
  expect(number.slice(0, 6)).toBe(`${dayOfMonth}8375`)
  expect(Number(number[8]) % 2).toBe(sex === 'F' ? 0 : 1)
  expect(parsePersonIdentifier(number)?.kind).toBe(kind)
})

test('a day that is full says so', () => {
  const serials = Array.from({ length: 300 }, (_, serial) => serial)
  expect(() => serials.map(serial => identityNumber('FODSELSNUMMER', dayOf('1980-01-01'), 'F', serial))).toThrow(
    RangeError,
  )
})

test('each felles hjelpenummer is another one, begins with 8 and holds', () => {
  const numbers = Array.from({ length: 3_000 }, (_, index) => fellesHjelpenummer(index * 3_331))
  expect(new Set(numbers).size).toBe(3_000)
  expect(numbers.filter(number => parsePersonIdentifier(number)?.kind !== 'FELLES_HJELPENUMMER')).toEqual([])
  expect(numbers.filter(number => number[0] !== '8')).toEqual([])
  expect(() => fellesHjelpenummer(10_000_000)).toThrow(RangeError)
})
