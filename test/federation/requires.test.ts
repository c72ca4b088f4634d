import { describe, expect, test } from 'vitest'
import { federate } from './kit.ts'

const shop = () =>
  federate({
    catalogue: {
      sdl: `type Query { products: [Product!]! }
        type Product @key(fields: "id") { id: ID! name: String weight(unit: String): Int maker: Maker parts: [Part] }
        type Maker @key(fields: "id") { id: ID! }
        type Part { size: Int kind: Kind odd: Int @inaccessible }
        interface Kind { label: String }
        type Wood implements Kind { label: String rings: Int }
        type Steel implements Kind { label: String carbon: Int }`,
      resolvers: {
        Query: {
          products: () => [
            {
              id: 'p1',
              name: 'chair',
              maker: { id: 'm1' },
              parts: [
                { size: 4, kind: { __typename: 'Wood', label: 'oak', rings: 9 } },
                null,
                { size: null, kind: { __typename: 'Steel', label: 'steel', carbon: 2 } },
              ],
            },
            { id: 'p2', name: null, maker: null, parts: null },
          ],
        },
        Kind: { __resolveType: ({ __typename }) => __typename },
        Product: { weight: (_, { unit }) => (unit === 'g' ? 1000 : 1) },
      },
    },
    makers: {
      sdl: 'type Maker @key(fields: "id") { id: ID! country: String! }',
      resolvers: { Maker: { __resolveReference: ({ id }) => ({ id, country: 'NO' }) } },
    },
    freight: {
      sdl: `type Product @key(fields: "id") {
          id: ID! weight(unit: String): Int @external parts: [Part] @external
          maker: Maker @external
          price: String @requires(fields: "weight(unit: \\"g\\") maker { country }")
          seen: String @requires(fields: "parts { size kind { label ... on Wood { rings } } }")
        }
        type Maker @key(fields: "id") { id: ID! country: String! @external }
        type Part { size: Int @external kind: Kind @external }
        interface Kind { label: String @external }
        type Wood implements Kind { label: String @external rings: Int @external }
        type Steel implements Kind { label: String @external }`,
      resolvers: {
        Kind: { __resolveType: () => 'Wood' },
        Product: {
          __resolveReference: (reference: Record<string, unknown>) => reference,
          price: ({ weight, maker }) => `${weight} ${maker?.country}`,
          seen: ({ parts }) => JSON.stringify(parts),
        },
      },
    },
  })

describe('what a field requires', () => {
  test('may lie behind another subgraph and under arguments that the client gave differently', async () => {
    const { ask } = shop()
    const { data, errors } = await ask('{ products { weight(unit: "kg") price w: weight } }')
    expect({ data, errors }).toEqual({
      data: {
        products: [
          { weight: 1, price: '1000 NO', w: 1 },
          { weight: 1, price: '1000 undefined', w: 1 },
        ],
      },
      errors: undefined,
    })
  })

  test('reaches the subgraph with its lists, nulls and types as they are', async () => {
    const { ask } = shop()
    const { data } = await ask('{ products { seen } }')
    expect((data as { products: { seen: string }[] }).products.map(({ seen }) => JSON.parse(seen))).toEqual([
      [
        { size: 4, kind: { __typename: 'Wood', label: 'oak', rings: 9 } },
        null,
        { size: null, kind: { __typename: 'Steel', label: 'steel' } },
      ],
      null,
    ])
  })

  test('is not sent where it may not be null and is missing: the field has the error of the input', async () => {
    const federation = federate(
      {
        a: {
          sdl: 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }',
          resolvers: { Query: { thing: () => ({ id: 't' }) } },
        },
        b: { sdl: 'type Thing @key(fields: "id") { id: ID! size: Int! }' },
        c: {
          sdl: 'type Thing @key(fields: "id") { id: ID! size: Int! @external twice: Int @requires(fields: "size") }',
          resolvers: { Thing: { twice: ({ size }) => size * 2 } },
        },
      },
      {
        interfere(call, answer) {
          if (call.subgraph === 'b') throw new Error('connect ECONNREFUSED 10.0.0.7:4001')
          return answer()
        },
      },
    )
    const { data, errors, rawErrors } = await federation.ask('{ thing { twice } }')
    expect(data).toEqual({ thing: { twice: null } })
    expect(errors).toEqual([
      { message: 'Subgraph request failed', path: ['thing', 'twice'], extensions: { code: 'INTERNAL' } },
    ])
    expect(rawErrors?.[0]?.originalError?.message).toBe('connect ECONNREFUSED 10.0.0.7:4001')
    expect(federation.asked()).toEqual({ a: 1, b: 1 })
  })

  test('may itself require something of a third subgraph', async () => {
    const { ask, asked } = federate({
      a: {
        sdl: 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! base: Int }',
        resolvers: { Query: { thing: () => ({ id: 't', base: 1 }) } },
      },
      b: {
        sdl: 'type Thing @key(fields: "id") { id: ID! base: Int @external middle: Int @requires(fields: "base") }',
        resolvers: { Thing: { middle: ({ base }) => base + 10 } },
      },
      c: {
        sdl: 'type Thing @key(fields: "id") { id: ID! middle: Int @external top: Int @requires(fields: "middle") }',
        resolvers: { Thing: { top: ({ middle }) => middle + 100 } },
      },
    })
    expect((await ask('{ thing { top } }')).data).toEqual({ thing: { top: 111 } })
    expect(asked()).toEqual({ a: 1, b: 1, c: 1 })
  })
})

