import type { Trap } from '../trap.ts'

/** A field that has moved comes from its new subgraph, though the old one still has it. */
export const trap: Trap = {
  subgraphs: {
    old: {
      sdl: 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! size: String name: String }',
      resolvers: { Query: { thing: () => ({ id: 't', size: 'of old', name: 'of old' }) } },
    },
    next: {
      sdl: 'type Thing @key(fields: "id") { id: ID! size: String @override(from: "old") }',
      resolvers: { Thing: { size: () => 'of next' } },
    },
  },
  asked: [
    {
      query: '{ thing { name size } }',
      data: { thing: { name: 'of old', size: 'of next' } },
      fetches: { old: 1, next: 1 },
    },
    { query: '{ thing { name } }', data: { thing: { name: 'of old' } }, fetches: { old: 1 } },
  ],
}
