import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Connections } from '../../../gateway/transport/connections.ts'
import { openHttpDoor } from '../../../gateway/transport/http-door.ts'
import { createTransport, Departure, type Door, type TransportLimits } from '../../../gateway/transport/index.ts'
import { Callers, Patience } from '../../../gateway/transport/patience.ts'
import { PublicError } from '../../../schema/errors.ts'
import { aCall } from './a-registry.ts'

const call = aCall({ variables: { n: 1 } })
const headers = { authorization: 'Bearer t', 'nhn-event-id': 'e1' }

async function aRegistry(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?x=1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** One request through a door, and what became of it. */
async function ask(
  door: Door,
  {
    signal = new AbortController().signal,
    deadline,
    ...limits
  }: TransportLimits & { signal?: AbortSignal; deadline?: number } = {},
) {
  const transport = createTransport({ vaccine: door }, limits)
  try {
    const context = { headers, deadline: deadline ?? Date.now() + 5_000, departure: new Departure(signal) }
    return await transport.send(call, context, signal)
  } catch (error) {
    if (!(error instanceof PublicError)) throw error
    return { code: error.code, details: error.details, cause: error.cause }
  } finally {
    await transport.close()
  }
}

const json = { 'content-type': 'application/json' }

test('a question goes to the registry as JSON with the caller’s headers and what is left of its time', async () => {
  const seen: Record<string, unknown>[] = []
  await using registry = await aRegistry(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    seen.push({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: JSON.parse(Buffer.concat(parts).toString()),
    })
    response.writeHead(200, json).end('{"data":{"a":"blåbær"}}')
  })
  expect(await ask(registry, { deadline: Date.now() + 900 })).toEqual({ data: { a: 'blåbær' } })
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/graphql?x=1',
      headers: { ...headers, 'content-type': 'application/json' },
      body: { query: '{ a }', variables: { n: 1 } },
    },
  ])
  const { headers: sent } = seen[0] as { headers: Record<string, string> }
  const left = Number(sent['helsegraf-deadline-ms'])
  expect(left).toBeGreaterThan(500)
  expect(left).toBeLessThanOrEqual(900)
})

test('a registry is told no more time than one request may take', async () => {
  await using registry = await aRegistry((request, response) =>
    response.writeHead(200, json).end(JSON.stringify({ data: { left: request.headers['helsegraf-deadline-ms'] } })),
  )
  const answer = (await ask(registry, { timeoutMs: 4_000 })) as { data: { left: string } }
  expect(Number(answer.data.left)).toBeLessThanOrEqual(4_000)
  expect(Number(answer.data.left)).toBeGreaterThan(3_000)
})

test('an answer in many parts is put together, whatever is cut in two', async () => {
  const text = JSON.stringify({ data: { a: 'æøå'.repeat(50_000) } })
  await using registry = await aRegistry(async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/graphql-response+json; charset=utf-8' })
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += 33_333) response.write(bytes.subarray(at, at + 33_333))
    response.end()
  })
  expect(await ask(registry)).toEqual(JSON.parse(text))
})

