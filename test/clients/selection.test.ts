import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, visit } from 'graphql'
import { describe, expect, test } from 'vitest'
import { inProject } from '../../local/schema-files.ts'

const clients = inProject('clients')
/** Vendors' documents are examples with code of their own kind beside them. */
const documents = globSync('**/*.graphql', { cwd: clients }).filter(path => !path.startsWith('vendor/'))

/** Every field a document selects, by the name it has in the answer. */
function selectedIn(text: string): readonly string[] {
  const names = new Set<string>()
  visit(parse(text), {
    // A mutation must select something; the page is asked again after it.
    OperationDefinition: ({ operation }) => (operation === 'mutation' ? false : undefined),
    Field: ({ alias, name }) => void names.add((alias ?? name).value),
  })
  return [...names]
}

/** The way to the person a document is about: `me`, or somebody she represents. */
const way = ['me', 'representations', 'person']

/**
 * The names that code takes out of something: `.name`, or `{ name }` where a variable or a parameter is bound. The word
 * alone is not a use: `text` and `code` are everywhere.
 */
function takenIn(code: string): ReadonlySet<string> {
  const accessed = [...code.matchAll(/\.(\w+)\b(?!\s*\()/g)].map(([, name = '']) => name)
  const bound = [...code.matchAll(/(?:\b(?:const|let)\s+|\()(?=\{)/g)].flatMap(({ index, 0: before }) => {
    const pattern = bracedAt(code, index + before.length)
    const after = code.slice(index + before.length + pattern.length)
    const isBinding = /^\s*(?:=(?![=>])|of\b|:\s*\S|\)\s*(?:=>|:|\{)|(?:,\s*\w+)+\)\s*=>)/.test(after)
    return isBinding ? [...pattern.matchAll(/[{,]\s*(\w+)\s*(?=[,}:=])/g)].map(([, name = '']) => name) : []
  })
  return new Set([...accessed, ...bound])
}

function bracedAt(code: string, start: number): string {
  let depth = 0
  for (let at = start; at < code.length; at++) {
    if (code[at] === '{') depth++
    if (code[at] === '}' && --depth === 0) return code.slice(start, at + 1)
  }
  return ''
}

/** Comments do not use a field. */
const codeOf = (path: string) => readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')

describe('a component asks for what it shows', () => {
  test.each(documents)('%s selects no field that the component beside it does not use', path => {
    const beside = path.replace(/\.graphql$/, '')
    const component = codeOf(join(clients, globSync(`${beside}.{ts,tsx}`, { cwd: clients })[0] ?? ''))
    const selected = selectedIn(readFileSync(join(clients, path), 'utf8'))
    // Whom it is about is found by one module for all pages.
    const shown = selected.filter(name => !way.includes(name))
    const taken = takenIn(component)
    expect(shown.filter(name => !taken.has(name))).toEqual([])
  })

  test('and using it is more than the word', () => {
    const code = `const rows = [{ text: texts.none, code }]
      export function Card({ held: { qr, kind: which } }: Props) { say(label, { name }); return <p lang="nb">text</p> }
      rows.map(({ on, why = '' }, index) => on)`
    expect([...takenIn(code)].sort()).toEqual(['held', 'kind', 'none', 'on', 'qr', 'why'])
  })

  test('and whom it is about is found by one module', () => {
    const module = codeOf(join(clients, 'whom/whom.ts'))
    for (const name of way) expect(module).toMatch(new RegExp(`\\b${name}\\b`))
  })

  test('and no component is without its document by another name', () => {
    expect(documents.length).toBeGreaterThan(7)
    const asked = globSync('**/*.tsx', { cwd: clients }).filter(path =>
      /\b\w+Document\b/.test(codeOf(join(clients, path))),
    )
    const missing = asked.filter(path => !documents.includes(path.replace(/\.tsx$/, '.graphql')))
    // It is handed the document of each page.
    expect(missing).toEqual([])
  })
})
