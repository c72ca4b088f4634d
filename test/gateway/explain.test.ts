import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { explain } from '../../gateway/explain.ts'
import { inProject } from '../../local/schema-files.ts'

const supergraph = inProject('schema/supergraph.graphql')

async function fileWith(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'helsegraf-explain-')), 'operation.graphql')
  await writeFile(path, text)
  return path
}

test('a plan says whom is asked, in which order, and what is handed on', async () => {
  const file = await fileWith('query A { me { name { full } vaccinations { id } } } query B { me { birthDate } }')
  const { text, isPlan } = await explain([file, '--supergraph', supergraph, '--operation', 'A'], 'nowhere')
  expect(isPlan).toBe(true)
  expect(text.split('\n')).toEqual([
    'Sequence',
    '  Fetch from person',
    expect.stringMatching(/^ {4}\{me\{.*grant/),
    '  At me',
    '    Fetch from vaccine',
    '      given { ... on Person { __typename grant } }',
    expect.stringContaining('vaccinations{id}'),
  ])
})

test.each([
  ['no file', [], /^gateway explain FILE/],
  ['a file that is not there', ['/nowhere'], /ENOENT/],
  ['an unknown option', ['--loudly'], /loudly/],
])('%s is told', async (_, args, told) => {
  expect(await explain(args, supergraph)).toEqual({ text: expect.stringMatching(told), isPlan: false })
})

test.each([
  ['a text that is no operation', '{ me {', /Syntax Error.*operation\.graphql:1:7/s],
  ['a field that is not there', '{ me { shoeSize } }', /shoeSize.*operation\.graphql:1:8/s],
  ['two operations and no name', 'query A { me { birthDate } } query B { me { sex } }', /operation name/],
])('%s is told with its place', async (_, text, told) => {
  expect(await explain([await fileWith(text)], supergraph)).toEqual({
    text: expect.stringMatching(told),
    isPlan: false,
  })
})
