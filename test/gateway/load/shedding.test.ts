import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { buildGateway } from '../../../gateway/build-gateway.ts'
import { type AdmissionLimits, defaultAdmission } from '../../../gateway/load/admission.ts'
import { watchEventLoop } from '../../../gateway/load/event-loop.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { aSmallGraph } from '../a-gateway.ts'

async function aGateway({ delayMs, ...limits }: Partial<AdmissionLimits> & { delayMs: number }) {
  const stack = new AsyncDisposableStack()
  const graph = stack.use(await aSmallGraph({ delayMs }))
  const metrics = createMetrics()
  const gateway = await buildGateway({
    supergraph: graph.supergraph,
    doors: { greeter: { url: graph.url } },
    identity: undefined,
    audience: audiences['first-party'],
    operationMs: 5_000,
    admission: { ...defaultAdmission, ...limits },
    isIntrospectable: false,
    metrics,
    reportBug: () => {},
  })
  stack.defer(() => gateway.close())
  const url = await gateway.listen('127.0.0.1', 0)
  return {
    metrics,
    ask: (language = 'nb') =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': language },
        body: '{"query":"{ greeting }"}',
      }),
    health: async (which: 'live' | 'ready') => {
      const answer = await fetch(`${url}/health/${which}`)
      return [answer.status, ((await answer.json()) as { status: string }).status]
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

test('who comes over the limit gets 503, when to come back, and why in their language; health is answered', async () => {
  await using gateway = await aGateway({ delayMs: 300, operations: 2 })
  const inside = [gateway.ask(), gateway.ask()]
  await pause(100)
  const refused = await gateway.ask('nn')
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect(await refused.json()).toMatchObject({
    errors: [{ message: expect.stringContaining('akkurat no'), extensions: { code: 'OVERLOADED', retry: true } }],
  })
  expect(await gateway.health('live')).toEqual([200, 'ok'])
  expect(await gateway.health('ready')).toEqual([200, 'ok'])
  expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200])
  expect((await gateway.ask()).status).toBe(200)
  const figures = await gateway.metrics.figures()
  expect(figures.find(({ name }) => name === 'helsegraf_operations_shed_total')?.values[0]?.value).toBe(1)
})

test('a gateway that refuses for long is not ready; it lives all the same', async () => {
  await using gateway = await aGateway({ delayMs: 1_000, operations: 1, patienceMs: 200 })
  const inside = gateway.ask()
  await pause(50)
  await gateway.ask()
  await pause(250)
  await gateway.ask()
  expect(await gateway.health('ready')).toEqual([503, 'overloaded'])
  expect(await gateway.health('live')).toEqual([200, 'ok'])
  await inside
})

test('an event loop that is kept busy is seen to be late, and one that is not is not', async () => {
  const lags: number[] = []
  const watch = watchEventLoop(lagMs => lags.push(lagMs))
  const until = performance.now() + 800
  while (performance.now() < until) {
    const turn = performance.now() + 100
    while (performance.now() < turn);
    await new Promise(resolve => setImmediate(resolve))
  }
  const busy = lags.splice(0)
  expect(Math.max(...busy)).toBeGreaterThan(70)
  await pause(400)
  watch.close()
  expect(Math.min(...lags)).toBeLessThan(35)
})
