import { parentPort } from 'node:worker_threads'
import { draw } from './draw.ts'
import type { Sheet } from './sheet.ts'

/** A thread that draws: a page costs some 50 ms of computing, and nobody else should wait for that. */
export type Drawing = { readonly id: number; readonly sheet: Sheet }
export type Drawn =
  /** The first message: what drawing needs has been loaded. */
  | 'ready'
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly failure: { readonly message: string; readonly stack: string | undefined } }

parentPort?.on('message', ({ id, sheet }: Drawing) => {
  const tell = (drawn: Drawn) => parentPort?.postMessage(drawn)
  draw(sheet).then(
    bytes => tell({ id, bytes }),
    (error: Error) => tell({ id, failure: { message: error.message, stack: error.stack } }),
  )
})
parentPort?.postMessage('ready' satisfies Drawn)
