import type { Trap } from '../trap.ts'

/** On this way alone the subgraph knows a field that is another's; on any other way the owner is asked. */
export const trap: Trap = {
  subgraphs: {
    reviews: {
      sdl: `type Query { reviews: [Review!]! byId: Review }
        type Review { text: String author: Author @provides(fields: "name") reviewer: Author }
        type Author @key(fields: "id") { id: ID! name: String @external }`,
      resolvers: {
        Query: {
          reviews: () => [{ text: 'good', author: { id: 'k', name: 'Kari, as signed' }, reviewer: { id: 'k' } }],
          byId: () => null,
        },
      },
    },
    authors: {
      sdl: 'type Author @key(fields: "id") { id: ID! name: String @shareable age: Int }',
      resolvers: { Author: { name: () => 'Kari', age: () => 40 } },
    },
  },
  asked: [
    {
      query: '{ reviews { author { name } } }',
      data: { reviews: [{ author: { name: 'Kari, as signed' } }] },
      fetches: { reviews: 1 },
    },
    {
      query: '{ reviews { author { age name } } }',
      data: { reviews: [{ author: { age: 40, name: 'Kari, as signed' } }] },
      fetches: { reviews: 1, authors: 1 },
    },
    {
      query: '{ reviews { reviewer { name } } }',
      data: { reviews: [{ reviewer: { name: 'Kari' } }] },
      fetches: { reviews: 1, authors: 1 },
    },
  ],
}
