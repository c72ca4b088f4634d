import type { Trap } from '../trap.ts'

/** Each type of an interface gives what is required of it, and no more. */
export const trap: Trap = {
  subgraphs: {
    stock: {
      sdl: `type Query { parcels: [Parcel!]! } type Parcel @key(fields: "id") { id: ID! content: [Content] }
        interface Content { name: String } type Fluid implements Content { name: String litres: Int }
        type Solid implements Content { name: String kilos: Int colour: String }`,
      resolvers: {
        Query: {
          parcels: () => [
            {
              id: 'p',
              content: [
                { __typename: 'Fluid', name: 'milk', litres: 2 },
                null,
                { __typename: 'Solid', name: 'cheese', kilos: 3, colour: 'brown' },
              ],
            },
          ],
        },
        Content: { __resolveType: ({ __typename }) => __typename },
      },
    },
    customs: {
      sdl: `type Parcel @key(fields: "id") {
          id: ID! content: [Content] @external
          declaration: String @requires(fields: "content { name ... on Fluid { litres } ... on Solid { kilos } }")
        }
        interface Content { name: String @external }
        type Fluid implements Content { name: String @external litres: Int @external }
        type Solid implements Content { name: String @external kilos: Int @external }`,
      resolvers: {
        Content: { __resolveType: ({ __typename }) => __typename },
        Parcel: {
          __resolveReference: (reference: object) => reference,
          declaration: ({ content }) => JSON.stringify(content),
        },
      },
    },
  },
  asked: [
    {
      query: '{ parcels { declaration } }',
      data: {
        parcels: [
          {
            declaration: JSON.stringify([
              { __typename: 'Fluid', name: 'milk', litres: 2 },
              null,
              { __typename: 'Solid', name: 'cheese', kilos: 3 },
            ]),
          },
        ],
      },
      fetches: { stock: 1, customs: 1 },
    },
  ],
}
