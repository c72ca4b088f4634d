import { openDatabase } from '../../../subgraphs/kernel/database.ts'
import { progress, type Report, rounded } from '../report.ts'
import { createScratchDatabase } from '../servers.ts'
import { drill, faultsOf } from './drill.ts'

/**
 * The relay killed with SIGKILL 20 times during 10,000 changes (`--quick`: 4 times during 1,000): nothing lost, nothing
 * out of order, on PostgreSQL and, where `BENCH_AMQP_URL` or `TEST_AMQP_URL` names a broker, on RabbitMQ.
 */
export async function benchOutbox(options: readonly string[]): Promise<Report> {
  const [changes, kills] = options.includes('--quick') ? [1_000, 4] : [10_000, 20]
  const scratch = await createScratchDatabase()
  const database = await openDatabase({ url: scratch.url, poolSize: 6 })
  try {
    const amqpUrl = process.env.BENCH_AMQP_URL ?? process.env.TEST_AMQP_URL
    progress(`${changes} changes, ${kills} kills, ${amqpUrl ? 'with' : 'without'} a broker`)
    const found = await drill({ database, databaseUrl: scratch.url, amqpUrl, changes, kills })
    const rows = found.told.map(told => ({
      subscriber: told.subscriber,
      definition: told.definition.slice(0, 8),
      told: told.positions.length,
      ...faultsOf(told, found.ends.get(told.definition) ?? 0),
    }))
    const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0)
    return {
      name: 'outbox',
      rows,
      ratios: {
        lost: sum(({ lost }) => lost),
        outOfOrder: sum(({ outOfOrder }) => outOfOrder),
        // How often something was told again, of all that was told.
        againShare: rounded(sum(({ again }) => again) / sum(({ told }) => told)),
        changesPerSecond: rounded(changes / found.seconds),
      },
    }
  } finally {
    await database.close()
    await scratch.drop()
  }
}
