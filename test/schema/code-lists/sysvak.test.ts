import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findSysvakVaccine, sysvakVaccines, sysvakVaccinesOn } from '../../../schema/code-lists/sysvak.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'

test('every code is written as SYSVAK writes codes, once', () => {
  const codes = sysvakVaccines.map(({ code }) => code)
  expect(codes.filter(code => !/^[A-Z]{2,3}\d{2}$/.test(code))).toEqual([])
  expect(new Set(codes).size).toBe(codes.length)
})

test('a code ends in the last two digits of its ATC code', () => {
  expect(sysvakVaccines.filter(({ code, atcCode }) => code.slice(-2) !== atcCode.slice(-2))).toEqual([])
})

test('a vaccine has all EU codes and a number of doses, or none of them', () => {
  for (const { code, atcCode, euProduct, euManufacturer, euProphylaxis, dosesInSeries } of sysvakVaccines) {
    const has = [euProduct, euManufacturer, euProphylaxis, dosesInSeries].map(value => value !== null)
    expect([code, ...has]).toEqual([code, ...Array(4).fill(atcCode === 'J07BX03')])
  }
})

test('every period ends after it began', () => {
  for (const { validFrom, validTo } of sysvakVaccines) {
    if (validFrom && validTo) expect(validFrom < validTo).toBe(true)
  }
})

test.each([
  ['BNT03', 'EU/1/20/1528', 'ORG-100030215', 2],
  ['MOD03', 'EU/1/20/1507', 'ORG-100031184', 2],
  ['ASZ03', 'EU/1/21/1529', 'ORG-100001699', 2],
  ['JAN03', 'EU/1/20/1525', 'ORG-100001417', 1],
  ['NUV03', 'EU/1/21/1618', 'ORG-100032020', 2],
])('%s is product %s of %s, in %i doses', (code, euProduct, euManufacturer, dosesInSeries) => {
  expect(findSysvakVaccine(code)).toMatchObject({ euProduct, euManufacturer, dosesInSeries })
})

test('an unknown code is unknown; other spellings of a known one too', () => {
  for (const code of ['XYZ99', 'bnt03', 'BNT03 ', '', '__proto__']) expect(findSysvakVaccine(code)).toBeUndefined()
})

test('Vaxzevria is in the list for a day until it was withdrawn, and can always be looked up', () => {
  const isOffered = (day: string) => sysvakVaccinesOn(localDate(day)).some(({ code }) => code === 'ASZ03')
  expect(['2021-01-28', '2021-01-29', '2021-05-11', '2021-05-12'].map(isOffered)).toEqual([false, true, true, false])
  expect(findSysvakVaccine('ASZ03')?.name).toBe('Vaxzevria')
})

const annexA = new URL('../../../../shared/data/dcc/valuesets/vaccine-encoding-instructions.json', import.meta.url)
type Encoding = { 'vaccine-code': string; 'vaccine-manufacturer': string; 'sct-codes': string[] }

describe.skipIf(!existsSync(annexA))('beside Annex A of the EU value sets (skipped where they are not at hand)', () => {
  const allowed = (): Encoding[] => Object.values(JSON.parse(readFileSync(annexA, 'utf8')).valueSetValues)

  test('every product has its own manufacturer and an allowed prophylaxis', () => {
    const wrong = sysvakVaccines.filter(
      ({ euProduct, euManufacturer, euProphylaxis }) =>
        euProduct !== null &&
        !allowed().some(
          entry =>
            entry['vaccine-code'] === euProduct &&
            entry['vaccine-manufacturer'] === euManufacturer &&
            entry['sct-codes'].includes(euProphylaxis ?? ''),
        ),
    )
    expect(wrong).toEqual([])
  })
})
