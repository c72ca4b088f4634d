import type { Trap } from '../trap.ts'

const query = '{ thing { size price } }'

/** A field that is on its way comes from its new subgraph where its label is on, and so does what it is required for. */
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
    prices: {
      sdl: 'type Thing @key(fields: "id") { id: ID! size: String @external price: String @requires(fields: "size") }',
      resolvers: { Thing: { price: ({ size }) => `for the size ${size}` } },
    },
  },
  // A field that is on its way and required by another is refused by the composer here, and composed by others.
  recompose: supergraph =>
    supergraph.replace(
      '@join__field(graph: NEXT, override: "old")',
      ['NEXT, override: "old"', 'OLD'].map(of => `@join__field(graph: ${of}, overrideLabel: "move-sizes")`).join(' '),
    ),
  asked: [
    {
      query,
      data: { thing: { size: 'of old', price: 'for the size of old' } },
      fetches: { old: 1, prices: 1 },
    },
    {
      query,
      labels: ['move-sizes', 'another'],
      data: { thing: { size: 'of next', price: 'for the size of next' } },
      fetches: { old: 1, next: 1, prices: 1 },
    },
    { query: '{ thing { name } }', labels: ['move-sizes'], data: { thing: { name: 'of old' } }, fetches: { old: 1 } },
  ],
}
