import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Drawn } from './drawing-thread.ts'
import type { Sheet } from './sheet.ts'

export type DrawingRoom = {
  /** @throws DrawingUnavailable when too many wait or it takes too long; Error when it cannot be drawn */
  draw(sheet: Sheet): Promise<Uint8Array>
  close(): Promise<void>
}

/** More wait already than can be drawn in time, or the time is over. */
export class DrawingUnavailable extends Error {
  override name = 'DrawingUnavailable'
}

export type DrawingLimits = {
  /** From being asked for to being drawn, by a thread that has started. */
  readonly deadlineMs: number
  /** For a thread to load what it draws with: on a busy machine that takes longer than any page. */
  readonly startMs: number
  readonly waiting: number
  readonly bytes: number
}

/** The same file from source and compiled. */
const drawingThread = new URL(`./drawing-thread${extname(import.meta.url)}`, import.meta.url)

const defaults: DrawingLimits = { deadlineMs: 5_000, startMs: 20_000, waiting: 64, bytes: 512 * 1024 }
const memoryMb = 128

type Thread = { readonly worker: Worker; readonly ready: Promise<void> }
type Waiting = { readonly done: (bytes: Uint8Array) => void; readonly failed: (error: Error) => void }

/**
 * One thread that draws, started when it is first needed, and again after it died. What is drawn too slowly ends the
 * thread with everything that waits for it: a page that takes seconds is broken, and so is whatever would follow it.
 */
export function createDrawingRoom(limits = defaults, script = drawingThread): DrawingRoom {
  const { deadlineMs, startMs, waiting: most, bytes: largest } = limits
  const waiting = new Map<number, Waiting>()
  let thread: Thread | undefined
  let lastId = 0

  function abandon(reason: Error): void {
    const left = thread
    thread = undefined
    void left?.worker.terminate()
    for (const { failed } of waiting.values()) failed(reason)
    waiting.clear()
  }

  function take(drawn: Exclude<Drawn, 'ready'>): void {
    const waited = waiting.get(drawn.id)
    waiting.delete(drawn.id)
    if ('failure' in drawn) waited?.failed(Object.assign(new Error(drawn.failure.message), drawn.failure))
    else if (drawn.bytes.length > largest) waited?.failed(new Error(`a PDF of ${drawn.bytes.length} bytes`))
    else waited?.done(drawn.bytes)
  }

  function open(): Thread {
    if (thread) return thread
    const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } })
    const { promise: ready, resolve } = Promise.withResolvers<void>()
    const fresh: Thread = { worker, ready }
    worker.unref()
    worker.on('message', (drawn: Drawn) => (drawn === 'ready' ? resolve() : take(drawn)))
    worker.on('error', error => thread === fresh && abandon(error as Error))
    worker.on('exit', () => thread === fresh && abandon(new Error('the drawing thread ended')))
    thread = fresh
    return fresh
  }

  /** Ends the thread when a sheet is not drawn in time; answers how to stop watching. */
  function watch({ ready }: Thread): () => void {
    const late = () => abandon(new DrawingUnavailable('drawing took too long'))
    let timer = setTimeout(late, startMs)
    let isOver = false
    void ready.then(() => {
      clearTimeout(timer)
      if (!isOver) timer = setTimeout(late, deadlineMs)
    })
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }

  return {
    draw(sheet) {
      if (waiting.size >= most) return Promise.reject(new DrawingUnavailable('too many wait'))
      const id = ++lastId
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
      waiting.set(id, { done: resolve, failed: reject })
      const own = open()
      own.worker.postMessage({ id, sheet })
      return promise.finally(watch(own))
    },
    async close() {
      const left = thread
      abandon(new Error('the drawing room closes'))
      await left?.worker.terminate()
    },
  }
}
