import { expect, test } from 'vitest'
import { writeCountry, writeDay, writeMoment } from '../../../local/start-page/oslo-time.ts'

test.each([
  ['nb', '4. juli 2021'],
  ['nn', '4. juli 2021'],
  ['en', '4 July 2021'],
] as const)('a day is written in %s as people write it', (language, text) => {
  expect(writeDay('2021-07-04', language)).toBe(text)
})

test.each([
  ['nb', '2021-12-31T23:30:00Z', '1. januar 2022 kl. 00:30'],
  ['nb', '2021-07-04T22:00:00Z', '5. juli 2021 kl. 00:00'],
  ['en', '2021-07-04T10:00:00Z', '4 July 2021 at 12:00'],
] as const)('a moment is written in %s as the clock shows in Oslo', (language, moment, text) => {
  expect(writeMoment(moment, language)).toBe(text)
})

test('a moment is written in nynorsk too', () => {
  expect(writeMoment('2021-03-28T01:00:00Z', 'nn')).toMatch(/^28\. mars 2021.*03:00$/)
})

test.each([
  ['nb', 'DE', 'Tyskland'],
  ['nn', 'NO', 'Noreg'],
  ['en', 'NO', 'Norway'],
  ['en', 'not a code', 'not a code'],
] as const)('in %s %s is %s', (language, code, name) => {
  expect(writeCountry(code, language)).toBe(name)
})
