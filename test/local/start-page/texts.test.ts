import { describe, expect, test } from 'vitest'
import { texts as signInTexts } from '../../../local/identity-provider/texts.ts'
import { fill, languages } from '../../../local/start-page/language.ts'
import { texts as pageTexts } from '../../../local/start-page/texts.ts'
import type { LocalText } from '../../../schema/scalars/locale.ts'

describe.each<[string, Readonly<Record<string, LocalText>>]>([
  ['start page', pageTexts],
  ['sign-in', signInTexts],
])('the texts of the %s', (_, texts) => {
  test.each(Object.entries(texts))('%s is there in every language, with the same details to fill in', (_key, text) => {
    const placeholders = languages.map(language => text[language].match(/\{\w+\}/g) ?? [])
    for (const language of languages) expect(text[language].trim()).not.toBe('')
    expect(placeholders[1]).toEqual(placeholders[0])
    expect(placeholders[2]).toEqual(placeholders[0])
  })
})

test('details are filled in; one that is missing stays visible', () => {
  const text = { nb: 'Dose {dose} av {doses}', nn: 'x', en: 'x' }
  expect(fill(text, 'nb', { dose: 2 })).toBe('Dose 2 av {doses}')
})
