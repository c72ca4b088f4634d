import type { Server, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Crowd } from './crowd.ts'

export type DrainTimes = {
  /** Requests are still taken for so long, while whoever distributes them learns to send them elsewhere. */
  readonly graceMs: number
  /** What is under way after the grace has so long to finish; then its connections are cut. */
  readonly finishMs: number
}

export type Drain = {
  readonly isDraining: boolean
  /**
   * From now on every answer ends its connection, so that a client that keeps one opens the next elsewhere. After the
   * grace no connection is accepted, idle ones are closed, and what has begun is finished.
   */
  begin(times: DrainTimes): Promise<void>
}

/** The end of an HTTP server, without a request failing. To be made before the server has other listeners. */
export function createDrain(server: Server): Drain {
  const open = new Crowd<ServerResponse>()
  let isDraining = false
  server.on('request', (_, response) => {
    if (isDraining) response.shouldKeepAlive = false
    const seat = open.enter(response)
    response.on('close', () => open.leave(seat))
  })
  return {
    get isDraining() {
      return isDraining
    },
    async begin({ graceMs, finishMs }) {
      isDraining = true
      // Has no effect on an answer whose head is already written: its connection ends at the next.
      for (const response of open.all()) response.shouldKeepAlive = false
      if (graceMs > 0) await pause(graceMs)
      const cut = setTimeout(() => server.closeAllConnections(), finishMs)
      await new Promise<void>(resolve => void server.close(() => resolve()))
      clearTimeout(cut)
    },
  }
}
