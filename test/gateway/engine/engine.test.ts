import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test, vi } from 'vitest'
import { createEngine, type EngineOperation, type Planner, type SubgraphAnswer } from '../../../gateway/engine/index.ts'
import { createNativePlanner } from '../../../gateway/engine/planner.ts'
import { compose, federate } from '../../federation/kit.ts'

const subgraphs = {
  a: {
    sdl: `type Query { me: User named(name: String!, kind: Kind): String } enum Kind { A B @inaccessible }
      type User @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { me: () => ({ id: '1' }), named: (_: unknown, { name }: { name: string }) => name } },
  },
  b: {
    sdl: 'type User @key(fields: "id") { id: ID! age: Int }',
    resolvers: { User: { age: () => 40 } },
  },
}

const supergraph = compose(subgraphs)

function operation(text: string, more: Partial<EngineOperation<string>> = {}): EngineOperation<string> {
  return {
    document: parse(text),
    key: text,
    variables: {},
    context: 'the caller',
    signal: new AbortController().signal,
    ...more,
  }
}

function countedPlanner() {
  const plan = vi.fn<Planner['plan']>()
  return {
    plan,
    planner: (sdl: string) => {
      const native = createNativePlanner(sdl)
      plan.mockImplementation(native.plan)
      return { ...native, plan }
    },
  }
}

describe('an operation that cannot be carried out has errors and no data', () => {
  test.each([
    ['a name that is not there', 'query A { me { id } }', { operationName: 'B' }, 'Unknown operation named "B".'],
    ['no name where there are two', 'query A { me { id } } query B { me { id } }', {}, /Must provide operation name/],
    ['a variable of the wrong type', 'query ($n: String!) { named(name: $n) }', { variables: { n: { a: 1 } } }, /\$n/],
    ['a variable that is missing', 'query ($n: String!) { named(name: $n) }', {}, /\$n/],
    ['a hidden value', 'query ($k: Kind) { named(name: "x", kind: $k) }', { variables: { k: 'B' } }, /does not exist/],
    ['a subscription', 'subscription { me { id } }', {}, /Subscriptions/],
  ])('%s', async (_, text, more, message) => {
    const { engine, calls } = federate(subgraphs, { supergraph })
    const answer = await engine.execute({ ...operation(text, more), context: undefined })
    expect(answer).not.toHaveProperty('data')
    expect(answer.errors?.[0]?.message).toEqual(expect.stringMatching(message))
    expect(answer.errors?.[0]?.extensions.code).toBe('OPERATION_INVALID')
    expect(answer.fetches).toEqual([])
    expect(calls).toEqual([])
  })
})

test('one of several operations is chosen by its name', async () => {
  const { ask } = federate(subgraphs, { supergraph })
  const text = 'query A { me { id } } query B { me { age } }'
  expect((await ask(text, { operationName: 'B' })).data).toEqual({ me: { age: 40 } })
  expect((await ask(text, { operationName: 'A' })).data).toEqual({ me: { id: '1' } })
})

test('the subgraph call carries the caller’s context and signal', async () => {
  const seen: unknown[] = []
  const { signal } = new AbortController()
  const engine = createEngine<string>({
    supergraph,
    async send(call, context, given) {
      seen.push([call.subgraph, call.kind, context, given === signal])
      return { data: { me: null } }
    },
  })
  await engine.execute(operation('{ me { age } }', { signal }))
  expect(seen).toEqual([['a', 'query', 'the caller', true]])
})

describe('plans', () => {
  test('are made once for equal keys, also when many ask at the same time', async () => {
    const { plan, planner } = countedPlanner()
    const { ask } = federate(subgraphs, { supergraph, planner })
    await Promise.all(Array.from({ length: 20 }, () => ask('{ me { age } }')))
    await ask('{ me { age } }')
    expect(plan).toHaveBeenCalledTimes(1)
  })

  test('are made for each combination of conditions and each operation of a document', async () => {
    const { plan, planner } = countedPlanner()
    const { ask } = federate(subgraphs, { supergraph, planner })
    const text = 'query A($x: Boolean!) { me { age @skip(if: $x) id } } query B { me { age } }'
    for (const x of [true, false, true, false]) await ask(text, { operationName: 'A', variables: { x } })
    await ask(text, { operationName: 'B' })
    expect(plan).toHaveBeenCalledTimes(3)
  })

  test('that fail are told without data, as the caller wants them told, and are not remembered', async () => {
    let isBroken = true
    const { ask } = federate(subgraphs, {
      supergraph,
      planner: sdl => {
        const native = createNativePlanner(sdl)
        return {
          ...native,
          plan: async (...asked) => (isBroken ? Promise.reject(new Error('broken')) : native.plan(...asked)),
        }
      },
      unplanned: ({ fault, cause }) =>
        Object.assign(new Error(`${fault}: ${(cause as Error).message}`), { extensions: { code: 'X' } }),
    })
    expect(await ask('{ me { id } }')).toEqual({
      errors: [{ message: 'failed: broken', extensions: { code: 'X' } }],
      rawErrors: [expect.anything()],
      fetches: [],
    })
    isBroken = false
    expect((await ask('{ me { id } }')).data).toEqual({ me: { id: '1' } })
  })

  test('are not waited for beyond their time, and serve the next who asks once they have come', async () => {
    const { promise: allowed, resolve: allow } = Promise.withResolvers<void>()
    const { plan, planner } = countedPlanner()
    const { ask } = federate(subgraphs, {
      supergraph,
      planningMs: 20,
      planner: sdl => {
        const native = planner(sdl)
        return { ...native, plan: (...asked) => allowed.then(() => native.plan(...asked)) }
      },
      unplanned: ({ fault }) => new Error(fault),
    })
    expect((await ask('{ me { id } }')).errors).toEqual([{ message: 'late' }])
    allow()
    expect((await ask('{ me { id } }')).data).toEqual({ me: { id: '1' } })
    expect(plan).toHaveBeenCalledTimes(1)
  })

  test('are made for each view by itself', async () => {
    const { plan, planner } = countedPlanner()
    const { engine } = federate(subgraphs, { supergraph, planner })
    for (const view of ['', 'vendors', '', 'vendors'])
      await engine.execute({ ...operation('{ me { age } }', { view }), context: undefined })
    expect(plan).toHaveBeenCalledTimes(2)
  })

  test.each([
    ['a name', { key: '0:1:B0:x' }, { key: 'x', operationName: 'B' }],
    ['a view', { key: '1:v0:0:x' }, { key: 'x', view: 'v' }],
  ])('under a key that looks like another’s with %s are nobody else’s', async (_, one, other) => {
    const { plan, planner } = countedPlanner()
    const { engine } = federate(subgraphs, { supergraph, planner })
    for (const asked of [one, other]) {
      const answer = await engine.execute({ ...operation('query B { me { age } }', {}), ...asked, context: undefined })
      expect(answer.data).toEqual({ me: { age: 40 } })
    }
    expect(plan).toHaveBeenCalledTimes(2)
  })

  test('that are remembered can be made ahead by another engine', async () => {
    const { plan, planner } = countedPlanner()
    const { engine, ask } = federate(subgraphs, { supergraph })
    const next = federate(subgraphs, { supergraph, planner })
    const text = 'query A($x: Boolean!) { me { age @skip(if: $x) id } } query B { me { age } }'
    await ask(text, { operationName: 'A', variables: { x: true } })
    await ask(text, { operationName: 'B' })
    expect(engine.remembered().map(({ operationName }) => operationName)).toEqual(['B', 'A'])
    for (const known of engine.remembered()) await next.engine.prepare(known)
    expect((await next.ask(text, { operationName: 'A', variables: { x: true } })).data).toEqual({ me: { id: '1' } })
    await next.ask(text, { operationName: 'B' })
    expect(plan).toHaveBeenCalledTimes(2)
  })

  test('do not keep a caller who has gone', async () => {
    const { engine } = federate(subgraphs, {
      supergraph,
      planner: sdl => ({ apiSdl: createNativePlanner(sdl).apiSdl, plan: () => new Promise(() => {}) }),
    })
    const caller = new AbortController()
    const answer = engine.execute({ ...operation('{ me { id } }', { signal: caller.signal }), context: undefined })
    caller.abort(new Error('gone'))
    await expect(answer).rejects.toThrow('gone')
  })

  test('can be read by people', async () => {
    const { engine } = federate(subgraphs, { supergraph })
    expect(await engine.explain(parse('{ me { age } }'))).toBe(
      [
        'Sequence',
        '  Fetch from a',
        '    {me{id}}',
        '  At me',
        '    Fetch from b',
        '      given { ... on User { __typename id } }',
        '      query($representations:[_Any!]!){_entities(representations:$representations){...on User{age}}}',
      ].join('\n'),
    )
  })
})

test('any planner will do, with any of the steps a plan can have', async () => {
  const requires = [
    {
      kind: 'InlineFragment' as const,
      typeCondition: 'User',
      selections: [
        { kind: 'Field' as const, name: '__typename' },
        { kind: 'Field' as const, name: 'id' },
      ],
    },
  ]
  const sent: unknown[] = []
  const engine = createEngine<undefined>({
    supergraph,
    planner: sdl => ({
      apiSdl: createNativePlanner(sdl).apiSdl,
      plan: async () => ({
        node: {
          kind: 'Sequence',
          nodes: [
            { kind: 'Fetch', serviceName: 'a', operation: '{me{__typename id}}' },
            {
              kind: 'Flatten',
              path: [{ Field: 'me' }],
              node: {
                kind: 'Condition',
                condition: 'never',
                ifClause: { kind: 'Fetch', serviceName: 'nobody', operation: '{x}' },
                elseClause: {
                  kind: 'Fetch',
                  serviceName: 'b',
                  operation:
                    'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{internal: age}}}',
                  requires,
                  inputRewrites: [
                    {
                      ValueSetter: {
                        path: [{ TypenameEquals: ['User'] }, { Key: '__typename' }],
                        setValueTo: 'Person',
                      },
                    },
                    { KeyRenamer: { path: [{ TypenameEquals: ['Person'] }, { Key: 'id' }], renameKeyTo: 'number' } },
                  ],
                  outputRewrites: [
                    { KeyRenamer: { path: [{ TypenameEquals: ['User'] }, { Key: 'internal' }], renameKeyTo: 'age' } },
                  ],
                },
              },
            },
          ],
        },
      }),
    }),
    async send(call): Promise<SubgraphAnswer> {
      sent.push(call.variables())
      return call.subgraph === 'a'
        ? { data: { me: { __typename: 'User', id: '1' } } }
        : { data: { _entities: [{ internal: 41 }] } }
    },
  })
  const answer = await engine.execute({ ...operation('{ me { id years: age } }'), context: undefined })
  expect(answer.data).toEqual({ me: { id: '1', years: 41 } })
  expect(sent).toEqual([{}, { representations: [{ __typename: 'Person', number: '1' }] }])
})

test('nothing of an answer is written to or shared', async () => {
  const shared = { __typename: 'User', id: '1' }
  const answers: SubgraphAnswer[] = [
    { data: { me: shared } },
    { data: { _entities: [Object.freeze({ age: 40 })] }, errors: [{ message: 'x', path: ['_entities', 0, 'age'] }] },
  ]
  const text = JSON.stringify(answers)
  const engine = createEngine<undefined>({
    supergraph,
    send: async call => answers[call.subgraph === 'a' ? 0 : 1] ?? {},
  })
  const { data } = await engine.execute({ ...operation('{ me { id age } }'), context: undefined })
  expect(data).toEqual({ me: { id: '1', age: 40 } })
  expect(data?.me).not.toBe(shared)
  expect(JSON.stringify(answers)).toBe(text)
})

test('the API schema is what clients may ask, described, and valid by itself', () => {
  const { engine } = federate(subgraphs, { supergraph })
  expect(validate(engine.schema, parse('{ me { id age } }'))).toEqual([])
  expect(validate(engine.schema, parse('{ _service { sdl } }'))).not.toEqual([])
  expect(engine.schema.getType('Kind')?.toString()).toBe('Kind')
  expect(Object.keys(engine.schema.getTypeMap())).not.toContain('join__Graph')
  expect(engine.schema.getDirectives().map(({ name }) => name)).toEqual(
    buildSchema('type Query { x: Int }')
      .getDirectives()
      .map(({ name }) => name),
  )
})
