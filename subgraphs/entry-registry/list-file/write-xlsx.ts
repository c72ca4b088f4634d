import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { PublicError } from '../../../schema/errors.ts'
import type { Table } from './columns.ts'

/** The same file from source and compiled. */
const thread = new URL(`./xlsx-thread${extname(import.meta.url)}`, import.meta.url)
const longestMs = 20_000
const memoryMb = 256

/** In a thread of its own: some thousand rows cost a second, and nobody else's question should wait for that. */
export async function writeXlsx(table: Table): Promise<Uint8Array> {
  const worker = new Worker(thread, {
    workerData: table,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const timer = setTimeout(
    () => reject(new PublicError('REGISTRY_TIMEOUT', { details: { register: 'entry-registry' } })),
    longestMs,
  )
  worker.once('message', resolve)
  worker.once('error', reject)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
