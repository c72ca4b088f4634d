import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as passing } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test, vi } from 'vitest'
import { buildGateway, type GatewayParts } from '../../../gateway/build-gateway.ts'
import { createEventStreams } from '../../../gateway/http/event-stream.ts'
import type { Exchange } from '../../../gateway/http/exchange.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { printComplete, printNext, readEvents, untilAborted } from '../../../schema/event-stream.ts'
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
          return answer({ subgraph: 'names', variables: {}, ...call })
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
  return { gateway, url, fetched, open, [Symbol.asyncDispose]: () => gateway.close({ graceMs: 0, finishMs: 2_000 }) }
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

/** Tells of more than any buffer between here and the client holds, as fast as it is read. */
function aTorrent() {
  const ended: string[] = []
  let told = 0
  return {
    ended,
    told: () => told,
    people: {
      execute: () => Promise.reject(new Error('never asked')),
      async *subscribe() {
        try {
          for (;;) {
            told++
            yield { data: { born: { __typename: 'Person', id: 'x'.repeat(500_000) } } }
          }
        } finally {
          ended.push('people')
        }
      },
    },
  }
}

/** A client that takes the head of the answer and then reads nothing any more. */
async function stalled(url: string, headers: Record<string, string> = {}) {
  const body = JSON.stringify({ query: 'subscription ($in: String!) { born(in: $in) { id } }', variables: { in: 'x' } })
  const lines = { host: 'x', 'content-type': 'application/json', accept: 'text/event-stream', ...headers }
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST /graphql HTTP/1.1\r\n${head.join('')}content-length: ${body.length}\r\n\r\n${body}`)
  await once(socket, 'readable')
  return socket
}

/** Resolves when a torrent is not read any more. */
async function dammed(torrent: { told(): number }): Promise<void> {
  for (let before = -1; before !== torrent.told() || before < 1; await passing(100)) before = torrent.told()
}

test('a client that stops reading has no stream any more when its token expires, and is cut off', async () => {
  const torrent = aTorrent()
  const issuer = await anIssuer()
  let now = new Date()
  const identity = await identityParts({ citizens: issuer.trust }, { clock: () => now })
  await using world = await aGateway({ people: torrent.people }, { heartbeatMs: 50, identity })
  const token = await issuer.token({ pid: '10915596784' })
  const socket = await stalled(world.url, { authorization: `Bearer ${token}` })
  await dammed(torrent)
  now = new Date(now.getTime() + 3_600_000)
  await vi.waitFor(() => expect(torrent.ended).toEqual(['people']), { timeout: 10_000 })
  const closed = once(socket, 'close')
  socket.resume()
  await closed
})

test('a client that stops reading does not keep a gateway from finishing', async () => {
  const torrent = aTorrent()
  await using world = await aGateway({ people: torrent.people }, { heartbeatMs: 50 })
  const socket = await stalled(world.url)
  await dammed(torrent)
  const began = performance.now()
  await world.gateway.close({ graceMs: 0, finishMs: 60_000 })
  expect(performance.now() - began).toBeLessThan(30_000)
  expect(torrent.ended).toEqual(['people'])
  socket.destroy()
})

test('a stream that cannot be opened takes no place from others', async () => {
  const streams = createEventStreams({ operationMs: 1_000, reportBug: () => {} })
  const exchange = { gone: new AbortController().signal } as Exchange
  const refused = {
    open: () => Promise.reject(new Error('not reached')),
    headersNow: () => Promise.reject(new Error('no token')),
    replyHeaders: [],
  }
  const tries = Array.from({ length: 1_100 }, () => streams.answer(exchange, refused).catch(error => error.message))
  await Promise.all(tries)
  await expect(streams.answer(exchange, refused)).rejects.toThrow('no token')
})

test('a caller has so many streams at once, and another when one has ended', async () => {
  const source = aSource()
  const issuer = await anIssuer()
  const limits = { ...audiences['first-party'].limits, streams: 2 }
  await using world = await aGateway(
    { people: source.people },
    {
      identity: await identityParts({ citizens: issuer.trust }),
      audience: { ...audiences['first-party'], limits },
    },
  )
  const headers = { authorization: `Bearer ${await issuer.token({ pid: '10915596784' })}` }
  const client = new AbortController()
  await world.open(asked, { headers, signal: client.signal })
  await world.open(asked, { headers })
  const refused = await world.open(asked, { headers })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'QUOTA_EXCEEDED', quota: 'streams' } }] })
  client.abort()
  await vi.waitFor(async () => expect((await world.open(asked, { headers })).status).toBe(200))
})

test('what was answered is let go of while the stream goes on', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const told: WeakRef<object>[] = []
  async function* values() {
    for (;;) {
      const value = { many: new Array(10) }
      told.push(new WeakRef(value))
      yield value
    }
  }
  const events = untilAborted(values(), new AbortController().signal)
  for (let count = 0; count < 200; count++) await events.next()
  await passing(10)
  collectGarbage()
  expect(told.filter(value => value.deref() !== undefined).length).toBeLessThan(10)
  await events.return()
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

  test('a swap of its address does not cut a subscription, nor close what it still asks', async () => {
    const { promise: swapped, resolve: swap } = Promise.withResolvers<void>()
    await using subgraph = await aSubgraph(async function* () {
      yield event('1')
      await swapped
      yield event('2')
      yield printComplete
    })
    await using world = await aGateway({ people: { url: subgraph.url } })
    const next = eventsOf(await world.open(asked))
    await next()
    const names = { execute: () => Promise.reject(new Error('nobody asks by the new address')) }
    await world.gateway.replaceSupergraph({ sdl: supergraph, doors: { people: { url: 'http://127.0.0.1:9/' }, names } })
    await passing(100)
    swap()
    expect(await next()).toMatchObject({ data: { born: { name: 'name 2' } } })
    expect(await next()).toBeUndefined()
  })

  test('an event that is nested too deep is the register’s failure', async () => {
    const deep = `{"data":{"born":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}}`
    await using subgraph = await aSubgraph(async function* () {
      yield event('1')
      yield `event: next\ndata: ${deep}\n\n`
    })
    await using world = await aGateway({ people: { url: subgraph.url } })
    const next = eventsOf(await world.open(asked))
    expect(await next()).toHaveProperty('data')
    expect(await next()).toMatchObject({
      errors: [{ extensions: { code: 'REGISTRY_ANSWER_INVALID', register: 'people' } }],
    })
    expect(await next()).toBeUndefined()
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
