import { expect, test } from 'vitest'
import { federate } from './kit.ts'

const authors: Record<string, { id: string; name: string }> = {
  a1: { id: 'a1', name: 'Ada' },
  a2: { id: 'a2', name: 'Bo' },
}

const books = [
  { id: 'b1', author: { id: 'a1' } },
  { id: 'b2', author: { id: 'a2' } },
  { id: 'b3', author: { id: 'a1' } },
  { id: 'b4', author: null },
]

const library = () =>
  federate({
    books: {
      sdl: `type Query { books: [Book!]! book(id: ID!): Book }
        type Book @key(fields: "id") { id: ID! author: Author }
        type Author @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { books: () => books, book: (_, { id }) => books.find(book => book.id === id) ?? null },
      },
    },
    authors: {
      sdl: 'type Author @key(fields: "id") { id: ID! name: String }',
      resolvers: { Author: { __resolveReference: ({ id }) => authors[id] ?? null } },
    },
  })

test('an entity gets its fields from two subgraphs', async () => {
  const { ask, asked } = library()
  const { data, errors } = await ask('{ book(id: "b1") { author { name } id } }')
  expect({ data, errors, asked: asked() }).toEqual({
    data: { book: { author: { name: 'Ada' }, id: 'b1' } },
    errors: undefined,
    asked: { books: 1, authors: 1 },
  })
})

test('a list is joined with one request that names each distinct entity once', async () => {
  const { ask, calls } = library()
  const { data } = await ask('{ books { id author { name } } }')
  expect(data).toEqual({
    books: [
      { id: 'b1', author: { name: 'Ada' } },
      { id: 'b2', author: { name: 'Bo' } },
      { id: 'b3', author: { name: 'Ada' } },
      { id: 'b4', author: null },
    ],
  })
  expect(calls).toHaveLength(2)
  expect(calls[1]?.variables().representations).toEqual([
    { __typename: 'Author', id: 'a1' },
    { __typename: 'Author', id: 'a2' },
  ])
})

test('nothing is asked about an object that is not there', async () => {
  const { ask, asked } = library()
  const { data, errors } = await ask('{ book(id: "none") { author { name } } }')
  expect({ data, errors, asked: asked() }).toEqual({ data: { book: null }, errors: undefined, asked: { books: 1 } })
})
