import { expect, test } from 'vitest'
import { dayOf, osloInstant } from '../../../local/population/calendar.ts'
import { columns, copyLine, type Row, tables } from '../../../local/population/rows.ts'

const aCase: Row<'recovery.confirmed_case'> = {
  case_id: '00000001-0400-8000-8000-000000000000',
  person_identifier: '14868590441' as Row<'recovery.confirmed_case'>['person_identifier'],
  first_positive_on: '2021-02-10' as Row<'recovery.confirmed_case'>['first_positive_on'],
  confirmed_by: 'NAAT',
  country: 'NO',
  registered_at: new Date('2021-02-11T09:08:07.999Z'),
}

test('a row is a line of COPY text, in the order of the columns', () => {
  expect(columns('recovery.confirmed_case').join()).toBe(
    'case_id,person_identifier,first_positive_on,confirmed_by,country,registered_at',
  )
  expect(copyLine('recovery.confirmed_case', aCase)).toBe(
    '00000001-0400-8000-8000-000000000000\t14868590441\t2021-02-10\tNAAT\tNO\t2021-02-11 09:08:07Z\n',
  )
})

test('what COPY would read as its own signs is escaped', () => {
  expect(copyLine('recovery.confirmed_case', { ...aCase, country: 'a\tb\\c\nd\re' })).toContain(
    '\ta\\tb\\\\c\\nd\\re\t',
  )
})

test('every table has columns', () => {
  for (const table of tables) expect(columns(table).length).toBeGreaterThan(2)
})

test.each([
  ['2021-03-27', '11:00'],
  ['2021-03-28', '10:00'],
  ['2021-10-30', '10:00'],
  ['2021-10-31', '11:00'],
])('noon in Norway on %s is %s in UTC', (day, time) => {
  expect(osloInstant(dayOf(day), 720).toISOString()).toBe(`${day}T${time}:00.000Z`)
})
