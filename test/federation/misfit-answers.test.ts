import { describe, expect, test } from 'vitest'
import type { SubgraphAnswer } from '../../gateway/engine/index.ts'
import { federate, type TrapSubgraphs } from './kit.ts'

const subgraphs: TrapSubgraphs = {
  a: {
    sdl: 'type Query { users: [User] n: Int } type User @key(fields: "id") { id: ID! friend: User names: [String] }',
    resolvers: { Query: { users: () => [{ id: '1' }, { id: '2' }], n: () => 1 } },
  },
  b: {
    sdl: 'type User @key(fields: "id") { id: ID! age: Int city: City } type City { name: String }',
    resolvers: { User: { age: ({ id }) => Number(id) * 10 } },
  },
}

const secret = 'http://10.0.0.7:4001 SELECT'

/** What the client gets when one subgraph answers so. */
async function answered(subgraph: string, answer: unknown, query: string) {
  const reasons: string[] = []
  const { ask } = federate(subgraphs, {
    interfere: async (call, real) => (call.subgraph === subgraph ? (answer as SubgraphAnswer) : real()),
    answerInvalid: (name, reason) => {
      reasons.push(reason)
      return Object.assign(new Error(`bad answer of ${name}`), { extensions: { code: 'ANSWER_INVALID' } })
    },
  })
  return { reasons, ...(await ask(query)) }
}

describe('entities', () => {
  test.each([
    ['too few', { data: { _entities: [{ age: 10 }] } }],
    ['too many', { data: { _entities: [{ age: 10 }, { age: 20 }, { age: 30 }] } }],
    ['not a list', { data: { _entities: { age: 10 } } }],
    ['no list', { data: { _entities: null } }],
    ['no data', { data: null }],
    ['nothing', {}],
    ['not even an object', 'secret'],
    ['a list', [1]],
    ['null', null],
    ['undefined', undefined],
  ])('that are %s are not used at all: nobody gets another’s data', async (_, answer) => {
    const { data, errors, reasons } = await answered('b', answer, '{ users { id age } }')
    expect(data).toEqual({
      users: [
        { id: '1', age: null },
        { id: '2', age: null },
      ],
    })
    expect(errors).toEqual([
      { message: 'bad answer of b', path: ['users', 0, 'age'], extensions: { code: 'ANSWER_INVALID' } },
      { message: 'bad answer of b', path: ['users', 1, 'age'], extensions: { code: 'ANSWER_INVALID' } },
    ])
    expect(reasons).toHaveLength(1)
  })

  test('that are no objects fail alone', async () => {
    const { data, errors } = await answered('b', { data: { _entities: ['x', { age: 20 }] } }, '{ users { age } }')
    expect(data).toEqual({ users: [{ age: null }, { age: 20 }] })
    expect(errors).toMatchObject([{ path: ['users', 0, 'age'] }])
  })

  test('that do not exist in a subgraph have null fields and no error', async () => {
    const { data, errors } = await answered('b', { data: { _entities: [null, { age: 20 }] } }, '{ users { age } }')
    expect({ data, errors }).toEqual({ data: { users: [{ age: null }, { age: 20 }] }, errors: undefined })
  })
})

describe('a value of another kind than the schema says', () => {
  test.each([
    ['a text for a list', { users: 'x' }, { users: null }, ['users']],
    ['a list for an object', { users: [[{ id: '1' }]] }, { users: [null] }, ['users', 0]],
    ['an object for a text', { users: [{ id: { $ne: 1 } }] }, { users: [null] }, ['users', 0, 'id']],
    ['a text for an object', { users: ['x'] }, { users: [null] }, ['users', 0]],
  ])('is null with an error: %s', async (_, data, expected, path) => {
    const answer = await answered('a', { data }, '{ users { id } }')
    expect(answer.data).toEqual(expected)
    expect(answer.errors).toMatchObject([{ path, extensions: { code: 'ANSWER_INVALID' } }])
  })
})

describe('what a subgraph or the way to it says', () => {
  test.each([
    ['a thrown system error', new Error(`connect ECONNREFUSED ${secret}`)],
    ['a thrown text', secret],
  ])('stays inside: %s', async (_, thrown) => {
    const { ask } = federate(subgraphs, {
      interfere() {
        throw thrown
      },
    })
    const { data, errors, rawErrors, fetches } = await ask('{ users { id } n }')
    expect(data).toEqual({ users: null, n: null })
    expect(errors).toEqual([
      { message: 'Subgraph request failed', path: ['users'], extensions: { code: 'INTERNAL' } },
      { message: 'Subgraph request failed', path: ['n'], extensions: { code: 'INTERNAL' } },
    ])
    expect(rawErrors?.every(({ originalError }) => originalError instanceof Error)).toBe(true)
    expect(fetches).toMatchObject([{ subgraph: 'a', outcome: 'failed', code: 'INTERNAL' }])
  })

  test('does not break the answer when its errors have no shape', async () => {
    const errors = [null, 7, { message: 5, path: 'x', extensions: 'y' }, { message: 'm', path: [{}, 'users', 'q', 1] }]
    const answer = await answered('a', { data: { users: null, n: 1 }, errors }, '{ users { id } n }')
    expect(answer.data).toEqual({ users: null, n: 1 })
    expect(answer.errors?.map(({ path }) => path?.[0])).toContain('users')
  })

  test('is copied: no two places of an answer share a list', async () => {
    const shared = { id: '1', names: ['a', 'b'] }
    const first = await answered('a', { data: { users: [shared, shared] } }, '{ users { names } }')
    const [one, two] = (first.data as { users: { names: string[] }[] }).users
    one?.names.push('changed')
    expect(two?.names).toEqual(['a', 'b'])
    expect(shared.names).toEqual(['a', 'b'])
  })
})
