import type { Trap } from '../trap.ts'

/** Values that go in have to be known to all, values that come out to one. */
export const trap: Trap = {
  subgraphs: {
    wares: {
      sdl: `type Query { wares(size: Size): [Ware!]! } type Ware @key(fields: "id") { id: ID! colour: Colour }
        enum Size { SMALL LARGE } enum Colour { RED }`,
      resolvers: { Query: { wares: (_, { size }) => [{ id: size ?? 'any', colour: 'RED' }] } },
    },
    paint: {
      sdl: `type Ware @key(fields: "id") { id: ID! paint: [Colour] fits(size: Size!): Boolean }
        enum Size { SMALL HUGE } enum Colour { RED BLUE }`,
      resolvers: { Ware: { paint: () => ['BLUE', null, 'RED'], fits: (_, { size }) => size === 'SMALL' } },
    },
  },
  asked: [
    {
      query: 'query ($size: Size!) { wares(size: $size) { id paint fits(size: $size) colour } }',
      variables: { size: 'SMALL' },
      data: { wares: [{ id: 'SMALL', paint: ['BLUE', null, 'RED'], fits: true, colour: 'RED' }] },
      fetches: { wares: 1, paint: 1 },
    },
    {
      query: '{ wares { fits(size: SMALL) } }',
      data: { wares: [{ fits: true }] },
      fetches: { wares: 1, paint: 1 },
    },
  ],
}
