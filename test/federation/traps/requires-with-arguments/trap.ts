import type { Trap } from '../trap.ts'

/** What a field requires is asked with its own argument, beside the client's. */
export const trap: Trap = {
  subgraphs: {
    catalogue: {
      sdl: 'type Query { wares: [Ware!]! } type Ware @key(fields: "id") { id: ID! weight(unit: String!): Int }',
      resolvers: {
        Query: { wares: () => [{ id: 'chair', kilos: 7 }] },
        Ware: { weight: ({ kilos }, { unit }) => (unit === 'g' ? kilos * 1000 : kilos) },
      },
    },
    freight: {
      sdl: `type Ware @key(fields: "id") {
        id: ID! weight(unit: String!): Int @external price: Int @requires(fields: "weight(unit: \\"g\\")")
      }`,
      resolvers: { Ware: { price: ({ weight }) => weight / 10 } },
    },
  },
  asked: [
    {
      query: 'query ($unit: String!) { wares { weight(unit: $unit) price } }',
      variables: { unit: 'kg' },
      data: { wares: [{ weight: 7, price: 700 }] },
      fetches: { catalogue: 1, freight: 1 },
    },
    { query: '{ wares { price } }', data: { wares: [{ price: 700 }] }, fetches: { catalogue: 1, freight: 1 } },
  ],
}
