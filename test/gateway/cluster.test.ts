import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { askSteadily, startGatewayProcess } from './a-gateway.ts'

const twoWorkers = { WORKERS: '2', DRAIN_GRACE_MS: '300', DRAIN_FINISH_MS: '5000' }

/** The number of requests to the graph that all workers together have counted. */
async function counted(metrics: string): Promise<number> {
  const text = await (await fetch(metrics)).text()
  return [...text.matchAll(/^helsegraf_http_request_duration_seconds_count\{.*path="\/graphql".*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
}

test('two rolling restarts under load: every worker is another, no request fails, and no figure is lost', async () => {
  await using gateway = await startGatewayProcess(twoWorkers)
  const load = askSteadily(() => gateway.url)
  while (load.answered() < 100) await pause(10)
  gateway.signal('SIGHUP')
  await gateway.logged('all workers are new')
  gateway.signal('SIGHUP')
  await gateway.logged('all workers are new', 2)
  const before = load.answered()
  while (load.answered() < before + 100) await pause(10)
  await load.stop()
  expect(load.failures).toEqual([])
  const replaced = gateway.lines.filter(({ msg }) => msg === 'a worker was replaced')
  expect(new Set(replaced.flatMap(({ old, new: fresh }) => [old, fresh])).size).toBe(6)
  expect(await counted(gateway.metrics)).toBe(load.answered())

  gateway.signal('SIGTERM')
  expect(await gateway.exit).toBe(0)
}, 240_000)

test('a worker that dies is replaced, and the other answers meanwhile', async () => {
  await using gateway = await startGatewayProcess(twoWorkers)
  const first = gateway.lines.find(({ msg }) => msg === 'the gateway is listening')
  process.kill(Number(first?.pid), 'SIGKILL')
  expect(await gateway.logged('a worker died')).toMatchObject({ pid: first?.pid, signal: 'SIGKILL' })
  const load = askSteadily(() => gateway.url, 4)
  await gateway.logged('a new worker takes its place')
  await load.stop()
  expect(load.answered()).toBeGreaterThan(0)
  expect(load.failures).toEqual([])
}, 240_000)

test('a worker that dies while another is being replaced is replaced once', async () => {
  await using gateway = await startGatewayProcess({ ...twoWorkers, DRAIN_GRACE_MS: '3000' })
  const born = gateway.lines.filter(({ msg }) => msg === 'the gateway is listening').map(({ pid }) => Number(pid))
  gateway.signal('SIGHUP')
  // The first to be born is the first to go.
  await gateway.logged('finishing what has begun')
  process.kill(Math.max(...born), 'SIGKILL')
  await gateway.logged('a new worker takes its place')
  expect(await gateway.logged('all workers are new')).toMatchObject({ workers: 2 })
}, 240_000)

test('SIGUSR2 reaches every worker, and one that is starting when it does', async () => {
  await using gateway = await startGatewayProcess(twoWorkers)
  gateway.signal('SIGUSR2')
  await gateway.logged('a new supergraph is in force', 2)
  const first = gateway.lines.find(({ msg }) => msg === 'the gateway is listening')
  process.kill(Number(first?.pid), 'SIGKILL')
  await gateway.logged('a worker died')
  const isOver = gateway.logged('a new worker takes its place').then(() => true)
  // Whenever it comes, from before there is a process to when it listens.
  while (!(await Promise.race([isOver, pause(20).then(() => false)]))) gateway.signal('SIGUSR2')
  const before = gateway.lines.filter(({ msg }) => msg === 'a new supergraph is in force').length
  gateway.signal('SIGUSR2')
  await gateway.logged('a new supergraph is in force', before + 2)
  expect(gateway.lines.filter(({ msg }) => msg === 'a worker died')).toHaveLength(1)
  expect(gateway.lines.filter(({ msg }) => msg === 'a worker could not be replaced')).toEqual([])
}, 240_000)

test('a keyboard that interrupts all processes at once ends them in order', async () => {
  await using gateway = await startGatewayProcess(twoWorkers)
  const load = askSteadily(() => gateway.url, 4)
  while (load.answered() < 20) await pause(10)
  await load.stop()
  for (const { msg, pid } of gateway.lines) if (msg === 'the gateway is listening') process.kill(Number(pid), 'SIGINT')
  gateway.signal('SIGINT')
  expect(await gateway.exit).toBe(0)
  expect(gateway.lines.filter(({ msg }) => msg === 'finishing what has begun').length).toBe(2)
  expect(gateway.lines.filter(({ msg }) => msg === 'a worker died')).toEqual([])
}, 240_000)

test('workers that cannot start end the process and leave none behind, and it says why', async () => {
  await expect(startGatewayProcess({ ...twoWorkers, SUPERGRAPH: 'package.json' })).rejects.toThrow(
    /^the gateway ended: .*a worker could not start/,
  )
}, 240_000)
