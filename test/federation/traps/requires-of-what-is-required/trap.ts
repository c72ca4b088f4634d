import type { Trap } from '../trap.ts'

export const trap: Trap = {
  subgraphs: {
    a: {
      sdl: 'type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! base: Int }',
      resolvers: {
        Query: {
          things: () => [
            { id: 't', base: 1 },
            { id: 'u', base: null },
          ],
        },
      },
    },
    b: {
      sdl: 'type Thing @key(fields: "id") { id: ID! base: Int @external middle: Int @requires(fields: "base") }',
      resolvers: { Thing: { middle: ({ base }) => (base === null ? null : base + 10) } },
    },
    c: {
      sdl: 'type Thing @key(fields: "id") { id: ID! middle: Int @external top: String @requires(fields: "middle") }',
      resolvers: { Thing: { top: ({ middle }) => `over ${middle}` } },
    },
  },
  asked: [
    {
      query: '{ things { top } }',
      data: { things: [{ top: 'over 11' }, { top: 'over null' }] },
      fetches: { a: 1, b: 1, c: 1 },
    },
  ],
}
