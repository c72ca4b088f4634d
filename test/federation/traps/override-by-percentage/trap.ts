import type { Trap } from '../trap.ts'

const query = '{ thing { size name } }'

/** Of a hundred operations 25 get the size, and 50 the name, from the new subgraph. */
export const trap: Trap = {
  subgraphs: {
    old: {
      sdl: 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! size: String name: String }',
      resolvers: { Query: { thing: () => ({ id: 't', size: 'of old', name: 'of old' }) } },
    },
    next: {
      sdl: `type Thing @key(fields: "id") {
        id: ID! size: String @override(from: "old", label: "percent(25)")
        name: String @override(from: "old", label: "percent(50)")
      }`,
      resolvers: { Thing: { size: () => 'of next', name: () => 'of next' } },
    },
  },
  asked: [
    { query, draw: 0, data: { thing: { size: 'of next', name: 'of next' } }, fetches: { old: 1, next: 1 } },
    { query, draw: 24, data: { thing: { size: 'of next', name: 'of next' } }, fetches: { old: 1, next: 1 } },
    { query, draw: 25, data: { thing: { size: 'of old', name: 'of next' } }, fetches: { old: 1, next: 1 } },
    { query, draw: 49, data: { thing: { size: 'of old', name: 'of next' } }, fetches: { old: 1, next: 1 } },
    { query, draw: 50, data: { thing: { size: 'of old', name: 'of old' } }, fetches: { old: 1 } },
    { query, draw: 99, data: { thing: { size: 'of old', name: 'of old' } }, fetches: { old: 1 } },
  ],
}
