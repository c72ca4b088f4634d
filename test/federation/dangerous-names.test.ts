import { expect, test } from 'vitest'
import { federate } from './kit.ts'

const start = () =>
  federate({
    a: {
      sdl: `type Query { user: User echo(__x: In, constructor: String): String }
        input In { toString: String } type User @key(fields: "id") { id: ID! name: String next: User }`.replace(
        '__x',
        'x',
      ),
      resolvers: {
        Query: { user: () => ({ id: '1', name: 'Kari' }), echo: (_, args) => JSON.stringify(args) },
        User: { next: () => ({ id: '2', name: 'Ola' }) },
      },
    },
    b: {
      sdl: 'type User @key(fields: "id") { id: ID! age: Int valueOf: Int }',
      resolvers: { User: { age: () => 40, valueOf: () => 7 } },
    },
  })

test('aliases named as parts of every object are keys like any other', async () => {
  const { engine, ask } = start()
  const query = `{ __proto__: user { __proto__: name constructor: age toString: next { __proto__: valueOf hasOwnProperty: id } } }`
  const { data } = await ask(query)
  expect(JSON.stringify(data)).toBe(
    '{"__proto__":{"__proto__":"Kari","constructor":40,"toString":{"__proto__":7,"hasOwnProperty":"2"}}}',
  )
  expect(({} as Record<string, unknown>).name).toBeUndefined()
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('name')
  expect(engine.schema.getQueryType()?.name).toBe('Query')
})

test('a field that nobody gave is null, also where every object seems to have it', async () => {
  const federation = federate(
    {
      a: { sdl: 'type Query { user: User } type User { constructor: String toString: Int valueOf: User }' },
    },
    { interfere: async () => ({ data: { user: {} } }) },
  )
  expect(await federation.ask('{ user { constructor toString valueOf { toString } } }')).toMatchObject({
    data: { user: { constructor: null, toString: null, valueOf: null } },
  })
})

test('no alias of a client reaches a subgraph, nor collides with a key that a join needs', async () => {
  const { ask, calls } = start()
  const { data } = await ask('{ user { id: next { id age } name: id secret4711: age } }')
  expect(data).toEqual({ user: { id: { id: '2', age: 40 }, name: '1', secret4711: 40 } })
  expect(calls.map(({ query }) => query).join()).not.toContain('secret4711')
})

test('a thousand aliases of one field are one field to the subgraph', async () => {
  const { ask, calls } = start()
  const names = Array.from({ length: 1000 }, (_, index) => `a${index}`)
  const { data } = await ask(`{ user { ${names.map(name => `${name}: age`).join(' ')} } }`)
  expect(Object.keys((data as { user: object }).user)).toEqual(names)
  expect(calls[1]?.query.match(/age/g)).toHaveLength(1)
})

test('variables go to the subgraph as the client means them, and only where they are used', async () => {
  const { ask, calls } = start()
  const query =
    'query ($x: In, $c: String, $has: Boolean = true) { echo(x: $x, constructor: $c) user { id @include(if: $has) } n: user { name } }'
  const { data } = await ask(query, { variables: { x: { toString: 'ø' }, c: null } })
  expect(JSON.parse((data as { echo: string }).echo)).toEqual({ x: { toString: 'ø' }, constructor: null })
  expect(calls[0]?.variables()).toEqual({ x: { toString: 'ø' }, c: null })
})

test('variables named like the planner’s own do not meet them', async () => {
  const { ask, calls } = federate({
    a: {
      sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID! }',
      resolvers: { Query: { user: () => ({ id: '1' }) } },
    },
    b: {
      sdl: 'type User @key(fields: "id") { id: ID! add(n: Int, m: Int): Int }',
      resolvers: { User: { add: (_, { n, m }) => n + m } },
    },
  })
  const query = `query ($representations: Int, $client_representations: Int, $__batch_reps_0: Boolean!) {
    user { add(n: $representations, m: $client_representations) id @include(if: $__batch_reps_0) kind: __typename }
    __type(name: "User") { name @include(if: $__batch_reps_0) }
  }`
  const variables = { representations: 1, client_representations: 20, __batch_reps_0: true }
  const { data } = await ask(query, { variables })
  expect(data).toEqual({ user: { add: 21, id: '1', kind: 'User' }, __type: { name: 'User' } })
  expect(calls[1]?.variables().representations).toEqual([{ __typename: 'User', id: '1' }])
})
