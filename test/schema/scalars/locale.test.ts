import { describe, expect, test } from 'vitest'
import { inLanguage, type Locale, parseAcceptLanguage } from '../../../schema/scalars/locale.ts'

describe('of an Accept-Language header, the language is', () => {
  test.each<[string | undefined, Locale]>([
    [undefined, 'nb'],
    ['', 'nb'],
    ['*', 'nb'],
    ['nb', 'nb'],
    ['nn', 'nn'],
    ['en', 'en'],
    ['se', 'se'],
    ['no', 'nb'],
    ['nb-NO', 'nb'],
    ['nn-NO', 'nn'],
    ['en-GB', 'en'],
    ['se-NO', 'se'],
    ['NN-no', 'nn'],
    ['de', 'nb'],
    ['de, fr;q=0.9', 'nb'],
    ['de, nn;q=0.5', 'nn'],
    ['nn-NO, nn;q=0.9, nb;q=0.8, en;q=0.7', 'nn'],
    ['en;q=0.3, nn;q=0.9', 'nn'],
    ['en;q=0.9, nn;q=0.9', 'en'],
    ['nn;q=0, en;q=0.1', 'en'],
    ['nn;q=abc, en', 'en'],
    ['  nn ; q=0.8 ,en; q=0.2', 'nn'],
    [',,,;;;', 'nb'],
    [`${'x'.repeat(10_000)}, nn`, 'nb'],
  ])('%j → %s', (header, locale) => {
    expect(parseAcceptLanguage(header)).toBe(locale)
  })
})

test('a text is given in the wanted language', () => {
  const text = { nb: 'ikke', nn: 'ikkje', en: 'not', se: 'ii' }
  for (const language of ['nb', 'nn', 'en', 'se'] as const) {
    expect(inLanguage(text, language)).toEqual({ text: text[language], language })
  }
})

test('a text that is not in Northern Sámi comes in bokmål and says so', () => {
  expect(inLanguage({ nb: 'ikke', nn: 'ikkje', en: 'not' }, 'se')).toEqual({ text: 'ikke', language: 'nb' })
})
