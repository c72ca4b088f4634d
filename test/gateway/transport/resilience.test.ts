import type { RequestListener } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTransport, type Transport, type TransportLimits } from '../../../gateway/transport/index.ts'
import { type NetworkFault, startFaultProxy } from '../../fault-proxy.ts'
import { aRegistry, ask, json, ok, steadily } from './a-registry.ts'

/** A registry behind a network that can fail, and the way there. */
async function aWay({ listener, ...limits }: TransportLimits & { listener?: RequestListener } = {}) {
  const stack = new AsyncDisposableStack()
  const registry = stack.use(await aRegistry(listener))
  const proxy = stack.use(await startFaultProxy(registry.url))
  const states: { at: number; state: string }[] = []
  let retries = 0
  const transport = createTransport({ vaccine: proxy }, limits, {
    circuit: (_, state) => states.push({ at: performance.now(), state }),
    retried: () => retries++,
  })
  stack.defer(() => transport.close())
  return {
    proxy,
    transport,
    states,
    retries: () => retries,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

const times = async <Value>(count: number, once: () => Promise<Value>): Promise<Value[]> => {
  const all: Value[] = []
  for (let index = 0; index < count; index++) all.push(await once())
  return all
}

const answered = (transport: Transport, count = 40) => times(count, () => ask(transport))

/** Answers the first time with a status, then as it should. */
function failsOnce(status: number, headers: Record<string, string> = {}): RequestListener {
  let asked = 0
  return (_, response) => {
    if (asked++ === 0) response.writeHead(status, { ...json, ...headers }).end('{}')
    else response.writeHead(200, json).end(ok)
  }
}

test.each<[string, RequestListener, string]>([
  ['says 503 is asked once more', failsOnce(503), 'ok'],
  ['says 503 and when to come back is left alone', failsOnce(503, { 'retry-after': '1' }), 'REGISTRY_UNAVAILABLE'],
  ['says 500 is not asked again: it may fail the same way', failsOnce(500), 'REGISTRY_UNAVAILABLE'],
])('a registry that %s', async (_, listener, outcome) => {
  await using way = await aWay({ listener })
  expect(await ask(way.transport)).toBe(outcome)
})

test('a kept connection that was cut costs a read nothing, and a write its answer', async () => {
  await using way = await aWay()
  expect(await ask(way.transport)).toBe('ok')
  await way.proxy.become('resets')
  const reading = ask(way.transport)
  await pause(2)
  await way.proxy.become('none')
  expect(await reading).toBe('ok')
  await way.proxy.become('resets')
  const before = way.proxy.sent()
  expect(await ask(way.transport, { call: { kind: 'mutation' } })).toBe('REGISTRY_UNAVAILABLE')
  expect(way.proxy.sent() - before).toBe(1)
})

test('retries end when the circuit opens', async () => {
  await using way = await aWay({ listener: (_, response) => response.writeHead(503, json).end('{}') })
  await times(30, () => ask(way.transport))
  // Ten outcomes open it: five reads, each asked twice.
  expect(way.retries()).toBe(5)
  expect(way.proxy.sent()).toBe(10)
})

test('no retry is begun after the deadline', async () => {
  await using way = await aWay()
  await way.proxy.become('refuses')
  expect(await ask(way.transport, { context: { deadline: Date.now() + 4 } })).toMatch(/REGISTRY_/)
  expect(way.retries()).toBe(0)
})

test('one request more than allowed at once is refused at once, and the others are answered', async () => {
  await using way = await aWay({ concurrency: 3, listener: slowly(150) })
  const outcomes: unknown[] = []
  await Promise.all(Array.from({ length: 4 }, async () => outcomes.push(await ask(way.transport))))
  expect(outcomes).toEqual(['REGISTRY_UNAVAILABLE', 'ok', 'ok', 'ok'])
  expect(await ask(way.transport)).toBe('ok')
})

const slowly =
  (ms: number): RequestListener =>
  (_, response) =>
    setTimeout(() => response.writeHead(200, json).end(ok), ms)

test('each subgraph has its own time limit', async () => {
  await using slow = await aRegistry(() => {})
  const transport = createTransport({ vaccine: slow, test: slow }, { timeoutMs: 60_000, timeoutsMs: { vaccine: 60 } })
  const began = performance.now()
  expect(await ask(transport)).toBe('REGISTRY_TIMEOUT')
  expect(performance.now() - began).toBeLessThan(30_000)
  await transport.close()
})

test('an answer that is nested too deep to walk is refused', async () => {
  const deep = `{"data":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`
  await using way = await aWay({ listener: (_, response) => response.writeHead(200, json).end(deep) })
  expect(await ask(way.transport)).toBe('REGISTRY_ANSWER_INVALID')
})

test.each<NetworkFault>(['refuses', 'resets'])(
  'a registry that %s is soon not asked any more, each refusal is a matter of microseconds, and it is back in time',
  async fault => {
    await using way = await aWay()
    await answered(way.transport, 5)
    await way.proxy.become(fault)
    await times(30, () => ask(way.transport))
    expect(way.states[0]?.state).toBe('open')
    const sent = way.proxy.sent()
    const began = performance.now()
    const outcomes = await times(1_000, () => ask(way.transport))
    const ms = performance.now() - began
    expect(new Set(outcomes)).toEqual(new Set(['REGISTRY_UNAVAILABLE']))
    expect(ms / 1_000).toBeLessThan(5)
    expect(way.proxy.sent() - sent).toBeLessThanOrEqual(2)
    await way.proxy.become('none')
    const wellAt = performance.now()
    while ((await ask(way.transport)) !== 'ok') await pause(10)
    expect(performance.now() - wellAt).toBeLessThan(20_000)
  },
)

test('a registry that hangs under load is given up long before its time limit, and probed by one at a time', async () => {
  await using way = await aWay({ timeoutMs: 10_000 })
  const load = steadily(32, () => ask(way.transport))
  while (load.since(0).length < 500) await pause(10)
  const hungAt = performance.now()
  await way.proxy.become('swallows')
  await pause(2_500)
  const sentBefore = way.proxy.sent()
  await pause(1_500)
  // A probe takes a second at most, and half a second passes before the next.
  expect(way.proxy.sent() - sentBefore).toBeLessThanOrEqual(2)
  const during = load.since(hungAt)
  expect(way.states[0]?.state).toBe('open')
  expect(during.filter(({ ms }) => ms > 6_000)).toEqual([])
  // Everybody who waited when it fell silent, and the probes; all others are told at once.
  expect(during.filter(({ ms }) => ms > 1_000).length).toBeLessThanOrEqual(32 + 4)
  expect(during.length).toBeGreaterThan(500)

  await way.proxy.become('none')
  const wellAt = performance.now()
  while (way.states.at(-1)?.state !== 'closed') await pause(10)
  expect(performance.now() - wellAt).toBeLessThan(20_000)
  await pause(200)
  await load.stop()
  expect(new Set(load.since(performance.now() - 150).map(({ outcome }) => outcome))).toEqual(new Set(['ok']))
})

test('a registry that only became slower is used again at its new pace', async () => {
  await using way = await aWay()
  const load = steadily(16, () => ask(way.transport))
  while (load.since(0).length < 500) await pause(10)
  await way.proxy.become('none', { latencyMs: 600 })
  await pause(3_500)
  const late = performance.now()
  await pause(1_500)
  await load.stop()
  expect(new Set(load.since(late).map(({ outcome }) => outcome))).toEqual(new Set(['ok']))
})

test('few callers of a slow registry are not taken for silence', async () => {
  let delayMs = 0
  await using way = await aWay({
    listener: (_, response) => setTimeout(() => response.writeHead(200, json).end(ok), delayMs),
  })
  await answered(way.transport)
  delayMs = 900
  expect(await Promise.all([1, 2, 3].map(() => ask(way.transport)))).toEqual(['ok', 'ok', 'ok'])
  expect(way.states).toEqual([])
})

test('callers who leave under load take their requests with them', async () => {
  let open = 0
  await using way = await aWay({
    listener: (_, response) => {
      open++
      response.once('close', () => open--)
    },
  })
  const callers = Array.from({ length: 100 }, () => new AbortController())
  const all = callers.map(caller => ask(way.transport, { signal: caller.signal }))
  while (open < 100) await pause(5)
  for (const caller of callers) caller.abort()
  expect(new Set(await Promise.all(all))).toEqual(new Set(['REGISTRY_TIMEOUT']))
  while (open > 0) await pause(5)
  // A hundred clients that lost patience soon prove nothing against the registry.
  expect(way.states).toEqual([])
})
