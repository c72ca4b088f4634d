import type { Trap } from '../trap.ts'

export const trap: Trap = {
  subgraphs: {
    books: {
      sdl: `type Query { books: [Book!]! } type Book { title: String author: Author }
        type Author @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          books: () => [
            { title: 'Sult', author: { id: 'kh' } },
            { title: 'Pan', author: { id: 'kh' } },
            { title: 'Edda', author: null },
            { title: 'Kransen', author: { id: 'su' } },
          ],
        },
      },
    },
    authors: {
      sdl: 'type Author @key(fields: "id") { id: ID! name: String }',
      resolvers: { Author: { name: ({ id }) => ({ kh: 'Knut', su: 'Sigrid' })[id as 'kh' | 'su'] } },
    },
  },
  asked: [
    {
      query: '{ books { author { name } title } }',
      data: {
        books: [
          { author: { name: 'Knut' }, title: 'Sult' },
          { author: { name: 'Knut' }, title: 'Pan' },
          { author: null, title: 'Edda' },
          { author: { name: 'Sigrid' }, title: 'Kransen' },
        ],
      },
      fetches: { books: 1, authors: 1 },
    },
    {
      query: '{ books { author { id } } }',
      data: { books: [{ author: { id: 'kh' } }, { author: { id: 'kh' } }, { author: null }, { author: { id: 'su' } }] },
      fetches: { books: 1 },
    },
  ],
}
