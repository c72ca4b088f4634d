import { setTimeout as sleep } from 'node:timers/promises'
import type { Chain, EntryRow } from './entry.ts'
import type { HeadKeeper } from './head-keeper.ts'
import { openSpools, type Spool, type SpoolPlace } from './spool.ts'
import { type AccessLogStore, isOutage } from './store.ts'

/** How long, how much and where lines may wait on this machine's disk while the store is down. */
export type BufferPlan = SpoolPlace & { readonly seconds: number }

export type BufferEvent =
  /** Lines are kept on this machine's disk: the store does not answer. */
  | { readonly event: 'buffering'; readonly cause: unknown }
  /** The store has all that waited. */
  | { readonly event: 'drained'; readonly entries: number }
  /** The store will not take lines as they are: somebody must look. */
  | { readonly event: 'refused'; readonly cause: unknown }

export type Buffer = {
  /** Whether something waits: then what comes later waits behind it. */
  isWaiting(): boolean
  /** @throws when lines have waited for too long, or there is no room: then the log is closed */
  keep(rows: readonly EntryRow[], cause?: unknown): void
  /** What has not reached the store by now stays on the disk for the next start. */
  close(): Promise<void>
}

type BufferParts = {
  readonly store: AccessLogStore
  readonly heads: HeadKeeper | undefined
  readonly clock: () => Date
  readonly report: (event: BufferEvent) => void
}

const firstRetryMs = 100
const longestRetryMs = 2_000
const drainedAtOnce = 500

/** Begins with what processes that are no more have left behind. */
export function openBuffer(plan: BufferPlan, { store, heads, clock, report }: BufferParts): Buffer {
  const { own, left } = openSpools(plan)
  const others = new Set(left)
  const closing = new AbortController()
  let draining: Promise<void> | undefined

  /** The store takes the oldest of what waits. Says how far the chains in it have come. */
  async function drainSome(spool: Spool): Promise<Map<string, Chain>> {
    const waiting = spool.first(drainedAtOnce)
    await store.append(waiting.map(({ row }) => row))
    spool.forget(waiting.at(-1)?.number ?? 0)
    return new Map(waiting.map(({ row: { writer, sequence, hash } }) => [writer, { writer, sequence, hash }]))
  }

  /** A chain whose writer is no more ends with what it left. */
  async function clear(spool: Spool): Promise<number> {
    const ends = new Map<string, Chain>()
    let entries = 0
    for (let from = spool.oldestAt(); from && !closing.signal.aborted; from = spool.oldestAt()) {
      for (const [writer, chain] of await drainSome(spool)) {
        entries += chain.sequence - (ends.get(writer)?.sequence ?? chain.sequence - 1)
        ends.set(writer, chain)
        if (spool === own) heads?.reached(chain)
      }
    }
    if (spool !== own && !spool.oldestAt()) {
      for (const chain of ends.values()) await heads?.end(chain)
      others.delete(spool)
      spool.remove()
    }
    return entries
  }

  async function drain(): Promise<void> {
    let retryMs = firstRetryMs
    let isToldOfRefusal = false
    while (!closing.signal.aborted) {
      const spool = own.oldestAt() ? own : [...others][0]
      if (!spool) return
      try {
        const entries = await clear(spool)
        if (entries > 0) report({ event: 'drained', entries })
        retryMs = firstRetryMs
      } catch (cause) {
        if (!isOutage(cause) && !isToldOfRefusal) report({ event: 'refused', cause })
        isToldOfRefusal ||= !isOutage(cause)
        await sleep(retryMs, undefined, { ref: false, signal: closing.signal }).catch(() => {})
        retryMs = Math.min(retryMs * 2, longestRetryMs)
      }
    }
  }

  function startDraining(): void {
    draining ??= drain().finally(() => {
      draining = undefined
    })
  }

  if (others.size > 0) startDraining()
  return {
    isWaiting: () => own.oldestAt() !== undefined,
    keep(rows, cause) {
      const now = clock()
      const since = own.oldestAt()
      if (since && now.getTime() - since.getTime() > plan.seconds * 1_000) {
        throw new Error(`the access log’s store has been away for more than ${plan.seconds} seconds`)
      }
      own.keep(rows, now)
      if (!since) report({ event: 'buffering', cause })
      startDraining()
    },
    async close() {
      closing.abort()
      await draining
      if (own.oldestAt()) own.close()
      else own.remove()
      for (const spool of others) spool.close()
    },
  }
}
