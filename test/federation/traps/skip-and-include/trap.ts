import type { Trap } from '../trap.ts'

const query = `query ($a: Boolean!, $b: Boolean!) {
  me @skip(if: $a) { name ...more @include(if: $b) ... on Person @include(if: $b) { city } friend { age @skip(if: $b) } }
  __typename @include(if: $a)
}
fragment more on Person { age }`

/** Nothing is fetched that a condition leaves out: on fields, on fragments, at the root and inside of entities. */
export const trap: Trap = {
  subgraphs: {
    people: {
      sdl: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! name: String friend: Person }',
      resolvers: { Query: { me: () => ({ id: 'k', name: 'Kari', friend: { id: 'o' } }) } },
    },
    ages: {
      sdl: 'type Person @key(fields: "id") { id: ID! age: Int }',
      resolvers: { Person: { age: ({ id }) => (id === 'k' ? 40 : 41) } },
    },
    cities: {
      sdl: 'type Person @key(fields: "id") { id: ID! city: String }',
      resolvers: { Person: { city: () => 'Bodø' } },
    },
  },
  asked: [
    {
      query,
      variables: { a: false, b: true },
      data: { me: { name: 'Kari', age: 40, city: 'Bodø', friend: {} } },
      fetches: { people: 1, ages: 1, cities: 1 },
    },
    {
      query,
      variables: { a: false, b: false },
      data: { me: { name: 'Kari', friend: { age: 41 } } },
      fetches: { people: 1, ages: 1 },
    },
    { query, variables: { a: true, b: true }, data: { __typename: 'Query' }, fetches: {} },
  ],
}
