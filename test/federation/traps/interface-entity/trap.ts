import type { Trap } from '../trap.ts'

const kindOf = ({ id }: { id: string }) => (id.startsWith('c') ? 'Cat' : 'Dog')

/** Entities behind an interface: each type is asked about in its own name, in one request. */
export const trap: Trap = {
  subgraphs: {
    owners: {
      sdl: `type Query { pets: [Pet!]! } interface Pet { id: ID! }
        type Cat implements Pet @key(fields: "id") { id: ID! } type Dog implements Pet @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { pets: () => [{ id: 'c1' }, { id: 'd1' }, { id: 'c1' }] }, Pet: { __resolveType: kindOf } },
    },
    names: {
      sdl: `interface Pet { id: ID! name: String } type Cat implements Pet @key(fields: "id") { id: ID! name: String lives: Int }
        type Dog implements Pet @key(fields: "id") { id: ID! name: String barks: Boolean }`,
      resolvers: { Cat: { name: () => 'Pus', lives: () => 9 }, Dog: { name: () => 'Rex', barks: () => true } },
    },
  },
  asked: [
    {
      query: '{ pets { ... on Cat { name lives } ... on Dog { name barks } __typename } }',
      data: {
        pets: [
          { name: 'Pus', lives: 9, __typename: 'Cat' },
          { name: 'Rex', barks: true, __typename: 'Dog' },
          { name: 'Pus', lives: 9, __typename: 'Cat' },
        ],
      },
      fetches: { owners: 1, names: 1 },
    },
    {
      query: '{ pets { name } }',
      data: { pets: [{ name: 'Pus' }, { name: 'Rex' }, { name: 'Pus' }] },
      fetches: { owners: 1, names: 1 },
    },
  ],
}
