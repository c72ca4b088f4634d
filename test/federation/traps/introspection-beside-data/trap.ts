import type { Trap } from '../trap.ts'

export const trap: Trap = {
  subgraphs: {
    people: {
      sdl: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! secret: Int @inaccessible }',
      resolvers: { Query: { me: () => ({ id: 'k' }) } },
    },
    ages: { sdl: 'type Person @key(fields: "id") { id: ID! age: Int }', resolvers: { Person: { age: () => 40 } } },
  },
  asked: [
    {
      query:
        '{ __type(name: "Person") { fields { name } } me { age t: __typename } __schema { mutationType { name } } }',
      data: {
        __type: { fields: [{ name: 'id' }, { name: 'age' }] },
        me: { age: 40, t: 'Person' },
        __schema: { mutationType: null },
      },
      fetches: { people: 1, ages: 1 },
    },
    { query: '{ __type(name: "join__Graph") { name } }', data: { __type: null }, fetches: {} },
  ],
}
