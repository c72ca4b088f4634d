import { expect, test } from 'vitest'
import { federate } from './kit.ts'

test('a compound key with an object in it joins', async () => {
  const { ask, calls } = federate({
    a: {
      sdl: `type Query { seats: [Seat!]! }
        type Seat @key(fields: "number hall { id }") { number: Int! hall: Hall! } type Hall @shareable { id: ID! }`,
      resolvers: {
        Query: {
          seats: () => [
            { number: 1, hall: { id: 'h' } },
            { number: 2, hall: { id: 'h' } },
          ],
        },
      },
    },
    b: {
      sdl: `type Seat @key(fields: "number hall { id }") { number: Int! hall: Hall! isFree: Boolean }
        type Hall @shareable { id: ID! }`,
      resolvers: { Seat: { isFree: ({ number, hall }) => number === 2 && hall.id === 'h' } },
    },
  })
  expect((await ask('{ seats { isFree } }')).data).toEqual({ seats: [{ isFree: false }, { isFree: true }] })
  expect(calls[1]?.variables().representations).toEqual([
    { __typename: 'Seat', number: 1, hall: { id: 'h' } },
    { __typename: 'Seat', number: 2, hall: { id: 'h' } },
  ])
})

test('an entity whose key is null is not asked about, its fields are null', async () => {
  const { ask, calls } = federate({
    a: {
      sdl: 'type Query { users: [User!]! } type User @key(fields: "email") { email: String }',
      resolvers: { Query: { users: () => [{ email: null }, { email: 'kari' }] } },
    },
    b: {
      sdl: 'type User @key(fields: "email") { email: String name: String }',
      resolvers: { User: { name: ({ email }) => `name of ${email}` } },
    },
  })
  const { data, errors } = await ask('{ users { name } }')
  expect({ data, errors }).toEqual({ data: { users: [{ name: null }, { name: 'name of kari' }] }, errors: undefined })
  expect(calls[1]?.variables().representations).toEqual([{ __typename: 'User', email: 'kari' }])
})

test('a key that failed explains the fields that could not be asked for', async () => {
  const { ask, asked } = federate(
    {
      a: {
        sdl: 'type Query { user: User } type User @key(fields: "email") { email: String @inaccessible id: ID }',
        resolvers: {
          Query: { user: () => ({ id: 'u' }) },
          User: {
            email: () => {
              throw new Error('no email')
            },
          },
        },
      },
      b: { sdl: 'type User @key(fields: "email") { email: String name: String }' },
    },
    {},
  )
  const { data, errors } = await ask('{ user { id name } }')
  expect(data).toEqual({ user: { id: 'u', name: null } })
  expect(errors).toEqual([{ message: 'no email', path: ['user', 'name'] }])
  expect(asked()).toEqual({ a: 1 })
})

test('the way to a field may lead over another key', async () => {
  const { ask, asked } = federate({
    a: {
      sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID! }',
      resolvers: { Query: { user: () => ({ id: 'u' }) } },
    },
    b: {
      sdl: 'type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! }',
      resolvers: { User: { email: ({ id }) => `${id}@x` } },
    },
    c: {
      sdl: 'type User @key(fields: "email") { email: String! name: String }',
      resolvers: { User: { name: ({ email }) => `name of ${email}` } },
    },
  })
  expect((await ask('{ user { name } }')).data).toEqual({ user: { name: 'name of u@x' } })
  expect(asked()).toEqual({ a: 1, b: 1, c: 1 })
})

test('the same number and text are different keys, and equal ones are asked once', async () => {
  const { ask, calls } = federate({
    a: {
      sdl: 'scalar Any type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: Any! }',
      resolvers: { Query: { things: () => [{ id: 1 }, { id: '1' }, { id: 1 }, { id: { deep: [1] } }] } },
    },
    b: {
      sdl: 'scalar Any type Thing @key(fields: "id") { id: Any! kind: String }',
      resolvers: { Thing: { kind: ({ id }) => typeof id } },
    },
  })
  expect((await ask('{ things { kind id } }')).data).toEqual({
    things: [
      { kind: 'number', id: 1 },
      { kind: 'string', id: '1' },
      { kind: 'number', id: 1 },
      { kind: 'object', id: { deep: [1] } },
    ],
  })
  expect(calls[1]?.variables().representations).toHaveLength(3)
})

test('a field behind an object of a compound key is found over that key', async () => {
  const { ask, asked } = federate({
    a: {
      sdl: `type Query { seats: [Seat!]! }
        type Seat @key(fields: "number hall { id }") { number: Int! hall: Hall! } type Hall @shareable { id: ID! }`,
      resolvers: { Query: { seats: () => [{ number: 1, hall: { id: 'h' } }] } },
    },
    b: {
      sdl: `type Seat @key(fields: "number hall { id }") { number: Int! hall: Hall! @shareable isFree: Boolean }
        type Hall { id: ID! @shareable title: String }`,
      resolvers: {
        Seat: { isFree: () => true },
        Hall: { title: ({ id }) => `hall ${id}` },
      },
    },
  })
  expect((await ask('{ seats { number hall { title id } isFree } }')).data).toEqual({
    seats: [{ number: 1, hall: { title: 'hall h', id: 'h' }, isFree: true }],
  })
  expect(asked()).toEqual({ a: 1, b: 1 })
})

test.each([
  'plain',
  'a"b',
  'back\\slash',
  'line\nend\u0000\u001f',
  'æøå – 😀',
  '\ud800 alone',
  '{"__typename":"Book"}',
  '',
])('a key is told to the letter, whatever it holds: %j', async id => {
  const { ask } = federate({
    a: {
      sdl: 'type Query { one: Thing } type Thing @key(fields: "id n") { id: ID! n: Int! }',
      resolvers: { Query: { one: () => ({ id, n: 7 }) } },
    },
    b: {
      sdl: 'type Thing @key(fields: "id n") { id: ID! n: Int! told: String }',
      resolvers: {
        Thing: {
          __resolveReference: (key: { id: string; n: number }) => ({ ...key, told: JSON.stringify([key.id, key.n]) }),
        },
      },
    },
  })
  expect(await ask('{ one { told } }')).toMatchObject({ data: { one: { told: JSON.stringify([id, 7]) } } })
})

test('a call has no getter: what one sees would stay in memory until the next full collection', async () => {
  const { ask, calls } = federate({
    a: {
      sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID! }',
      resolvers: { Query: { user: () => ({ id: '1' }) } },
    },
    b: { sdl: 'type User @key(fields: "id") { id: ID! name: String }', resolvers: { User: { name: () => 'Kari' } } },
  })
  await ask('{ user { name } }')
  expect(calls).toHaveLength(2)
  for (const call of calls)
    expect(Object.values(Object.getOwnPropertyDescriptors(call)).filter(({ get }) => get !== undefined)).toEqual([])
})
