import { expect, test } from 'vitest'
import { chooseLanguage } from '../../../local/start-page/language.ts'

test.each([
  ['what was asked for first', ['nn', 'en'], 'en', 'nn'],
  ['the next when the first is none of ours', ['xx', 'en'], 'nb', 'en'],
  ['what the browser asks for', [null, undefined], 'nn-NO,en;q=0.5', 'nn'],
  ['bokmål for a language the pages are not in', [], 'se', 'nb'],
  ['bokmål when nobody says', [], undefined, 'nb'],
] as const)('chooses %s', (_, candidates, header, language) => {
  expect(chooseLanguage(candidates, header)).toBe(language)
})
