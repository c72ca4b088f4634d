import { expect, test } from 'vitest'
import { federate, type TrapSubgraphs } from './kit.ts'

const subgraphs: TrapSubgraphs = {
  a: {
    sdl: `type Query { me: User nobody: User shelf: [Item] }
      union Item = Book | Film
      type User @key(fields: "id") { id: ID! friend: User likes: Book }
      type Book @key(fields: "id") { id: ID! }
      type Film @key(fields: "id") { id: ID! author: User }`,
    resolvers: {
      Query: {
        me: () => ({ id: 'u1', friend: { id: 'u2' }, likes: { id: 'b1' } }),
        nobody: () => null,
        shelf: () => [
          { __typename: 'Book', id: 'b1' },
          { __typename: 'Film', id: 'f1', author: { id: 'u2' } },
        ],
      },
    },
  },
  b: {
    sdl: `type User @key(fields: "id") { id: ID! age: Int } type Book @key(fields: "id") { id: ID! title: String }
      type Film @key(fields: "id") { id: ID! title: String }`,
    resolvers: {
      User: { __resolveReference: ({ id }: { id: string }) => ({ id, age: Number(id.slice(1)) * 10 }) },
      Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `book ${id}` }) },
      Film: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `film ${id}` }) },
    },
  },
}

const typed = (name: string, rest: object) => ({ __typename: name, ...rest })

test.each([
  [
    '{ me { age friend { age } likes { title } } }',
    { me: { age: 10, friend: { age: 20 }, likes: { title: 'book b1' } } },
  ],
  [
    '{ me { __typename age friend { __typename id } } }',
    { me: typed('User', { age: 10, friend: typed('User', { id: 'u2' }) }) },
  ],
  [
    'query { me { ...F } } fragment F on User { age friend { __typename age } }',
    { me: { age: 10, friend: typed('User', { age: 20 }) } },
  ],
])('no subgraph is asked for a type that the schema tells: %s', async (query, expected) => {
  const { ask, calls } = federate(subgraphs)
  expect(await ask(query)).toMatchObject({ data: expected })
  expect(calls.map(call => call.query).join()).not.toContain('__typename')
})

test.each([
  [
    'where there are several',
    '{ shelf { ... on Book { title } ... on Film { title author { age } } } }',
    { shelf: [{ title: 'book b1' }, { title: 'film f1', author: { age: 20 } }] },
  ],
  [
    'where there are several, in a fragment',
    '{ shelf { __typename ...F } } fragment F on Film { author { __typename age } }',
    { shelf: [typed('Book', {}), typed('Film', { author: typed('User', { age: 20 }) })] },
  ],
  [
    'where nothing else is asked',
    '{ me { __typename } nobody { __typename } }',
    { me: typed('User', {}), nobody: null },
  ],
])('a type is asked for %s', async (_, query, expected) => {
  const { ask, calls } = federate(subgraphs)
  const { data, errors } = await ask(query)
  expect(errors).toBeUndefined()
  expect(data).toEqual(expected)
  expect(calls[0]?.query).toContain('__typename')
  expect(calls[0]?.query).not.toMatch(/author ?\{[^}]*__typename/)
})

test('objects of two types under one key say which they are', async () => {
  const { ask, calls } = federate({
    a: {
      sdl: `type Query { shelf: [Item] } union Item = Book | Film type Book { owner: User } type Film { owner: Firm }
        type User @key(fields: "id") { id: ID! } type Firm @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          shelf: () => [
            { __typename: 'Book', owner: { id: '1' } },
            { __typename: 'Film', owner: { id: '1' } },
          ],
        },
      },
    },
    b: {
      sdl: `type User @key(fields: "id") { id: ID! name: String } type Firm @key(fields: "id") { id: ID! name: String }`,
      resolvers: { User: { name: () => 'a person' }, Firm: { name: () => 'a firm' } },
    },
  })
  const { data } = await ask('{ shelf { ... on Book { owner { name } } ... on Film { owner { name } } } }')
  expect(data).toEqual({ shelf: [{ owner: { name: 'a person' } }, { owner: { name: 'a firm' } }] })
  expect(calls[0]?.query.match(/__typename/g)).toHaveLength(3)
})
