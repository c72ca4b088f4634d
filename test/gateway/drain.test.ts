import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { askSteadily, balance, startGatewayProcess } from './a-gateway.ts'

test('SIGTERM under load: readiness first, no request fails, and the process ends by itself', async () => {
  await using leaving = await startGatewayProcess({ DRAIN_GRACE_MS: '600', DRAIN_FINISH_MS: '3000' })
  await using staying = await startGatewayProcess()
  const balancer = balance([leaving, staying])
  const load = askSteadily(balancer.next)
  while (load.answered() < 200) await pause(10)
  leaving.signal('SIGTERM')
  while (balancer.ready() === 2) await pause(5)
  const draining = await fetch(new URL('/health/ready', leaving.url)).catch(() => undefined)
  if (draining) {
    expect(draining.status).toBe(503)
    expect(await draining.json()).toEqual({ status: 'draining' })
    expect(draining.headers.get('connection')).toBe('close')
  }
  expect(await leaving.exit).toBe(0)
  const before = load.answered()
  while (load.answered() < before + 100) await pause(10)
  await load.stop()
  await balancer.stop()
  expect(load.failures).toEqual([])
})

test('what does not finish in its time is cut, and the process ends', async () => {
  await using gateway = await startGatewayProcess({ DRAIN_GRACE_MS: '0', DRAIN_FINISH_MS: '200' })
  const hanging = fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new ReadableStream({ start: controller => controller.enqueue(new TextEncoder().encode('{"query":')) }),
    duplex: 'half',
  } as RequestInit).catch(() => 'cut')
  await pause(100)
  gateway.signal('SIGTERM')
  expect(await gateway.exit).toBe(0)
  expect(await hanging).toBe('cut')
})