describe('what a field of a type with two keys requires', () => {
  const sizes = {
    sdl: 'type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! size: Int }',
    resolvers: { Query: { things: () => [{ id: 'a', size: 4 }] } },
  }
  const codes = {
    sdl: 'type Thing @key(fields: "id") @key(fields: "code") { id: ID! code: ID! }',
    resolvers: { Thing: { code: ({ id }: { id: string }) => `code ${id}` } },
  }

  test('is told with the key that is known, in a subgraph that knows both', async () => {
    const { ask, asked } = federate({
      sizes,
      prices: {
        sdl: `type Thing @key(fields: "id") @key(fields: "code") {
          id: ID! code: ID! size: Int @external price: String @requires(fields: "size")
        }`,
        resolvers: {
          Thing: {
            code: ({ id }) => `code ${id}`,
            price: ({ size }) => `${size} kr`,
            __resolveReference: (reference: object) => reference,
          },
        },
      },
    })
    expect((await ask('{ things { price code } }')).data).toEqual({ things: [{ price: '4 kr', code: 'code a' }] })
    expect(asked().sizes).toBe(1)
  })

  test('is told with the other key, which a third subgraph knows', async () => {
    const { ask } = federate({
      sizes,
      codes,
      prices: {
        sdl: `type Thing @key(fields: "code") {
          code: ID! size: Int @external price: String @requires(fields: "size")
        }`,
        resolvers: { Thing: { price: ({ code, size }) => `${code} for ${size} kr` } },
      },
    })
    expect((await ask('{ things { price } }')).data).toEqual({ things: [{ price: 'code a for 4 kr' }] })
  })

  test('may come from a subgraph that has to be entered with the other key', async () => {
    const { ask } = federate({
      things: {
        sdl: 'type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! }',
        resolvers: { Query: { things: () => [{ id: 'a' }] } },
      },
      codes,
      sizes: {
        sdl: 'type Thing @key(fields: "code") { code: ID! size: Int }',
        resolvers: { Thing: { size: ({ code }) => code.length } },
      },
      prices: {
        sdl: `type Thing @key(fields: "code") {
          code: ID! size: Int @external price: Int @requires(fields: "size") dear: Boolean @requires(fields: "size")
        }`,
        resolvers: { Thing: { price: ({ size }) => size * 10, dear: ({ size }) => size > 3 } },
      },
    })
    expect((await ask('{ things { price dear } }')).data).toEqual({ things: [{ price: 60, dear: true }] })
  })

  test('may be a field that itself requires one', async () => {
    const { ask } = federate({
      sizes,
      codes: {
        sdl: `type Thing @key(fields: "id") @key(fields: "code") {
          id: ID! code: ID! size: Int @external big: Int @requires(fields: "size")
        }`,
        resolvers: {
          Thing: {
            code: ({ id }) => `code ${id}`,
            big: ({ size }) => size + 10,
            __resolveReference: (it: object) => it,
          },
        },
      },
      ends: {
        sdl: 'type Thing @key(fields: "code") { code: ID! big: Int @external huge: Int @requires(fields: "big") }',
        resolvers: { Thing: { huge: ({ big }) => big + 100 } },
      },
    })
    expect((await ask('{ things { huge } }')).data).toEqual({ things: [{ huge: 114 }] })
  })
})
