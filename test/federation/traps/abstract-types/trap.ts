import type { Trap } from '../trap.ts'

/** Interfaces of interfaces, fragments inside fragments, and one key for fields of different types. */
export const trap: Trap = {
  subgraphs: {
    shop: {
      sdl: `type Query { offers: [Offer] } interface Node { id: ID! } interface Offer implements Node { id: ID! price: Int }
        type Sale implements Offer & Node @key(fields: "id") { id: ID! price: Int until: String! }
        type Lease implements Offer & Node @key(fields: "id") { id: ID! price: Int months: Int }`,
      resolvers: {
        Query: {
          offers: () => [
            { __typename: 'Sale', id: 's', price: 9, until: 'May' },
            { __typename: 'Lease', id: 'l', price: 5, months: 12 },
          ],
        },
        Offer: { __resolveType: ({ __typename }) => __typename },
        Node: { __resolveType: ({ __typename }) => __typename },
      },
    },
    terms: {
      sdl: `type Sale @key(fields: "id") { id: ID! terms: String } type Lease @key(fields: "id") { id: ID! terms: [String!]! }`,
      resolvers: { Sale: { terms: () => 'none' }, Lease: { terms: () => ['a', 'b'] } },
    },
  },
  asked: [
    {
      query: `{ offers { ... on Node { ... on Offer { price ... on Sale { x: until t: terms } } }
        ... on Lease { y: months u: terms } } }`,
      data: {
        offers: [
          { price: 9, x: 'May', t: 'none' },
          { price: 5, y: 12, u: ['a', 'b'] },
        ],
      },
      fetches: { shop: 1, terms: 1 },
    },
    {
      query:
        '{ offers { ...when __typename } } fragment when on Offer { ... on Sale { x: until } ... on Lease { m: months } }',
      data: {
        offers: [
          { x: 'May', __typename: 'Sale' },
          { m: 12, __typename: 'Lease' },
        ],
      },
      fetches: { shop: 1 },
    },
  ],
}
