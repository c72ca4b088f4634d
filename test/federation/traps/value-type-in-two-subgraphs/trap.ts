import type { Trap } from '../trap.ts'

/** An object without a key is put together from whoever has a part of it, item by item. */
export const trap: Trap = {
  subgraphs: {
    a: {
      sdl: `type Query { box: Box } type Box @key(fields: "id") { id: ID! sides: [Side!] @shareable }
        type Side { left: Int both: Int @shareable }`,
      resolvers: {
        Query: {
          box: () => ({
            id: 'b',
            sides: [
              { left: 1, both: 10 },
              { left: 2, both: 20 },
            ],
          }),
        },
      },
    },
    b: {
      sdl: `type Box @key(fields: "id") { id: ID! sides: [Side!] @shareable } type Side { right: Int both: Int @shareable }`,
      resolvers: {
        Box: {
          sides: () => [
            { right: 5, both: 10 },
            { right: 6, both: 20 },
          ],
        },
      },
    },
  },
  asked: [
    {
      query: '{ box { sides { right both left } } }',
      data: {
        box: {
          sides: [
            { right: 5, both: 10, left: 1 },
            { right: 6, both: 20, left: 2 },
          ],
        },
      },
      fetches: { a: 1, b: 1 },
    },
  ],
}
