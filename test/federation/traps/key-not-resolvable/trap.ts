import type { Trap } from '../trap.ts'

/** A subgraph that only points at an entity is never asked about it. */
export const trap: Trap = {
  subgraphs: {
    orders: {
      sdl: `type Query { order: Order } type Order { buyer: Person }
        type Person @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: { Query: { order: () => ({ buyer: { id: 'k' } }) } },
    },
    people: {
      sdl: 'type Query { someone: Person } type Person @key(fields: "id") { id: ID! name: String }',
      resolvers: { Query: { someone: () => ({ id: 's' }) }, Person: { name: ({ id }) => `name of ${id}` } },
    },
  },
  asked: [
    {
      query: '{ order { buyer { name id } } someone { id name } }',
      data: { order: { buyer: { name: 'name of k', id: 'k' } }, someone: { id: 's', name: 'name of s' } },
      fetches: { orders: 1, people: 2 },
    },
  ],
}
