import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How often the delay is measured, and how often it is told. */
const resolutionMs = 5
const lookMs = 100

/**
 * Tells ten times a second how late the event loop runs: the median of the last tenth, so that one pause of the garbage
 * collector is not taken for load. A loop that is late tells it late, and then its long turns are the median.
 */
export function watchEventLoop(look: (lagMs: number) => void): { close(): void } {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  const timer = setInterval(() => {
    look(Math.max(0, delays.percentile(50) / 1e6 - resolutionMs))
    delays.reset()
  }, lookMs)
  timer.unref()
  return {
    close() {
      clearInterval(timer)
      delays.disable()
    },
  }
}
