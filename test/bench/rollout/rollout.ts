import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ourGateway } from '../gateway/contenders.ts'
import { dataWithoutTests, query, registersSupergraph, wholeData } from '../outage/registers.ts'
import { percentile, progress, type Report, rounded } from '../report.ts'
import { startLoadGenerator } from '../wire/load.ts'
import { leaveFirstCore, type PinnedProcess, startPinned } from '../wire/pinned-process.ts'
import { untilReady } from '../wire/until-ready.ts'

/*
 * Five supergraphs come into force and all workers are replaced twice, while fifty clients keep asking. No request may
 * fail: neither be refused, nor cut, nor answered by less than all three registers.
 */
const connections = 50
const patienceMs = 30_000
const workers = 2
const changeMs = 60_000

type Change = 'hot swap' | 'rolling restart'
const changes: readonly Change[] = [
  'hot swap',
  'rolling restart',
  'hot swap',
  'hot swap',
  'rolling restart',
  'hot swap',
  'hot swap',
]

/** Option: `--quick`. */
export async function benchRollout(options: readonly string[]): Promise<Report> {
  leaveFirstCore()
  const seconds = options.includes('--quick') ? 20 : 60
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-bench-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const registers = stack.use(
    startPinned({
      name: 'registers',
      command: process.execPath,
      args: [new URL('../outage/registers-process.js', import.meta.url).pathname],
      core: 1,
      ipc: true,
    }),
  )
  const { url: registersUrl } = (await registers.ask('start')) as { url: string }
  const path = join(folder, 'supergraph.graphql')
  let swaps = 0
  /** As a rollout does it: written beside, then renamed. Each has a field more than the one before, or one less. */
  const replace = async () => {
    await writeFile(`${path}.next`, registersSupergraph(registersUrl, swaps++ % 2 === 1 ? 'age: Int' : ''))
    await rename(`${path}.next`, path)
  }
  await replace()
  const { program, url, metricsUrl } = await ourGateway(path, {
    OPEN_ACCESS: 'true',
    WORKERS: String(workers),
    DRAIN_GRACE_MS: '1000',
    DRAIN_FINISH_MS: '5000',
  })
  const gateway = stack.use(startPinned(program))
  const body = JSON.stringify({ query })
  await untilReady(gateway, { url, body, token: 'any' })
  const load = stack.use(startLoadGenerator())
  const asking = {
    url,
    body,
    connections,
    patienceMs,
    tokens: 'token',
    judge: { kind: 'rest', whole: wholeData, rest: dataWithoutTests },
  } as const
  await load.run({ ...asking, seconds: 3 })

  const began = performance.now()
  const answering = load.run({ ...asking, seconds })
  const done: { change: Change; at: number; ms: number }[] = []
  for (const [index, change] of changes.entries()) {
    await wait(Math.max(0, began + ((index + 0.5) * seconds * 1_000) / changes.length - performance.now()))
    const from = performance.now()
    if (change === 'hot swap') await swap(replace, metricsUrl)
    else await restart(gateway)
    done.push({ change, at: (from - began) / 1_000, ms: performance.now() - from })
    progress(
      `${change} after ${((from - began) / 1_000).toFixed(1)} s, took ${(performance.now() - from).toFixed(0)} ms`,
    )
  }
  const isInTime = performance.now() - began < seconds * 1_000
  const answers = await answering
  if (answers.firstBad !== undefined) progress(`the first that failed: ${answers.firstBad.slice(0, 300)}`)
  if (!isInTime) progress('the last change came after the load had ended: the machine was too busy')
  const times = [...answers.ms]
  const inTime = done.filter(({ at, ms }) => at * 1_000 + ms < seconds * 1_000)
  const count = (wanted: Change) => inTime.filter(({ change }) => change === wanted).length
  return {
    name: 'rollout',
    rows: done.map(({ change, at, ms }) => ({ change, 'after s': rounded(at), 'took ms': rounded(ms) })),
    ratios: {
      requests: times.length,
      failed: [...answers.verdicts].filter(verdict => verdict !== 0).length,
      hotSwaps: count('hot swap'),
      rollingRestarts: count('rolling restart'),
      p50Ms: rounded(percentile(times, 0.5)),
      p99Ms: rounded(percentile(times, 0.99)),
      longestMs: rounded(times.reduce((longest, ms) => Math.max(longest, ms), 0)),
    },
  }
}

/** Resolves when every worker has put the new supergraph in force. */
async function swap(replace: () => Promise<void>, metricsUrl: string): Promise<void> {
  const before = await swapsCounted(metricsUrl)
  await replace()
  await until(async () => (await swapsCounted(metricsUrl)) >= before + workers, 'no new supergraph came into force')
}

async function swapsCounted(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl, { signal: AbortSignal.timeout(10_000) })).text()
  return Number(/^helsegraf_schema_changes_total\{outcome="swapped"\} (\d+)$/m.exec(text)?.[1] ?? 0)
}

/** Resolves when every worker is another. */
async function restart(gateway: PinnedProcess): Promise<void> {
  const before = new Set(gateway.children())
  gateway.signal('SIGHUP')
  await until(() => {
    const now = gateway.children()
    return now.length === workers && now.every(pid => !before.has(pid))
  }, 'not all workers were replaced')
}

async function until(isSo: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = performance.now() + changeMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(otherwise)
    await wait(50)
  }
}
