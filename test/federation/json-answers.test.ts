import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { federate } from './kit.ts'

/*
 * An answer that is written as JSON is the one that is written as data, to the letter. The traps and the differential
 * test look at both as well; here is what they are too small for.
 */
const words = ['plain', 'blåbær', 'a "quote"', '漢字 🧬', 'x'.repeat(300)]

const subgraphs = {
  shelf: {
    sdl: `scalar Anything
      type Query { books(count: Int!): [Book]! grid: [[Cell!]]! author: Author nothing: Book anything(of: Int!): Anything }
      interface Thing { title: String }
      type Book implements Thing @key(fields: "id") { id: ID! title: String pages: Int! price: Float isLent: Boolean! author: Author! kind: Kind tags: [String] }
      type Cell { at: Int! inner: [[[[Cell!]!]!]!] }
      enum Kind { NOVEL POEM SECRET @inaccessible }
      type Author @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        books: (_: unknown, { count }: { count: number }) =>
          Array.from({ length: count }, (_, id) =>
            id % 97 === 5
              ? null
              : {
                  id: String(id),
                  title: id % 11 === 3 ? null : `${words[id % words.length]} ${id}`,
                  pages: id * 7919,
                  price: id % 3 === 0 ? id / 7 : -id,
                  isLent: id % 2 === 0,
                  author: { id: String(id % 9) },
                  kind: ['NOVEL', 'POEM', null, 'SECRET'][id % 4],
                  tags: ['a', null, words[id % words.length]],
                },
          ),
        grid: () => [[{ at: 1, inner: [[[[{ at: 2 }]]], []] }], null, []],
        author: () => ({ id: '3' }),
        nothing: () => null,
        anything: (_: unknown, { of }: { of: number }) => [{ a: [1, 'ø'], b: null }, 'text', 7, false, [], null][of],
      },
    },
  },
  people: {
    sdl: `type Author @key(fields: "id") { id: ID! name: String! born: Int works: [Work!] }
      union Work = Poem | Song
      type Poem { title: String! lines: Int }
      type Song { title: String! key: String }`,
    resolvers: {
      Author: {
        name: ({ id }: { id: string }) => `${words[Number(id) % words.length]} of ${id}`,
        born: () => 1900,
        works: ({ id }: { id: string }) => [
          { __typename: 'Poem', title: `A ${id}`, lines: 14 },
          { __typename: 'Song', title: 'B', key: 'c' },
        ],
      },
    },
  },
}

const askAs = (query: string, takesJson: boolean) => ({
  document: parse(query),
  key: query,
  variables: {},
  context: undefined,
  signal: new AbortController().signal,
  takesJson,
})

async function asked(query: string) {
  const { engine } = federate(subgraphs)
  return { asJson: await engine.execute(askAs(query, true)), asData: await engine.execute(askAs(query, false)) }
}

const bookFields =
  'id title pages price isLent author { id name born works { ... on Poem { title lines } ... on Song { title key } } } tags'

describe('to the letter', () => {
  test.each([
    ['a few entities', `{ books(count: 3) { ${bookFields} } }`],
    ['hundreds, of the same few authors', `{ books(count: 900) { ${bookFields} } }`],
    ['more than a sheet has room for', `{ books(count: 9000) { ${bookFields} } }`],
    ['lists in lists', '{ grid { at inner { at } } }'],
    ['null', '{ nothing { id } }'],
    ['types of a union', '{ author { works { __typename ... on Song { key } } } }'],
    ['names', '{ __typename author { __typename: id name: __typename } }'],
    ['keys that objects have by themselves', '{ author { constructor: id __proto__: name toString: born } }'],
    ['nothing asked for', '{ author { id @skip(if: true) } }'],
    ['the schema', '{ __type(name: "Author") { name fields { name } } author { id } }'],
    ...Array.from({ length: 6 }, (_, of) => [`any value (${of})`, `{ anything(of: ${of}) }`]),
  ])('%s', async (_, query) => {
    const { asJson, asData } = await asked(query as string)
    expect(asJson).not.toHaveProperty('data')
    expect(asJson.errors).toBeUndefined()
    expect(asJson.json?.toString()).toBe(JSON.stringify(asData.data))
  })
})

test('a value that clients may not see is null', async () => {
  const { asJson, asData } = await asked('{ books(count: 4) { kind } }')
  expect(asJson.json?.toString()).toBe('{"books":[{"kind":"NOVEL"},{"kind":"POEM"},{"kind":null},{"kind":null}]}')
  expect(asData.data).toEqual(JSON.parse(String(asJson.json)))
})

test('it comes as data to who does not take JSON, and before it has come often', async () => {
  const query = '{ author { name } }'
  const { asData } = await asked(query)
  expect(asData.json).toBeUndefined()
  const { ask, engine } = federate(subgraphs, { quickAfter: 2 })
  const forms: string[] = []
  for (let time = 0; time < 4; time++) {
    const answer = await engine.execute(askAs(query, true))
    forms.push(answer.json ? 'json' : 'data')
  }
  expect(forms).toEqual(['data', 'data', 'json', 'json'])
  expect((await ask(query)).data).toEqual({ author: { name: '漢字 🧬 of 3' } })
})

test.each([
  ['with an error to tell', () => ({ data: { author: null }, errors: [{ message: 'x', path: ['author'] }] })],
  ['where a value does not fit', () => ({ data: { author: { __typename: 'Author', id: ['1'] } } })],
  ['where a null rises', () => ({ data: { author: { __typename: 'Author', id: null } } })],
])('it comes as data %s', async (_, interfere) => {
  const query = '{ author { id } }'
  const { engine } = federate(subgraphs, { interfere: async () => interfere() })
  const answer = await engine.execute(askAs(query, true))
  expect(answer.json).toBeUndefined()
  expect(answer.data).toEqual({ author: null })
  expect(answer.errors).toHaveLength(1)
})
