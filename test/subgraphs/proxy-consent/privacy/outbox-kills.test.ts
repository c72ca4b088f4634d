import { expect, test } from 'vitest'
import { drill, faultsOf } from '../../../bench/outbox/drill.ts'
import { aServerDatabase } from '../../../database.ts'

const server = process.env.TEST_DATABASE_URL
/** The broker is on trial too where there is one. */
const amqpUrl = process.env.TEST_AMQP_URL

test.skipIf(!server)(
  `the relay killed again and again: every subscriber is told all, in order${amqpUrl ? '' : ' (no TEST_AMQP_URL: webhooks alone)'}`,
  { timeout: 120_000 },
  async () => {
    await using database = await aServerDatabase(server ?? '')
    const { told, ends } = await drill({ database, databaseUrl: database.url, amqpUrl, changes: 300, kills: 2 })
    for (const one of told) {
      expect(faultsOf(one, ends.get(one.definition) ?? 0)).toMatchObject({ lost: 0, outOfOrder: 0 })
    }
    expect(told.length).toBe(amqpUrl ? 6 : 4)
  },
)
