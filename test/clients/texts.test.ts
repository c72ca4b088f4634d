import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inProject } from '../../local/schema-files.ts'
import type { LocalText } from '../../schema/scalars/locale.ts'

const clients = inProject('clients')
const tables = globSync('**/texts.ts', { cwd: clients })

describe.each(tables)('the texts of clients/%s', async path => {
  const { texts } = (await import(join(clients, path))) as { texts: Readonly<Record<string, LocalText>> }

  test.each(Object.entries(texts))(
    '%s is there in bokmål, nynorsk and English, with the same details to fill in',
    (_, text) => {
      const details = (written: string) => [...written.matchAll(/\{\w+\}/g)].map(String).sort()
      for (const language of ['nb', 'nn', 'en'] as const) {
        expect(text[language].trim()).not.toBe('')
        expect(details(text[language])).toEqual(details(text.nb))
      }
      if (text.se !== undefined) expect(details(text.se)).toEqual(details(text.nb))
    },
  )
})

test('no words stand in the markup itself: they would be in one language only', () => {
  expect(tables.length).toBeGreaterThan(2)
  const brand = />\s*Helsegraf\s*</
  const wrong = globSync('**/*.tsx', { cwd: clients }).flatMap(path => {
    const markup = readFileSync(join(clients, path), 'utf8')
    const between = [...markup.matchAll(/>[^<>{}=()]*\p{L}{2}[^<>{}=();]*<\/\w/gu)].map(String)
    const attributes = [...markup.matchAll(/\b(?:aria-label|alt|title|label|placeholder)="[^"]+"/g)].map(String)
    return [...between, ...attributes].filter(found => !brand.test(found)).map(found => `${path}: ${found}`)
  })
  expect(wrong).toEqual([])
})