const answers: [string, string, RequestListener][] = [
  [
    'S07 a page of HTML',
    'REGISTRY_ANSWER_INVALID',
    (_, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>'),
  ],
  ['S07 HTML that says it is JSON', 'REGISTRY_ANSWER_INVALID', (_, r) => r.writeHead(200, json).end('<h1>Hi</h1>')],
  ['S07 no content', 'REGISTRY_ANSWER_INVALID', (_, r) => r.writeHead(204).end()],
  ['an empty object', 'REGISTRY_ANSWER_INVALID', (_, r) => r.writeHead(200, json).end('{}')],
  ['a list', 'REGISTRY_ANSWER_INVALID', (_, r) => r.writeHead(200, json).end('[{"data":{}}]')],
  ['null', 'REGISTRY_ANSWER_INVALID', (_, r) => r.writeHead(200, json).end('null')],
  ['half a body', 'REGISTRY_ANSWER_INVALID', (_, r) => r.writeHead(200, json).end('{"data":{"a"')],
  [
    'a body that breaks off',
    'REGISTRY_ANSWER_INVALID',
    (_, r) => {
      r.writeHead(200, { ...json, 'content-length': 100 }).write('{"data":')
      setTimeout(() => r.destroy(), 10)
    },
  ],
  [
    'S03 a body longer than allowed, told at once',
    'REGISTRY_ANSWER_INVALID',
    (_, r) => r.writeHead(200, { ...json, 'content-length': 3000 }).end(`"${'x'.repeat(2998)}"`),
  ],
  [
    'S05 a compressed body',
    'REGISTRY_ANSWER_INVALID',
    (_, r) => r.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(Buffer.from([31, 139, 8, 0])),
  ],
  ['S01 a redirect', 'REGISTRY_ANSWER_INVALID', (_, r) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['status 500 with data', 'REGISTRY_UNAVAILABLE', (_, r) => r.writeHead(500, json).end('{"data":{}}')],
  [
    'status 502 with HTML',
    'REGISTRY_UNAVAILABLE',
    (_, r) => r.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
  ],
  ['a connection that is cut', 'REGISTRY_UNAVAILABLE', request => request.socket.destroy()],
]

test.each(answers)('a registry that answers %s is %s', async (_, code, listener) => {
  await using registry = await aRegistry(listener)
  const answer = await ask(registry, { answerBytes: 2_000 })
  expect(answer).toMatchObject({ code, details: { register: 'vaccine' }, cause: expect.any(Error) })
})

test.each<[string, RequestListener]>([
  ['never', () => {}],
  [
    'never the whole',
    (_, r) => {
      r.writeHead(200, json).write('{"data":')
    },
  ],
])('a registry that answers %s is REGISTRY_TIMEOUT when its time is over', async (_, listener) => {
  await using registry = await aRegistry(listener)
  const answer = await ask(registry, { timeoutMs: 150 })
  expect(answer).toMatchObject({ code: 'REGISTRY_TIMEOUT', details: { register: 'vaccine' }, cause: expect.any(Error) })
})

test('S03 an answer that never ends is cut at its limit', async () => {
  let sent = 0
  await using registry = await aRegistry((_, response) => {
    response.writeHead(200, json)
    const part = ' '.repeat(64 * 1024)
    const more = () => {
      while (!response.destroyed && sent < 50_000_000) {
        sent += part.length
        if (response.write(part)) continue
        response.once('drain', more)
        break
      }
    }
    more()
  })
  expect(await ask(registry, { answerBytes: 1_000_000 })).toMatchObject({ code: 'REGISTRY_ANSWER_INVALID' })
  expect(sent).toBeLessThan(20_000_000)
})

test('a registry that is not there is unavailable, and the cause says why', async () => {
  const answer = await ask({ url: 'http://127.0.0.1:1/' })
  expect(answer).toMatchObject({ code: 'REGISTRY_UNAVAILABLE', cause: { code: 'ECONNREFUSED' } })
})

test('errors of GraphQL with a status below 500 are an answer', async () => {
  await using registry = await aRegistry((_, response) =>
    response.writeHead(400, json).end('{"errors":[{"message":"no"}]}'),
  )
  expect(await ask(registry)).toEqual({ errors: [{ message: 'no' }] })
})

test('the client’s deadline ends the wait before the registry’s own does', async () => {
  await using registry = await aRegistry(() => {})
  const started = performance.now()
  expect(await ask(registry, { deadline: Date.now() + 80, timeoutMs: 60_000 })).toMatchObject({
    code: 'REGISTRY_TIMEOUT',
  })
  expect(performance.now() - started).toBeLessThan(30_000)
})

test('nothing is sent after the deadline, nor for a caller who has gone', async () => {
  let requests = 0
  await using registry = await aRegistry((_, response) => {
    requests++
    response.writeHead(200, json).end('{"data":{}}')
  })
  expect(await ask(registry, { deadline: Date.now() - 1 })).toMatchObject({ code: 'REGISTRY_TIMEOUT' })
  expect(await ask(registry, { signal: AbortSignal.abort() })).toMatchObject({ code: 'REGISTRY_TIMEOUT' })
  expect(requests).toBe(0)
})

test('a caller who leaves ends the request at the registry too', async () => {
  const gone = Promise.withResolvers<void>()
  const caller = new AbortController()
  await using registry = await aRegistry((_, response) => {
    response.once('close', () => gone.resolve())
    caller.abort()
  })
  expect(await ask(registry, { signal: caller.signal })).toMatchObject({ code: 'REGISTRY_TIMEOUT' })
  await gone.promise
})

test('connections are kept: a hundred questions one after another do not take a hundred', async () => {
  const ports = new Set<number | undefined>()
  await using registry = await aRegistry((request, response) => {
    ports.add(request.socket.remotePort)
    response.writeHead(200, json).end('{"data":{}}')
  })
  const transport = createTransport({ vaccine: registry })
  const { signal } = new AbortController()
  const context = { headers, deadline: Date.now() + 10_000, departure: new Departure(signal) }
  for (let index = 0; index < 100; index++) await transport.send(call, context, signal)
  await transport.close()
  expect(ports.size).toBeLessThan(4)
})

test('a server that speaks no HTTP is unavailable', async () => {
  const server = createTcpServer(socket => socket.end('220 smtp ready\r\n')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await ask({ url: `http://127.0.0.1:${port}/` })).toMatchObject({ code: 'REGISTRY_UNAVAILABLE' })
  server.close()
})

test('a registry in this process gets the same question, headers, deadline and signal', async () => {
  const seen: unknown[] = []
  const door: Door = {
    execute: async request => {
      seen.push(request)
      return { data: { a: 1 } }
    },
  }
  expect(await ask(door, { timeoutMs: 4_000 })).toEqual({ data: { a: 1 } })
  expect(seen).toMatchObject([
    {
      query: '{ a }',
      variables: { n: 1 },
      headers: { ...headers, 'helsegraf-deadline-ms': '4000' },
      signal: expect.any(AbortSignal),
    },
  ])
})

test.each<[string, string, Door]>([
  ['never answers', 'REGISTRY_TIMEOUT', { execute: () => new Promise(() => {}) }],
  ['throws', 'REGISTRY_UNAVAILABLE', { execute: () => Promise.reject(new Error('secret')) }],
  [
    'refuses by name',
    'REGISTRY_TIMEOUT',
    { execute: () => Promise.reject(new PublicError('REGISTRY_TIMEOUT', { details: { register: 'vaccine' } })) },
  ],
  ['answers nothing', 'REGISTRY_ANSWER_INVALID', { execute: async () => ({}) }],
])('a registry in this process that %s is %s', async (_, code, door) => {
  expect(await ask(door, { timeoutMs: 100 })).toMatchObject({ code, details: { register: 'vaccine' } })
})

test('a registry in this process is told to stop when its time is up', async () => {
  const stopped = Promise.withResolvers<unknown>()
  const door: Door = {
    execute: ({ signal }) =>
      new Promise(() => signal?.addEventListener('abort', () => stopped.resolve(signal.reason), { once: true })),
  }
  await ask(door, { timeoutMs: 50 })
  expect(await stopped.promise).toMatchObject({ code: 'REGISTRY_TIMEOUT' })
})

test('no more connections are opened than there may be, and one that is free again is taken', async () => {
  const held: ServerResponse[] = []
  await using registry = await aRegistry((_, response) => void held.push(response))
  const connections = new Connections()
  const door = openHttpDoor('vaccine', new URL(registry.url), connections, { answerBytes: 1_000, atOnce: 1 })
  const askOnce = () => {
    const patience = new Patience('vaccine', 5_000, new Callers(new Departure(new AbortController().signal)))
    door.ask({ body: '{}', headers: {}, waitMs: 5_000 }, patience)
    return patience.answer.finally(() => patience.end())
  }
  const first = askOnce()
  await expect(askOnce()).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE', details: { register: 'vaccine' } })
  while (held.length === 0) await pause(1)
  held.pop()?.writeHead(200, json).end('{"data":{}}')
  await first
  const next = askOnce()
  while (held.length === 0) await pause(1)
  held.pop()?.writeHead(200, json).end('{"data":{}}')
  expect(await next).toEqual({ data: {} })
  await connections.close()
})

test('subgraphs at one address share its connections, and each is asked at its own path', async () => {
  const asked: (string | number | undefined)[][] = []
  await using registry = await aRegistry((request, response) => {
    asked.push([request.url, request.socket.remotePort])
    response.writeHead(200, json).end('{"data":{}}')
  })
  const { origin } = new URL(registry.url)
  const transport = createTransport({ vaccine: { url: `${origin}/vaccine` }, test: { url: `${origin}/test` } })
  for (const subgraph of ['vaccine', 'test', 'vaccine']) {
    const { signal } = new AbortController()
    const context = { headers, deadline: Date.now() + 5_000, departure: new Departure(signal) }
    await transport.send(aCall({ subgraph }), context, signal)
  }
  await transport.close()
  expect(asked.map(([path]) => path)).toEqual(['/vaccine', '/test', '/vaccine'])
  expect(new Set(asked.map(([, port]) => port)).size).toBe(1)
})

test('there is no way to a subgraph without a door', async () => {
  const { send } = createTransport({})
  const { signal } = new AbortController()
  const context = { headers, deadline: Date.now() + 100, departure: new Departure(signal) }
  await expect(send(call, context, signal)).rejects.toThrow('no door')
})
