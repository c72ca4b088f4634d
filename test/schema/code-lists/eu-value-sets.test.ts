import { expect, test } from 'vitest'
import {
  codesOf,
  displayOf,
  isActive,
  isVaccine,
  type ValueSetName,
  vaccineEncodingsOf,
} from '../../../schema/code-lists/eu-value-sets.ts'

test.each<[ValueSetName, number, number]>([
  ['disease', 1, 0],
  ['prophylaxis', 9, 1],
  ['product', 39, 4],
  ['manufacturer', 31, 0],
  ['testType', 2, 0],
  ['testResult', 2, 0],
  ['testDevice', 88, 2],
  ['country', 250, 0],
])('release 2.12.0 has of %s %i codes, %i of them retired', (set, codes, retired) => {
  expect(codesOf(set)).toHaveLength(codes)
  expect(codesOf(set).filter(code => !isActive(set, code))).toHaveLength(retired)
})

test('a retired code still has its text, because old certificates refer to it', () => {
  expect(isActive('product', 'VLA2001')).toBe(false)
  expect(displayOf('product', 'VLA2001')).toBe('VLA2001 (deprecated)')
})

test('a code that is not in a set has no text and may not be issued', () => {
  for (const code of ['', 'constructor', '__proto__', 'EU/1/20/9999']) {
    expect(displayOf('product', code)).toBeUndefined()
    expect(isActive('product', code)).toBe(false)
  }
})

test.each([
  ['Comirnaty', 'EU/1/20/1528', 'ORG-100030215', '1119349007'],
  ['Spikevax', 'EU/1/20/1507', 'ORG-100031184', '1119349007'],
  ['Vaxzevria', 'EU/1/21/1529', 'ORG-100001699', '29061000087103'],
  ['Jcovden', 'EU/1/20/1525', 'ORG-100001417', '29061000087103'],
])('%s is encoded as Annex A says', (brand, product, manufacturer, prophylaxis) => {
  expect(vaccineEncodingsOf(product)).toMatchObject([{ brand, manufacturer }])
  expect(isVaccine(product, manufacturer, prophylaxis)).toBe(true)
  expect(isVaccine(product, 'ORG-100020693', prophylaxis)).toBe(false)
  expect(isVaccine(product, manufacturer, 'J07BX03')).toBe(false)
})

test('every active product has a row in Annex A, with active codes', () => {
  const products = codesOf('product').filter(code => isActive('product', code))
  const lacking = products.filter(code => vaccineEncodingsOf(code).length === 0)
  expect(lacking).toEqual([])
})
