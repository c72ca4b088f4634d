import { expect, test } from 'vitest'
import { federate, type TrapSubgraphs } from './kit.ts'

const subgraphs: TrapSubgraphs = {
  reviews: {
    sdl: `type Query { reviews: [Review!]! sorted: [Group!]! }
      union Group = New | Old
      type New { product: Product } type Old { product: Product }
      type Review { text: String product: Product }
      type Product @key(fields: "id") { id: ID! }`,
    resolvers: {
      Group: { __resolveType: ({ __typename }) => __typename },
      Query: {
        reviews: () =>
          Array.from({ length: 10 }, (_, index) => ({ text: `r${index}`, product: { id: `p${index % 2}` } })),
        sorted: () => [
          { __typename: 'New', product: { id: 'p0' } },
          { __typename: 'Old', product: { id: 'p0' } },
        ],
      },
    },
  },
  products: {
    sdl: `type Product @key(fields: "id") { id: ID! name: String odd: Odd maker: Maker makers: [[Maker]] }
      enum Odd { A B @inaccessible }
      type Maker @key(fields: "id") { id: ID! }`,
    resolvers: {
      Product: {
        name: ({ id }) => `product ${id}`,
        odd: () => 'B',
        maker: () => ({ id: 'm' }),
        makers: ({ id }) => [[{ id: `m${id}` }, null]],
      },
    },
  },
  makers: {
    sdl: 'type Maker @key(fields: "id") { id: ID! country: String failing: Int }',
    resolvers: {
      Maker: {
        country: ({ id }) => (id === 'm' ? 'NO' : 'SE'),
        failing: () => {
          throw new Error('no number')
        },
      },
    },
  },
}

test('an entity found in ten places is asked for once, and so is what lies behind it', async () => {
  const { ask, calls } = federate(subgraphs)
  const { data, errors } = await ask('{ reviews { text product { name maker { country } makers { country } } } }')
  expect(errors).toBeUndefined()
  expect((data as { reviews: unknown[] }).reviews).toEqual(
    Array.from({ length: 10 }, (_, index) => ({
      text: `r${index}`,
      product: { name: `product p${index % 2}`, maker: { country: 'NO' }, makers: [[{ country: 'SE' }, null]] },
    })),
  )
  expect(calls.map(({ subgraph }) => subgraph)).toEqual(['reviews', 'products', 'makers'])
  const sent = calls.slice(1).flatMap(({ variables }) => Object.values(variables())) as unknown[][]
  expect(sent.map(list => list.length).sort()).toEqual([2, 3])
})

test('an error behind it is told in each of its places', async () => {
  const { ask } = federate(subgraphs)
  const { data, errors } = await ask('{ reviews { product { maker { failing } } } }')
  expect((data as { reviews: unknown[] }).reviews).toHaveLength(10)
  expect(errors?.map(({ path }) => path)).toEqual(
    Array.from({ length: 10 }, (_, index) => ['reviews', index, 'product', 'maker', 'failing']),
  )
})

test('two fields of one entity under one condition each stay apart', async () => {
  const { ask, asked } = federate(subgraphs)
  const { data } = await ask(
    '{ sorted { ... on New { product { maker { country } } } ... on Old { product { maker { id } name } } } }',
  )
  expect(data).toEqual({
    sorted: [{ product: { maker: { country: 'NO' } } }, { product: { maker: { id: 'm' }, name: 'product p0' } }],
  })
  expect(asked()).toMatchObject({ reviews: 1, makers: 1 })
})
