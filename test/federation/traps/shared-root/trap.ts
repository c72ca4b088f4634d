import type { Trap } from '../trap.ts'

const now = () => ({ day: '2021-06-01' })

/** A root field that two subgraphs have is asked of one, and of the one that knows what is asked of it. */
export const trap: Trap = {
  subgraphs: {
    calendar: {
      sdl: `type Query { today: Day @shareable names: [String!] } type Day { day: String @shareable week: Int }`,
      resolvers: { Query: { today: () => ({ ...now(), week: 22 }), names: () => ['Runa'] } },
    },
    weather: {
      sdl: 'type Query { today: Day @shareable rain: Int } type Day { day: String @shareable warmth: Int }',
      resolvers: { Query: { today: () => ({ ...now(), warmth: 19 }), rain: () => 0 } },
    },
  },
  asked: [
    { query: '{ today { week day } }', data: { today: { week: 22, day: '2021-06-01' } }, fetches: { calendar: 1 } },
    {
      query: '{ rain today { warmth day } }',
      data: { rain: 0, today: { warmth: 19, day: '2021-06-01' } },
      fetches: { weather: 1 },
    },
    {
      query: '{ today { warmth week } names }',
      data: { today: { warmth: 19, week: 22 }, names: ['Runa'] },
      fetches: { calendar: 1, weather: 1 },
    },
  ],
}
