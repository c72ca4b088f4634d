import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, type SelectionNode, visit } from 'graphql'
import { describe, expect, test } from 'vitest'
import { inProject } from '../../local/schema-files.ts'

const clients = inProject('clients')
const documents = globSync('**/*.graphql', { cwd: clients })

/** Every field a document selects, by the name it has in the answer. */
function selectedIn(text: string): readonly string[] {
  const names = new Set<string>()
  const doing = new Set<SelectionNode>()
  visit(parse(text), {
    // The field of a mutation is what is done; what is shown stands inside it.
    OperationDefinition: ({ operation, selectionSet }) => {
      if (operation === 'mutation') for (const field of selectionSet.selections) doing.add(field)
    },
    Field: node => {
      if (!doing.has(node)) names.add((node.alias ?? node.name).value)
    },
  })
  return [...names]
}

/** The way to the person a document is about: `me`, or somebody she represents. */
const way = ['me', 'representations', 'person']

/** Comments do not use a field. */
const codeOf = (path: string) => readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')

describe('a component asks for what it shows', () => {
  test.each(documents)('%s selects no field that the component beside it does not use', path => {
    const beside = path.replace(/\.graphql$/, '')
    const component = codeOf(join(clients, globSync(`${beside}.{ts,tsx}`, { cwd: clients })[0] ?? ''))
    const selected = selectedIn(readFileSync(join(clients, path), 'utf8'))
    // Whom it is about is found by one module for all pages.
    const shown = selected.filter(name => !way.includes(name))
    expect(shown.filter(name => !new RegExp(`\\b${name}\\b`).test(component))).toEqual([])
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
