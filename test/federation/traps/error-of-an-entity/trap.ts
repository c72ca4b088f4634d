import type { Trap } from '../trap.ts'

/** An entity is asked about once and shown in several places: its error is told in each, at the client's own path. */
export const trap: Trap = {
  subgraphs: {
    reviews: {
      sdl: 'type Query { reviews: [Review!]! } type Review { of: Ware } type Ware @key(fields: "id") { id: ID! }',
      resolvers: { Query: { reviews: () => [{ of: { id: 'w' } }, { of: { id: 'v' } }, { of: { id: 'w' } }] } },
    },
    wares: {
      sdl: 'type Ware @key(fields: "id") { id: ID! name: String price: Int }',
      resolvers: {
        Ware: {
          name: ({ id }) => `ware ${id}`,
          price({ id }) {
            if (id === 'w') throw new Error('no price')
            return 5
          },
        },
      },
    },
  },
  asked: [
    {
      query: '{ all: reviews { of { p: price name } } }',
      data: {
        all: [
          { of: { p: null, name: 'ware w' } },
          { of: { p: 5, name: 'ware v' } },
          { of: { p: null, name: 'ware w' } },
        ],
      },
      errors: [
        { message: 'no price', path: ['all', 0, 'of', 'p'] },
        { message: 'no price', path: ['all', 2, 'of', 'p'] },
      ],
      fetches: { reviews: 1, wares: 1 },
    },
  ],
}
