import type { Trap } from '../trap.ts'

const media = [
  { __typename: 'Book', id: 'b', title: 'Sult', pages: 200 },
  { __typename: 'Film', id: 'f', title: 'Veiviseren', minutes: 86 },
]
const byId = ({ id }: { id: string }) => media.find(each => each.id === id) ?? null

/** A subgraph adds a field to all types of an interface without knowing any of them. */
export const trap: Trap = {
  subgraphs: {
    media: {
      sdl: `type Query { media: [Media!]! } interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
      resolvers: {
        Query: { media: () => media },
        Media: { __resolveType: ({ __typename }) => __typename, __resolveReference: byId },
        Book: { __resolveReference: byId },
        Film: { __resolveReference: byId },
      },
    },
    ratings: {
      sdl: 'type Query { best: [Media!]! } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
      resolvers: {
        Query: { best: () => [{ id: 'f' }, { id: 'b' }] },
        Media: { stars: ({ id }) => (id === 'b' ? 5 : 3) },
      },
    },
  },
  asked: [
    {
      query: '{ media { title stars } }',
      data: {
        media: [
          { title: 'Sult', stars: 5 },
          { title: 'Veiviseren', stars: 3 },
        ],
      },
      fetches: { media: 1, ratings: 1 },
    },
    {
      query: '{ media { ... on Film { minutes stars } } }',
      data: { media: [{}, { minutes: 86, stars: 3 }] },
      fetches: { media: 1, ratings: 1 },
    },
    {
      query: '{ best { stars __typename ... on Book { pages } } }',
      data: {
        best: [
          { stars: 3, __typename: 'Film' },
          { stars: 5, __typename: 'Book', pages: 200 },
        ],
      },
      fetches: { ratings: 1, media: 1 },
    },
    {
      query: '{ best { id stars } }',
      data: {
        best: [
          { id: 'f', stars: 3 },
          { id: 'b', stars: 5 },
        ],
      },
      fetches: { ratings: 1 },
    },
  ],
}
