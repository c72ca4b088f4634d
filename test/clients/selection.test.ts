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
  visit(parse(text), { Field: ({ alias, name }) => void names.add((alias ?? name).value) })
  return [...names]
}

/** Comments do not use a field. */
const codeOf = (path: string) => readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')

describe('a component asks for what it shows', () => {
  test.each(documents)('%s selects no field that the component beside it does not use', path => {
    const component = codeOf(join(clients, path.replace(/\.graphql$/, '.tsx')))
    const selected = selectedIn(readFileSync(join(clients, path), 'utf8'))
    // Whose page it is, every page's own frame looks at.
    const shown = selected.filter(name => name !== 'me')
    expect(shown.filter(name => !new RegExp(`\\b${name}\\b`).test(component))).toEqual([])
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
