import type { Trap } from '../trap.ts'

/** A null where none may be takes with it what holds it, up to the next place that may be null, and is told with its index. */
export const trap: Trap = {
  subgraphs: {
    shelves: {
      sdl: `type Query { shelves: [Shelf] sure: [Shelf!]! } type Shelf { label: String books: [Book!]! best: Book }
        type Book @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          shelves: () => [
            { label: 'A', books: [{ id: '1' }], best: { id: '1' } },
            { label: 'B', books: [{ id: '1' }, { id: 'lost' }], best: { id: 'lost' } },
          ],
          sure: () => [{ label: 'B', books: [{ id: 'lost' }] }],
        },
      },
    },
    titles: {
      sdl: 'type Book @key(fields: "id") { id: ID! title: String! }',
      resolvers: { Book: { __resolveReference: ({ id }) => (id === 'lost' ? null : { id, title: 'Sult' }) } },
    },
  },
  asked: [
    {
      query: '{ shelves { label books { title } } }',
      data: { shelves: [{ label: 'A', books: [{ title: 'Sult' }] }, null] },
      errors: [
        { message: 'Cannot return null for non-nullable field Book.title.', path: ['shelves', 1, 'books', 1, 'title'] },
      ],
      fetches: { shelves: 1, titles: 1 },
    },
    {
      query: '{ shelves { best { title } label } }',
      data: {
        shelves: [
          { best: { title: 'Sult' }, label: 'A' },
          { best: null, label: 'B' },
        ],
      },
      errors: [
        { message: 'Cannot return null for non-nullable field Book.title.', path: ['shelves', 1, 'best', 'title'] },
      ],
      fetches: { shelves: 1, titles: 1 },
    },
    {
      query: '{ sure { books { title } } }',
      data: null,
      errors: [
        { message: 'Cannot return null for non-nullable field Book.title.', path: ['sure', 0, 'books', 0, 'title'] },
      ],
      fetches: { shelves: 1, titles: 1 },
    },
  ],
}
