import cluster, { type Worker } from 'node:cluster'
import { setTimeout as pause } from 'node:timers/promises'
import { GatheredMetrics } from './cluster-metrics.ts'
import { serveText } from './metrics.ts'

/*
 * One gateway on all cores: workers share a listening socket and, beside Redis, nothing else. This process answers no
 * request; it keeps the workers' number, replaces them one by one when told to, and adds up their figures.
 */

export type ClusterParts = {
  readonly workers: number
  readonly host: string
  readonly metricsPort: number
  /** A worker that does not take requests so soon after its start has failed. */
  readonly startMs: number
  readonly log: ClusterLog
}

export type ClusterLog = {
  info(line: object, message: string): void
  warn(line: object, message: string): void
  error(line: object, message: string): void
}

export type Cluster = {
  /** Replaces every worker by a new one that reads its configuration afresh, one at a time. Calls run one after another. */
  restart(): Promise<void>
  /** For every worker that there is; one that is starting gets it as soon as it listens. */
  signal(signal: NodeJS.Signals): void
  /** Tells all workers to finish, and waits until they have. */
  close(signal: NodeJS.Signals): Promise<void>
}

/** A worker that dies is replaced after this, doubled each time it happens again, up to the longest. */
const replacement = { firstMs: 100, longestMs: 10_000 }
/** A worker that has lived so long died of something new. */
const healthyMs = 30_000

type Member = {
  readonly worker: Worker
  readonly bornAt: number
  /** Whether it takes requests, when that is known. */
  readonly begun: Promise<boolean>
  readonly gone: Promise<void>
  /** Told to finish, or about to be: its end is no death. */
  isRetired: boolean
  /** Before it listens, the default of a signal would end it. What it is to be told is kept until then. */
  takesSignals: boolean
  readonly missed: Set<NodeJS.Signals>
}

/** What a worker says when it takes requests. */
export type Listening = { readonly kind: 'listening' }

/** Resolves when all workers take requests. @throws where the first of them cannot start */
export async function startCluster({ workers, log, startMs, ...parts }: ClusterParts): Promise<Cluster> {
  const members = new Set<Member>()
  const metrics = new GatheredMetrics()
  let isClosing = false
  let failures = 0
  let last: Promise<void> = Promise.resolve()

  /** Resolves when the worker takes requests. */
  async function bear(): Promise<Member> {
    const worker = cluster.fork()
    metrics.add(worker)
    const gone = new Promise<void>(resolve => void worker.once('exit', () => resolve()))
    const begun = takesRequests(worker, startMs)
    const life = { isRetired: false, takesSignals: false, missed: new Set<NodeJS.Signals>() }
    const member: Member = { worker, bornAt: performance.now(), begun, gone, ...life }
    members.add(member)
    worker.once('exit', () => members.delete(member))
    if (await begun) {
      worker.once('exit', (code, signal) => isClosing || member.isRetired || mourn(member, code, signal))
      member.takesSignals = true
      for (const signal of member.missed) worker.process.kill(signal)
      return member
    }
    worker.process.kill('SIGKILL')
    throw new Error('a worker could not start')
  }

  function mourn({ worker, bornAt }: Member, code: number | null, signal: string | null): void {
    log.error({ pid: worker.process.pid, code, signal }, 'a worker died')
    if (performance.now() - bornAt > healthyMs) failures = 0
    void replace()
  }

  async function replace(): Promise<void> {
    while (!isClosing) {
      const waitMs = Math.min(replacement.firstMs * 2 ** failures++, replacement.longestMs)
      await pause(waitMs)
      if (isClosing) return
      try {
        const { worker } = await bear()
        return log.info({ pid: worker.process.pid }, 'a new worker takes its place')
      } catch (error) {
        log.error({ reason: (error as Error).message }, 'a worker could not be replaced')
      }
    }
  }

  /** The new one takes requests before the old one stops. It takes its place also where that one dies meanwhile. */
  async function restartOne(old: Member): Promise<void> {
    old.isRetired = true
    const { worker } = await bear().catch(error => {
      old.isRetired = false
      if (!members.has(old)) void replace()
      throw error
    })
    old.worker.process.kill('SIGTERM')
    await old.gone
    log.info({ old: old.worker.process.pid, new: worker.process.pid }, 'a worker was replaced')
  }

  async function restartAll(): Promise<void> {
    try {
      // Whoever died while another was replaced has been replaced too.
      for (const member of [...members])
        if ((await member.begun) && !isClosing && members.has(member)) await restartOne(member)
      log.info({ workers: members.size }, 'all workers are new')
    } catch (error) {
      log.error({ reason: (error as Error).message }, 'the restart stopped; the workers that are left go on')
    }
  }

  const metricsServer = await serveText(parts.host, parts.metricsPort, metrics)
  try {
    await Promise.all(Array.from({ length: workers }, bear))
  } catch (error) {
    // Those that were still starting would outlive this process.
    for (const { worker } of members) worker.process.kill('SIGKILL')
    await Promise.all([...members].map(({ gone }) => gone))
    throw error
  }
  log.info({ workers, metrics: metricsServer.url }, 'all workers take requests')

  return {
    restart() {
      last = last.then(restartAll)
      return last
    },
    signal(signal) {
      for (const { worker, takesSignals, missed } of members) {
        if (takesSignals) worker.process.kill(signal)
        else missed.add(signal)
      }
    },
    async close(signal) {
      isClosing = true
      const all = [...members]
      for (const { worker } of all) worker.process.kill(signal)
      await Promise.all(all.map(({ gone }) => gone))
      await metricsServer.close()
    },
  }
}

function takesRequests(worker: Worker, withinMs: number): Promise<boolean> {
  return new Promise(resolve => {
    worker.on('message', (message: Partial<Listening> | undefined) => message?.kind === 'listening' && resolve(true))
    worker.once('exit', () => resolve(false))
    setTimeout(() => resolve(false), withinMs).unref()
  })
}
