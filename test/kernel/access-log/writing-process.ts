import { createAccessLog } from '../../../subgraphs/kernel/access-log.ts'
import { openDatabase } from '../../../subgraphs/kernel/database.ts'
import { entries } from './an-entry.ts'

/* A process that records what it is told to, and tells when that is durable. It is there to be killed. */
export type WritingPlan = { readonly url: string; readonly directory: string }

process.on('message', async ({ url, directory }: WritingPlan) => {
  const database = await openDatabase({ url, poolSize: 1 })
  const log = await createAccessLog(database, {
    role: 'inserts',
    buffer: { directory, bytes: 1024 * 1024, seconds: 60 },
    report: ({ event }) => process.send?.(event),
  })
  process.send?.('started')
  for (let number = 1; ; number++) {
    await log.record(...entries(1, { correlationId: `killed-${number}` }))
    process.send?.(number)
  }
})
process.once('disconnect', () => process.exit())
