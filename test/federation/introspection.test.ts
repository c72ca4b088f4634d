import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { federate } from './kit.ts'

const start = () =>
  federate({
    a: {
      sdl: '"The start." type Query { me: User secret: Int @inaccessible } type User @key(fields: "id") { id: ID! }',
      resolvers: { Query: { me: () => ({ id: '1' }) } },
    },
    b: { sdl: 'type User @key(fields: "id") { id: ID! age: Int }', resolvers: { User: { age: () => 40 } } },
  })

test('introspection beside data is answered from the API schema, with the keys in the order asked', async () => {
  const { ask, asked } = start()
  const { data } = await ask(
    `query ($name: String!) {
    kind: __typename
    me { age __typename }
    __schema { queryType { n: name } t: __typename }
    ...more
    __type(name: $name) { fields { name } }
  }
  fragment more on Query { again: __schema { queryType { description } } __typename me { id } }`,
    {
      variables: { name: 'User' },
    },
  )
  expect(JSON.stringify(data)).toBe(
    JSON.stringify({
      kind: 'Query',
      me: { age: 40, __typename: 'User', id: '1' },
      __schema: { queryType: { n: 'Query' }, t: '__Schema' },
      again: { queryType: { description: 'The start.' } },
      __typename: 'Query',
      __type: { fields: [{ name: 'id' }, { name: 'age' }] },
    }),
  )
  expect(asked()).toEqual({ a: 1, b: 1 })
})

test('introspection alone asks no subgraph and shows nothing of the federation', async () => {
  const { ask, asked } = start()
  const { data, errors } = await ask(getIntrospectionQuery())
  expect(errors).toBeUndefined()
  expect(asked()).toEqual({})
  const text = JSON.stringify(data)
  for (const hidden of ['join__', '_entities', '_service', '_Any', 'secret', 'link__'])
    expect(text).not.toContain(hidden)
  expect(text).toContain('The start.')
})

test('a type that does not exist is null', async () => {
  const { ask } = start()
  expect((await ask('{ __type(name: "Nobody") { name } }')).data).toEqual({ __type: null })
})

test('the name of the root type needs no subgraph', async () => {
  const { ask, asked } = start()
  expect((await ask('{ __typename ... on Query { here: __typename } }')).data).toEqual({
    __typename: 'Query',
    here: 'Query',
  })
  expect(asked()).toEqual({})
})
