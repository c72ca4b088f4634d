import type { Trap } from '../trap.ts'

export const trap: Trap = {
  subgraphs: {
    halls: {
      sdl: `type Query { seats: [Seat!]! }
        type Seat @key(fields: "number hall { id floor { level } }") { number: Int! hall: Hall! }
        type Hall @shareable { id: ID! floor: Floor! } type Floor @shareable { level: Int! }`,
      resolvers: {
        Query: {
          seats: () => [
            { number: 1, hall: { id: 'blue', floor: { level: 2 } } },
            { number: 1, hall: { id: 'blue', floor: { level: 3 } } },
          ],
        },
      },
    },
    tickets: {
      sdl: `type Seat @key(fields: "number hall { id floor { level } }") { number: Int! hall: Hall! price: Int }
        type Hall @shareable { id: ID! floor: Floor! } type Floor @shareable { level: Int! }`,
      resolvers: { Seat: { price: ({ number, hall }) => 1000 * hall.floor.level + number } },
    },
  },
  asked: [
    {
      query: '{ seats { price } }',
      data: { seats: [{ price: 2001 }, { price: 3001 }] },
      fetches: { halls: 1, tickets: 1 },
    },
    {
      query: '{ seats { hall { floor { level } } price } }',
      data: {
        seats: [
          { hall: { floor: { level: 2 } }, price: 2001 },
          { hall: { floor: { level: 3 } }, price: 3001 },
        ],
      },
      fetches: { halls: 1, tickets: 1 },
    },
  ],
}
