import { expect, test } from 'vitest'
import { federate, type TrapSubgraphs } from './kit.ts'

const subgraphs: TrapSubgraphs = {
  a: {
    sdl: 'type Query { user: User other: Int } type User @key(fields: "id") { id: ID! name: String self: User }',
    resolvers: { Query: { user: () => ({ id: 'u', name: 'Kari' }), other: () => 1 }, User: { self: user => user } },
  },
  b: {
    sdl: 'type User @key(fields: "id") { id: ID! age: Int city: String }',
    resolvers: { User: { age: () => 40, city: () => 'Bodø' } },
  },
}

const query = `query ($yes: Boolean!, $no: Boolean = false) {
  user {
    name @skip(if: $no)
    age @include(if: $no)
    ...city @skip(if: $yes)
    ... on User @include(if: $yes) { self { id } }
    self { name @include(if: $no) }
  }
  other @skip(if: true)
}
fragment city on User { city }`

test.each([
  [{ yes: true }, { user: { name: 'Kari', self: { id: 'u' } } }, { a: 1 }],
  [{ yes: false }, { user: { name: 'Kari', city: 'Bodø', self: {} } }, { a: 1, b: 1 }],
  [{ yes: true, no: true }, { user: { age: 40, self: { id: 'u', name: 'Kari' } } }, { a: 1, b: 1 }],
  [{ yes: false, no: true }, { user: { age: 40, city: 'Bodø', self: { name: 'Kari' } } }, { a: 1, b: 1 }],
])('only what %j leaves in is fetched and answered', async (variables, data, fetches) => {
  const { ask, asked } = federate(subgraphs)
  const answer = await ask(query, { variables })
  expect({ data: answer.data, errors: answer.errors, asked: asked() }).toEqual({
    data,
    errors: undefined,
    asked: fetches,
  })
})

test('the same document is answered by its variables each time', async () => {
  const { ask } = federate(subgraphs)
  const small = 'query ($with: Boolean!) { user { age @include(if: $with) id } }'
  for (const isWith of [true, false, true]) {
    const { data } = await ask(small, { variables: { with: isWith } })
    expect(data).toEqual({ user: isWith ? { age: 40, id: 'u' } : { id: 'u' } })
  }
})

test('where everything is left out nothing is fetched', async () => {
  const { ask, asked } = federate(subgraphs)
  expect(await ask('{ user @skip(if: true) { name } }')).toEqual({ data: {}, fetches: [] })
  expect(asked()).toEqual({})
})

test('an object of which nothing is asked is still there or not', async () => {
  const { ask } = federate(subgraphs)
  expect((await ask('{ user { name @skip(if: true) } }')).data).toEqual({ user: {} })
})

test('a condition that is null has no meaning', async () => {
  const { ask } = federate(subgraphs)
  const answer = await ask('query ($no: Boolean = false) { user { id @skip(if: $no) } }', { variables: { no: null } })
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_INVALID' } }] })
  expect(answer).not.toHaveProperty('data')
})
