import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inProject } from '../../local/schema-files.ts'

const pages = inProject('dist/pages')
const html = readFileSync(join(pages, 'web/index.html'), 'utf8')
/** What a first visit loads: scripts of the page and what they say that they need. */
const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) =>
  readFileSync(join(pages, path ?? ''), 'utf8'),
)

test('the first load of the web client is less than 150 kB of compressed script', () => {
  expect(scripts.length).toBeGreaterThan(0)
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0)
  expect(bytes).toBeLessThan(150_000)
})

test('browsers know documents by their id only, and each id is in the manifest of trusted documents', () => {
  const manifest = JSON.parse(readFileSync(inProject('schema/generated/persisted-documents.json'), 'utf8'))
  const ids = scripts.flatMap(script => [...script.matchAll(/sha256:[0-9a-f]{64}/g)].map(String))
  expect(ids.length).toBeGreaterThan(3)
  expect(ids.filter(id => manifest[id] === undefined)).toEqual([])
  for (const script of scripts) expect(script.match(/\b(query|mutation|fragment) \w+ ?(\(\$|\{|on )/)).toBeNull()
})
