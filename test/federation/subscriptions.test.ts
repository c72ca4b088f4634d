import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { createEngine, type EngineAnswer, type SubgraphAnswer } from '../../gateway/engine/index.ts'
import { federate, planning } from './kit.ts'

const { supergraph, answer } = federate({
  people: {
    sdl: `type Query { nothing: Int } type Subscription { born(in: String): Person }
      type Person @key(fields: "id") { id: ID! }`,
  },
  names: {
    sdl: 'type Person @key(fields: "id") { id: ID! name: String! }',
    resolvers: { Person: { name: ({ id }) => (id === '2' ? null : `name ${id}`) } },
  },
})

function anEngine(events: SubgraphAnswer[]) {
  const opened: unknown[] = []
  const fetched: unknown[] = []
  const closed: string[] = []
  const engine = createEngine<undefined>({
    supergraph,
    planner: planning.by,
    send(call) {
      fetched.push(call.variables().representations)
      return answer({ ...call, variables: call.variables() })
    },
    async *openSource({ subgraph, kind, variables }) {
      opened.push([subgraph, kind, variables()])
      try {
        yield* events
      } finally {
        closed.push(subgraph)
      }
    },
  })
  const subscribe = (text: string, variables = {}) => {
    const document = parse(text)
    expect(validate(engine.schema, document)).toEqual([])
    const { signal } = new AbortController()
    return engine.subscribe({ document, key: text, variables, context: undefined, signal })
  }
  return { subscribe, opened, fetched, closed, engine }
}

const person = (id: string | null): SubgraphAnswer => ({ data: { born: id && { __typename: 'Person', id } } })

async function all(answers: EngineAnswer | AsyncIterable<EngineAnswer>) {
  if (!(Symbol.asyncIterator in answers)) throw new Error(answers.errors?.[0]?.message)
  const found: unknown[] = []
  for await (const { data, errors } of answers)
    found.push(JSON.parse(JSON.stringify({ data, ...(errors && { errors: errors.map(({ path }) => path) }) })))
  return found
}

test('every event is put together with what others know of it then', async () => {
  const { subscribe, opened, fetched } = anEngine([person('1'), person('2'), person(null), person('1')])
  const answers = await subscribe('subscription ($in: String) { it: born(in: $in) { name } }', { in: 'Oslo' })
  expect(await all(answers)).toEqual([
    { data: { it: { name: 'name 1' } } },
    { data: { it: null }, errors: [['it', 'name']] },
    { data: { it: null } },
    { data: { it: { name: 'name 1' } } },
  ])
  expect(opened).toEqual([['people', 'subscription', { in: 'Oslo' }]])
  expect(fetched.map(told => (told as { id: string }[])[0]?.id)).toEqual(['1', '2', '1'])
})

test('an event that is an error is one, and the next may be none', async () => {
  const { subscribe } = anEngine([{ errors: [{ message: 'lost' }] }, person('1')])
  expect(await all(await subscribe('subscription { born { name } }'))).toEqual([
    { data: { born: null }, errors: [['born']] },
    { data: { born: { name: 'name 1' } } },
  ])
})

test('the source is closed when nobody reads on', async () => {
  const { subscribe, closed } = anEngine([person('1'), person('1')])
  const answers = await subscribe('subscription { born { id } }')
  if (!(Symbol.asyncIterator in answers)) throw new Error('no events')
  await answers.next()
  await answers.return()
  expect(closed).toEqual(['people'])
})

test('a query has no events, and is refused where they are asked for', async () => {
  const { subscribe, opened } = anEngine([])
  expect(await subscribe('{ nothing }')).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_INVALID' } }] })
  expect(opened).toEqual([])
})
