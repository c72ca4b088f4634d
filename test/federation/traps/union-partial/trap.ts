import type { Trap } from '../trap.ts'

/** Subgraphs that know different members of one union; a third member is asked of neither. */
export const trap: Trap = {
  subgraphs: {
    posts: {
      sdl: `type Query { posts: [Post!]! } type Post @key(fields: "id") { id: ID! }
        union Content = Text type Text @shareable { body: String }`,
      resolvers: { Query: { posts: () => [{ id: 't' }, { id: 'p' }] } },
    },
    contents: {
      sdl: `type Post @key(fields: "id") { id: ID! content: Content }
        union Content = Text | Picture type Text @shareable { body: String } type Picture { src: String }`,
      resolvers: {
        Post: {
          content: ({ id }) =>
            id === 't' ? { __typename: 'Text', body: 'hei' } : { __typename: 'Picture', src: '/p.png' },
        },
        Content: { __resolveType: ({ __typename }) => __typename },
      },
    },
    sounds: {
      sdl: `type Query { loudest: Content } union Content = Text | Sound
        type Text @shareable { body: String } type Sound { seconds: Int }`,
      resolvers: {
        Query: { loudest: () => ({ __typename: 'Sound', seconds: 3 }) },
        Content: { __resolveType: ({ __typename }) => __typename },
      },
    },
  },
  asked: [
    {
      query: `{ posts { content { ...all } } loudest { ...all } }
        fragment all on Content { ... on Text { body } ... on Picture { src } ... on Sound { seconds } }`,
      data: { posts: [{ content: { body: 'hei' } }, { content: { src: '/p.png' } }], loudest: { seconds: 3 } },
      fetches: { posts: 1, contents: 1, sounds: 1 },
    },
    {
      query: '{ loudest { __typename ... on Picture { src } } }',
      data: { loudest: { __typename: 'Sound' } },
      fetches: { sounds: 1 },
    },
  ],
}
