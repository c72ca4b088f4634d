import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Wakes those who wait for changes in this process. Changes made in another process ring no bell here: whoever waits
 * looks by itself after a while as well.
 */
export type Bell = {
  ring(): void
  /** Resolves at the next ring, after so many milliseconds, or when the signal ends. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let rung = Promise.withResolvers<void>()
  return {
    ring() {
      rung.resolve()
      rung = Promise.withResolvers<void>()
    },
    async wait(ms, signal) {
      const over = new AbortController()
      const until = signal ? AbortSignal.any([signal, over.signal]) : over.signal
      await Promise.race([rung.promise, sleep(ms, undefined, { signal: until }).catch(() => {})])
      over.abort()
    },
  }
}
