import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  ageOn,
  daysBetween,
  LocalDateScalar,
  localDate,
  osloDay,
  parseLocalDate,
  startOfOsloDay,
} from '../../../schema/scalars/local-date.ts'

const anyDay = fc
  .date({ min: new Date('1850-01-01'), max: new Date('2150-12-31'), noInvalidDate: true })
  .map(date => localDate(date.toISOString().slice(0, 10)))

describe('a day from outside', () => {
  test.each(['2021-11-22', '2020-02-29', '2000-02-29', '1000-01-01', '9999-12-31'])('may be %s', text => {
    expect(parseLocalDate(text)).toBe(text)
  })

  test.each([
    '',
    '2021-02-29',
    '1900-02-29',
    '2021-04-31',
    '2021-13-01',
    '2021-00-10',
    '2021-01-00',
    '2021-1-1',
    '21-01-01',
    '20210101',
    '2021/01/01',
    '01.01.2021',
    '2021-01-01T00:00:00Z',
    ' 2021-01-01',
    '2021-01-01\n',
    '12021-01-01',
    '-2021-01-01',
    // What an empty date turns into in .NET; it once reached real certificates.
    '0001-01-01',
  ])('may not be %j', text => {
    expect(parseLocalDate(text)).toBeUndefined()
    expect(() => localDate(text)).toThrow(RangeError)
  })
})

describe('the day in Norway', () => {
  test.each([
    ['2021-11-22T22:59:59Z', '2021-11-22'],
    ['2021-11-22T23:00:00Z', '2021-11-23'],
    ['2021-07-14T21:59:59Z', '2021-07-14'],
    ['2021-07-14T22:00:00Z', '2021-07-15'],
    ['2021-12-31T23:30:00Z', '2022-01-01'],
    // Summer time begins and ends on these days.
    ['2021-03-28T00:59:59Z', '2021-03-28'],
    ['2021-03-28T21:59:59Z', '2021-03-28'],
    ['2021-03-28T22:00:00Z', '2021-03-29'],
    ['2021-10-31T22:59:59Z', '2021-10-31'],
    ['2021-10-31T23:00:00Z', '2021-11-01'],
  ])('at %s is %s', (instant, day) => {
    expect(osloDay(new Date(instant))).toBe(day)
  })

  test.each([
    ['2021-01-01', '2020-12-31T23:00:00.000Z'],
    ['2021-07-01', '2021-06-30T22:00:00.000Z'],
    ['2021-03-28', '2021-03-27T23:00:00.000Z'],
    ['2021-03-29', '2021-03-28T22:00:00.000Z'],
    ['2021-10-31', '2021-10-30T22:00:00.000Z'],
    ['2021-11-01', '2021-10-31T23:00:00.000Z'],
  ])('%s begins at %s', (day, instant) => {
    expect(startOfOsloDay(localDate(day)).toISOString()).toBe(instant)
  })

  test('begins at its own start, and the moment before is the day before', () => {
    const recent = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map(date => localDate(date.toISOString().slice(0, 10)))
    fc.assert(
      fc.property(recent, day => {
        const start = startOfOsloDay(day)
        expect(osloDay(start)).toBe(day)
        expect(osloDay(new Date(start.getTime() - 1))).toBe(addDays(day, -1))
      }),
    )
  })
})

describe('counting days', () => {
  test.each([
    ['2021-02-28', 1, '2021-03-01'],
    ['2020-02-28', 1, '2020-02-29'],
    ['2021-12-31', 1, '2022-01-01'],
    ['2021-01-01', -1, '2020-12-31'],
    ['2021-03-28', 1, '2021-03-29'],
    ['2021-07-14', 270, '2022-04-10'],
    ['2021-09-01', 180, '2022-02-28'],
    ['2021-09-01', 0, '2021-09-01'],
  ])('%s and %i days is %s', (day, days, result) => {
    expect(addDays(localDate(day), days)).toBe(result)
    expect(daysBetween(localDate(day), localDate(result))).toBe(days)
  })

  test('adding the days between two days leads from one to the other', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        expect(addDays(from, daysBetween(from, to))).toBe(to)
        expect(daysBetween(to, from) + daysBetween(from, to)).toBe(0)
      }),
    )
  })
})

describe('age', () => {
  test.each([
    ['2009-11-22', '2021-11-21', 11],
    ['2009-11-22', '2021-11-22', 12],
    ['2009-11-22', '2021-11-23', 12],
    ['2005-01-01', '2020-12-31', 15],
    ['2005-01-01', '2021-01-01', 16],
    ['2004-02-29', '2021-02-28', 16],
    ['2004-02-29', '2021-03-01', 17],
    ['2004-02-29', '2020-02-29', 16],
    ['2021-11-22', '2021-11-22', 0],
    ['2021-11-22', '2021-11-21', -1],
  ])('of somebody born on %s is on %s %i years', (birthDate, day, years) => {
    expect(ageOn(localDate(birthDate), localDate(day))).toBe(years)
  })
})

describe('the GraphQL scalar', () => {
  test('takes and gives real days only', () => {
    expect(LocalDateScalar.parseValue('2021-11-22')).toBe('2021-11-22')
    expect(LocalDateScalar.serialize('2021-11-22')).toBe('2021-11-22')
  })

  test.each([20211122, null, true, '2021-02-30', new Date('2021-11-22'), { day: 1 }])('refuses %s', value => {
    expect(() => LocalDateScalar.parseValue(value)).toThrow('YYYY-MM-DD')
    expect(() => LocalDateScalar.serialize(value)).toThrow('YYYY-MM-DD')
  })
})
