import { createAccessLog } from '../../../subgraphs/kernel/access-log.ts'
import { openDatabase } from '../../../subgraphs/kernel/database.ts'
import { ownCatalogue } from '../../../subgraphs/proxy-consent/privacy/catalogue/catalogue.ts'
import { createBell } from '../../../subgraphs/proxy-consent/privacy/outbox/bell.ts'
import { createBroker } from '../../../subgraphs/proxy-consent/privacy/outbox/broker.ts'
import { startRelay } from '../../../subgraphs/proxy-consent/privacy/outbox/relay.ts'
import { createPoster } from '../../../subgraphs/proxy-consent/privacy/outbox/webhook.ts'

/** The relay as a process of its own, which may be killed at any moment. */
export type RelayPlan = { readonly databaseUrl: string; readonly amqpUrl?: string | undefined; readonly secret: string }

process.on('message', async ({ databaseUrl, amqpUrl, secret }: RelayPlan) => {
  const key = Buffer.from(secret, 'base64')
  const database = await openDatabase({ url: databaseUrl, poolSize: 2 })
  startRelay({
    database,
    catalogue: ownCatalogue,
    keys: [{ id: '1', key }],
    pseudonymKey: key,
    subjectKey: key,
    accessLog: await createAccessLog(database),
    poster: createPoster({ allowsPrivate: true }),
    broker: amqpUrl === undefined ? undefined : createBroker(amqpUrl),
    bell: createBell(),
    clock: () => new Date(),
    report: error => console.error(error),
  })
  process.send?.('started')
})
process.on('disconnect', () => process.exit(0))
