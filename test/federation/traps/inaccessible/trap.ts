import type { Trap } from '../trap.ts'

/** What clients may not see joins subgraphs all the same, and a hidden type or value is null to them. */
export const trap: Trap = {
  subgraphs: {
    people: {
      sdl: `type Query { people: [Being!]! odd: [Being] } interface Being { name: String }
        type Person implements Being @key(fields: "grant") { grant: ID! @inaccessible name: String mood: Mood }
        type Ghost implements Being @inaccessible { name: String } enum Mood { GLAD SECRET @inaccessible }`,
      resolvers: {
        Query: {
          people: () => [{ __typename: 'Person', grant: 'g', name: 'Kari', mood: 'SECRET' }],
          odd: () => [
            { __typename: 'Ghost', name: 'Boo' },
            { __typename: 'Person', grant: 'g', name: 'Kari', mood: 'GLAD' },
          ],
        },
        Being: { __resolveType: ({ __typename }) => __typename },
      },
    },
    ages: {
      sdl: 'type Person @key(fields: "grant") { grant: ID! @inaccessible age: Int }',
      resolvers: { Person: { age: ({ grant }) => (grant === 'g' ? 40 : null) } },
    },
  },
  asked: [
    {
      query: '{ people { name ... on Person { age mood } } }',
      data: { people: [{ name: 'Kari', age: 40, mood: null }] },
      fetches: { people: 1, ages: 1 },
    },
    { query: '{ odd { name } }', data: { odd: [null, { name: 'Kari' }] }, fetches: { people: 1 } },
  ],
}
