import { getEventListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createTransport, Departure } from '../../../gateway/transport/index.ts'
import { aRegistry, ask, json, ok } from './a-registry.ts'

const kari = { authorization: 'Bearer kari', 'accept-language': 'nb', 'nhn-event-id': 'first' }

async function aSlowRegistry(delayMs = 60) {
  const stack = new AsyncDisposableStack()
  let asked = 0
  let open = 0
  const registry = stack.use(
    await aRegistry((_, response) => {
      asked++
      open++
      response.once('close', () => open--)
      setTimeout(() => response.writeHead(200, json).end(ok), delayMs)
    }),
  )
  const shared: unknown[] = []
  const transport = createTransport(
    { vaccine: registry, test: registry },
    {},
    { shared: (...told) => shared.push(told) },
  )
  stack.defer(() => transport.close())
  return {
    transport,
    shared,
    asked: () => asked,
    open: () => open,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

test('the same question of the same caller at the same time is asked once, and both ids are told', async () => {
  await using registry = await aSlowRegistry()
  const deadline = Date.now() + 30_000
  const both = await Promise.all([
    ask(registry.transport, { context: { headers: kari, deadline } }),
    ask(registry.transport, { context: { headers: { ...kari, 'nhn-event-id': 'second' }, deadline } }),
  ])
  expect(both).toEqual(['ok', 'ok'])
  expect(registry.asked()).toBe(1)
  expect(registry.shared).toEqual([['vaccine', { eventId: 'second', answeredBy: 'first' }]])
})

test.each([
  ['of another caller', { context: { headers: { ...kari, authorization: 'Bearer ola' } } }],
  ['in another language', { context: { headers: { ...kari, 'accept-language': 'en' } } }],
  ['with other variables', { call: { variables: { a: 1 } }, context: { headers: kari } }],
  ['of another subgraph', { call: { subgraph: 'test' }, context: { headers: kari } }],
  ['with another text', { call: { query: '{ b }' }, context: { headers: kari } }],
  ['that writes', { call: { kind: 'mutation' as const }, context: { headers: kari } }],
  ['with a later deadline', { context: { headers: kari, deadline: Date.now() + 60_000 } }],
])('a question %s is asked by itself', async (_, other) => {
  await using registry = await aSlowRegistry()
  await Promise.all([ask(registry.transport, { context: { headers: kari } }), ask(registry.transport, other)])
  expect(registry.asked()).toBe(2)
  expect(registry.shared).toEqual([])
})

test('who has no access token shares nothing', async () => {
  await using registry = await aSlowRegistry()
  const headers = { 'accept-language': 'nb' }
  await Promise.all([
    ask(registry.transport, { context: { headers } }),
    ask(registry.transport, { context: { headers } }),
  ])
  expect(registry.asked()).toBe(2)
})

test('two writes of the same text are two', async () => {
  await using registry = await aSlowRegistry()
  const write = { call: { kind: 'mutation' as const }, context: { headers: kari } }
  await Promise.all([ask(registry.transport, write), ask(registry.transport, write)])
  expect(registry.asked()).toBe(2)
})

test('after a caller’s own write an older read is not joined', async () => {
  await using registry = await aSlowRegistry(80)
  const write = ask(registry.transport, { call: { kind: 'mutation' }, context: { headers: kari } })
  await pause(20)
  const before = ask(registry.transport, { context: { headers: kari } })
  await write
  await Promise.all([before, ask(registry.transport, { context: { headers: kari } })])
  expect(registry.asked()).toBe(3)
})

test('a read that has been under way for long is not joined', async () => {
  await using registry = await aSlowRegistry(300)
  const first = ask(registry.transport, { context: { headers: kari } })
  await pause(150)
  await Promise.all([first, ask(registry.transport, { context: { headers: kari } })])
  expect(registry.asked()).toBe(2)
})

test('a read that is over is asked anew', async () => {
  await using registry = await aSlowRegistry(1)
  await ask(registry.transport, { context: { headers: kari } })
  await ask(registry.transport, { context: { headers: kari } })
  expect(registry.asked()).toBe(2)
})

test('a read that was turned away before it was asked is joined by nobody', async () => {
  await using registry = await aRegistry(
    (_, response) => void setTimeout(() => response.writeHead(200, json).end(ok), 60),
  )
  const transport = createTransport({ vaccine: registry }, { concurrency: 1 })
  const underWay = ask(transport, { context: { headers: { authorization: 'Bearer ola' } } })
  const turnedAway = await ask(transport, { context: { headers: kari } })
  expect([turnedAway, await underWay]).toEqual(['REGISTRY_UNAVAILABLE', 'ok'])
  expect(await ask(transport, { context: { headers: kari } })).toBe('ok')
  await transport.close()
})

test('the first to ask may leave; the read goes on for the second, and ends with the last', async () => {
  await using registry = await aSlowRegistry(100)
  const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()]
  const leaving = ask(registry.transport, { context: { headers: kari }, signal: first.signal })
  const staying = ask(registry.transport, { context: { headers: kari }, signal: second.signal })
  await pause(30)
  first.abort()
  expect(await staying).toBe('ok')
  await leaving

  const alone = ask(registry.transport, { context: { headers: kari }, signal: third.signal })
  while (registry.open() === 0) await pause(1)
  third.abort()
  expect(await alone).toBe('REGISTRY_TIMEOUT')
  while (registry.open() > 0) await pause(1)
  expect(registry.asked()).toBe(2)
})

test('a client that goes is listened for once an operation, and no fetch of hers goes on', async () => {
  await using registry = await aSlowRegistry(10_000)
  const leaving = new AbortController()
  const departure = new Departure(leaving.signal)
  const context = { headers: kari, departure }
  const fetches = ['{ a }', '{ b }', '{ c }'].map(query =>
    ask(registry.transport, { call: { query }, context, signal: leaving.signal }),
  )
  while (registry.open() < 3) await pause(1)
  expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(1)
  leaving.abort()
  expect(await Promise.all(fetches)).toEqual(['REGISTRY_TIMEOUT', 'REGISTRY_TIMEOUT', 'REGISTRY_TIMEOUT'])
  while (registry.open() > 0) await pause(1)
  expect(await ask(registry.transport, { context, signal: leaving.signal })).toBe('REGISTRY_TIMEOUT')
  expect(registry.asked()).toBe(3)
})

test('who has been answered waits for no departure', async () => {
  await using registry = await aSlowRegistry(1)
  const departure = new Departure(new AbortController().signal)
  const [tell, tellNoMore] = [vi.spyOn(departure, 'tell'), vi.spyOn(departure, 'tellNoMore')]
  expect(await ask(registry.transport, { context: { headers: kari, departure } })).toBe('ok')
  expect(tell.mock.calls).toHaveLength(1)
  expect(tellNoMore.mock.calls).toEqual(tell.mock.calls)
})
