import type { Trap } from '../trap.ts'

export const trap: Trap = {
  subgraphs: {
    search: {
      sdl: `type Query { search: [Hit] } union Hit = Book | Author | Shelf
        type Book @key(fields: "id") { id: ID! } type Author @key(fields: "id") { id: ID! } type Shelf { label: String }`,
      resolvers: {
        Query: {
          search: () => [
            { __typename: 'Book', id: '1' },
            { __typename: 'Author', id: '1' },
            null,
            { __typename: 'Shelf', label: 'A' },
          ],
        },
        Hit: { __resolveType: ({ __typename }) => __typename },
      },
    },
    books: {
      sdl: 'type Book @key(fields: "id") { id: ID! title: String! }',
      resolvers: { Book: { title: () => 'Sult' } },
    },
    authors: {
      sdl: 'type Author @key(fields: "id") { id: ID! title: Int }',
      resolvers: { Author: { title: () => 7 } },
    },
  },
  asked: [
    {
      query: '{ search { __typename ... on Book { t: title } ... on Author { n: title } ... on Shelf { label } } }',
      data: {
        search: [
          { __typename: 'Book', t: 'Sult' },
          { __typename: 'Author', n: 7 },
          null,
          { __typename: 'Shelf', label: 'A' },
        ],
      },
      fetches: { search: 1, books: 1, authors: 1 },
    },
    {
      query: '{ search { ... on Shelf { label } } }',
      data: { search: [{}, {}, null, { label: 'A' }] },
      fetches: { search: 1 },
    },
  ],
}
