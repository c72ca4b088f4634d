import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as passing } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { buildGateway, type GatewayParts } from '../../../gateway/build-gateway.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { printComplete, printNext, readEvents } from '../../../schema/event-stream.ts'
import { federate } from '../../federation/kit.ts'
import { anIssuer } from '../../id-porten.ts'
import { identityParts } from '../identity/an-identify.ts'

const { supergraph, answer } = federate({
  people: {
    sdl: `type Query { nothing: Int } type Subscription { born(in: String!): Person }
      type Person @key(fields: "id") { id: ID! }`,
  },
  names: {
    sdl: 'type Person @key(fields: "id") { id: ID! name: String! }',
    resolvers: {
      Person: {
        name({ id }) {
          if (id === '3') throw new Error('no name')
          return `name ${id}`
        },
      },
    },
  },
})

/** Tells of persons as they are born. */
function aSource() {
  const waiting: ((id: string | undefined) => void)[] = []
  const asked: { query: string; headers: Record<string, string> }[] = []
  const ended: string[] = []
  return {
    asked,
    ended,
    waiting,
    born: (id: string | undefined) => waiting.shift()?.(id),
    people: {
      execute: () => Promise.reject(new Error('never asked')),
      async *subscribe(request: { query: string; headers: Record<string, string> }) {
        asked.push(request)
        try {
          for (;;) {
            const id = await new Promise<string | undefined>(resolve => waiting.push(resolve))
            if (id === undefined) return
            yield { data: { born: { __typename: 'Person', id } } }
          }
        } finally {
          ended.push('people')
        }
      },
    },
  }
}

async function aGateway(doors: GatewayParts['doors'], more: Partial<GatewayParts> = {}) {
  const fetched: Record<string, string>[] = []
  const gateway = await buildGateway({
    supergraph,
    doors: {
      names: {
        execute(call) {
          fetched.push(call.headers)
          return answer({ subgraph: 'names', kind: 'query', variables: {}, ...call })
        },
      },
      ...doors,
    },
    identity: undefined,
    audience: audiences['first-party'],
    operationMs: 5_000,
    isIntrospectable: true,
    metrics: createMetrics(),
    reportBug: () => {},
    ...more,
  })
  const url = await gateway.listen('127.0.0.1', 0)
  type Opening = { accept?: string; signal?: AbortSignal; headers?: Record<string, string> }
  const open = (body: object, { accept = 'text/event-stream', signal, headers }: Opening = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headers },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
  return { gateway, fetched, open, [Symbol.asyncDispose]: () => gateway.close({ graceMs: 0, finishMs: 2_000 }) }
}

const query = 'subscription ($in: String!) { born(in: $in) { name id } }'
const asked = { query, variables: { in: 'Oslo' } }

function eventsOf({ body }: Response) {
  if (!body) throw new Error('no body')
  const events = readEvents(body as unknown as AsyncIterable<Uint8Array>, 10_000)
  return async () => (await events.next()).value as { data?: unknown; errors?: { extensions: object }[] } | undefined
}

test('each event is answered with what other subgraphs know of it, until the source ends', async () => {
  const source = aSource()
  await using world = await aGateway({ people: source.people })
  const response = await world.open(asked)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const next = eventsOf(response)
  source.born('1')
  expect(await next()).toMatchObject({ data: { born: { name: 'name 1', id: '1' } } })
  expect(world.fetched).toHaveLength(1)
  source.born('2')
  expect(await next()).toMatchObject({ data: { born: { name: 'name 2', id: '2' } } })
  expect(world.fetched).toHaveLength(2)
  source.born('3')
  expect(await next()).toMatchObject({ data: { born: null }, errors: [{ path: ['born', 'name'] }] })
  source.born(undefined)
  expect(await next()).toBeUndefined()
  expect(source.asked).toHaveLength(1)
})

test('when the client goes, its source is closed', async () => {
  const source = aSource()
  await using world = await aGateway({ people: source.people })
  const client = new AbortController()
  const next = eventsOf(await world.open(asked, { signal: client.signal }))
  source.born('1')
  await next()
  client.abort()
  // A source in this process that waits is closed as soon as it tells anything more.
  await vi.waitFor(() => expect(source.waiting).toHaveLength(1))
  // How soon the gateway hears of it is the machine's to say: until then events are still for the client.
  await vi.waitFor(
    () => {
      source.born('2')
      expect(source.ended).toEqual(['people'])
    },
    { timeout: 10_000 },
  )
})

