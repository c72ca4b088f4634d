import type { Trap } from '../trap.ts'

const emails: Record<string, string> = { '1': 'kari@x', '2': 'ola@x' }

/** Who knows a person by its number cannot ask who knows it by its address: a third subgraph knows both. */
export const trap: Trap = {
  subgraphs: {
    numbers: {
      sdl: 'type Query { people: [Person!]! } type Person @key(fields: "number") { number: ID! }',
      resolvers: { Query: { people: () => [{ number: '1' }, { number: '2' }] } },
    },
    both: {
      sdl: 'type Person @key(fields: "number") @key(fields: "email") { number: ID! email: String! }',
      resolvers: { Person: { email: ({ number }) => emails[number] } },
    },
    addresses: {
      sdl: 'type Person @key(fields: "email") { email: String! city: String }',
      resolvers: { Person: { city: ({ email }) => (email === 'kari@x' ? 'Bodø' : 'Oslo') } },
    },
  },
  asked: [
    {
      query: '{ people { city number } }',
      data: {
        people: [
          { city: 'Bodø', number: '1' },
          { city: 'Oslo', number: '2' },
        ],
      },
      fetches: { numbers: 1, both: 1, addresses: 1 },
    },
    {
      query: '{ people { email } }',
      data: { people: [{ email: 'kari@x' }, { email: 'ola@x' }] },
      fetches: { numbers: 1, both: 1 },
    },
  ],
}
