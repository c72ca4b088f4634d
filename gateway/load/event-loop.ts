import { performance } from 'node:perf_hooks'

const tickMs = 20
const lookMs = 100

/** Of the time since it was last asked, the share that the event loop did not spend waiting for events. */
export function watchBusyShare(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization
  }
}

export type EventLoopWatch = {
  /** How late its turn is at this moment; below zero when it is not. */
  lateMs(): number
  close(): void
}

/**
 * Tells some ten times a second how late the event loop runs: the median of its ticks since the last time, so that one
 * pause of the garbage collector is not taken for load. Node's own `monitorEventLoopDelay` says nothing after a reset
 * until it has ticked twice: of a loop whose turns take as long as a look it tells no delay at all.
 */
export function watchEventLoop(look: (lagMs: number) => void): EventLoopWatch {
  let lags: number[] = []
  let lookedAt = performance.now()
  let due = 0
  let timer: NodeJS.Timeout

  function tick(): void {
    const now = performance.now()
    lags.push(Math.max(0, now - due))
    if (now - lookedAt >= lookMs) {
      look(lags.sort((a, b) => a - b)[lags.length >> 1] ?? 0)
      lags = []
      lookedAt = now
    }
    again()
  }

  function again(): void {
    due = performance.now() + tickMs
    timer = setTimeout(tick, tickMs)
    timer.unref()
  }

  again()
  return { lateMs: () => performance.now() - due, close: () => clearTimeout(timer) }
}