test('when the token expires, the stream ends and says so; until then subgraphs get a token that is valid', async () => {
  const source = aSource()
  const issuer = await anIssuer()
  let now = new Date()
  await using world = await aGateway(
    { people: source.people },
    {
      heartbeatMs: 20,
      identity: await identityParts({ citizens: issuer.trust }, { clock: () => now }),
    },
  )
  const token = await issuer.token({ pid: '10915596784' })
  const next = eventsOf(await world.open(asked, { headers: { authorization: `Bearer ${token}` } }))
  source.born('1')
  await next()
  now = new Date(now.getTime() + 500_000)
  await passing(60)
  source.born('2')
  expect(await next()).toHaveProperty('data')
  const [first, second] = world.fetched.map(({ authorization }) => authorization)
  expect(first).toMatch(/^Bearer ey/)
  expect(second).toMatch(/^Bearer ey/)
  expect(second).not.toBe(first)
  now = new Date(now.getTime() + 200_000)
  expect(await next()).toMatchObject({ errors: [{ extensions: { code: 'TOKEN_EXPIRED' } }] })
  expect(await next()).toBeUndefined()
})

test('a gateway that finishes ends its streams, each with a reason', async () => {
  const source = aSource()
  await using world = await aGateway({ people: source.people })
  const next = eventsOf(await world.open(asked))
  await vi.waitFor(() => expect(source.waiting).toHaveLength(1))
  const closed = world.gateway.close({ graceMs: 0, finishMs: 1_000 })
  expect(await next()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED', retry: true } }] })
  expect(await next()).toBeUndefined()
  await closed
})

describe('over HTTP', () => {
  async function aSubgraph(respond: (request: IncomingMessage) => AsyncIterable<string>) {
    const gone: string[] = []
    const requests: string[] = []
    const server = createServer(async (request, response) => {
      response.on('close', () => gone.push(response.writableFinished ? 'finished' : 'cut'))
      for await (const part of request) requests.push(String(part))
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for await (const part of respond(request)) response.write(part)
      response.end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}/`, gone, requests, [Symbol.asyncDispose]: async () => void server.close() }
  }

  const event = (id: string) => printNext({ data: { born: { __typename: 'Person', id } } })

  test('a subgraph’s events come whole, however they are cut', async () => {
    await using subgraph = await aSubgraph(async function* () {
      const text = `${event('1')}:\n\n${event('ø')}${printComplete}`
      for (const part of text.match(/.{1,7}/gs) ?? []) {
        yield part
        await passing(1)
      }
    })
    await using world = await aGateway({ people: { url: subgraph.url } })
    const next = eventsOf(await world.open(asked))
    expect(await next()).toMatchObject({ data: { born: { name: 'name 1' } } })
    expect(await next()).toMatchObject({ data: { born: { name: 'name ø' } } })
    expect(await next()).toBeUndefined()
    expect(JSON.parse(subgraph.requests.join(''))).toMatchObject({ variables: { in: 'Oslo' } })
  })

  test('when the client goes, the subgraph’s connection is cut', async () => {
    await using subgraph = await aSubgraph(async function* () {
      yield event('1')
      await passing(10_000, undefined, { ref: false })
    })
    await using world = await aGateway({ people: { url: subgraph.url } })
    const client = new AbortController()
    const next = eventsOf(await world.open(asked, { signal: client.signal }))
    await next()
    client.abort()
    await vi.waitFor(() => expect(subgraph.gone).toEqual(['cut']))
  })

  test.each([
    ['ends before it is complete', [event('1')], 1],
    ['sends what is no JSON', [event('1'), 'event: next\ndata: {\n\n'], 1],
    ['is not there', undefined, 0],
  ])('a stream that %s is told as the register’s failure', async (_, parts, events) => {
    await using subgraph = await aSubgraph(async function* () {
      yield* parts ?? []
    })
    const url = parts ? subgraph.url : 'http://127.0.0.1:9/'
    await using world = await aGateway({ people: { url } })
    const next = eventsOf(await world.open(asked))
    for (let count = 0; count < events; count++) expect(await next()).toHaveProperty('data')
    expect(await next()).toMatchObject({
      errors: [{ extensions: { code: 'REGISTRY_UNAVAILABLE', register: 'people' } }],
    })
    expect(await next()).toBeUndefined()
  })
})

test.each([
  ['variables that do not fit', { query }, 200, 'OPERATION_INVALID'],
  ['a field that is not there', { query: 'subscription { died { id } }' }, 200, 'OPERATION_INVALID'],
])('%s are answered as any operation’s', async (_, body, status, code) => {
  await using world = await aGateway({ people: aSource().people })
  const response = await world.open(body, { accept: 'text/event-stream, application/json' })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] })
})

test('without events a subscription is refused, and a query is one event to whoever takes nothing else', async () => {
  await using world = await aGateway({ people: aSource().people })
  expect(await (await world.open(asked, { accept: 'application/json' })).json()).toMatchObject({
    errors: [{ extensions: { code: 'OPERATION_INVALID' } }],
  })
  const next = eventsOf(await world.open({ query: '{ __typename }' }))
  expect(await next()).toEqual({ data: { __typename: 'Query' } })
  expect(await next()).toBeUndefined()
})
