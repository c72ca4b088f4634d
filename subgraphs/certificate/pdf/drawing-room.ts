import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Drawn } from './drawing-thread.ts'
import type { Sheet } from './sheet.ts'

export type DrawingRoom = {
  /** @throws DrawingBusy when too many wait; Error when it takes too long or cannot be drawn */
  draw(sheet: Sheet): Promise<Uint8Array>
  close(): Promise<void>
}

/** More wait already than can be drawn in time. */
export class DrawingBusy extends Error {
  override name = 'DrawingBusy'
}

export type DrawingLimits = {
  /** From being asked for to being drawn. */
  readonly deadlineMs: number
  readonly waiting: number
  readonly bytes: number
}

/** The same file from source and compiled. */
const drawingThread = new URL(`./drawing-thread${extname(import.meta.url)}`, import.meta.url)

const defaults: DrawingLimits = { deadlineMs: 5_000, waiting: 64, bytes: 512 * 1024 }
const memoryMb = 128

type Waiting = { readonly done: (bytes: Uint8Array) => void; readonly failed: (error: Error) => void }

/**
 * One thread that draws, started when it is first needed, and again after it died. What is drawn too slowly ends the
 * thread with everything that waits for it: a page that takes seconds is broken, and so is whatever would follow it.
 */
export function createDrawingRoom(limits = defaults, script = drawingThread): DrawingRoom {
  const { deadlineMs, waiting: most, bytes: largest } = limits
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let lastId = 0

  function abandon(reason: Error): void {
    const left = thread
    thread = undefined
    void left?.terminate()
    for (const { failed } of waiting.values()) failed(reason)
    waiting.clear()
  }

  function open(): Worker {
    if (thread) return thread
    const fresh = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } })
    fresh.unref()
    fresh.on('message', (drawn: Drawn) => {
      const waited = waiting.get(drawn.id)
      waiting.delete(drawn.id)
      if ('failure' in drawn) waited?.failed(Object.assign(new Error(drawn.failure.message), drawn.failure))
      else if (drawn.bytes.length > largest) waited?.failed(new Error(`a PDF of ${drawn.bytes.length} bytes`))
      else waited?.done(drawn.bytes)
    })
    fresh.on('error', error => thread === fresh && abandon(error as Error))
    fresh.on('exit', () => thread === fresh && abandon(new Error('the drawing thread ended')))
    thread = fresh
    return fresh
  }

  return {
    draw(sheet) {
      if (waiting.size >= most) return Promise.reject(new DrawingBusy())
      const id = ++lastId
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
      waiting.set(id, { done: resolve, failed: reject })
      const timer = setTimeout(() => abandon(new Error('drawing took too long')), deadlineMs)
      open().postMessage({ id, sheet })
      return promise.finally(() => clearTimeout(timer))
    },
    async close() {
      const left = thread
      abandon(new Error('the drawing room closes'))
      await left?.terminate()
    },
  }
}
