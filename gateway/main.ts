import { parse } from 'graphql'
import { pino } from 'pino'
import { createAccessTokenSigner } from '../schema/access.ts'
import { toLoggableError } from '../schema/loggable-error.ts'
import { buildGateway } from './build-gateway.ts'
import { readConfig } from './config.ts'
import { remoteKeys } from './identity/citizen-token.ts'
import { createMetrics } from './metrics.ts'
import { subgraphAddresses } from './transport/addresses.ts'

/** The gateway alone, as its own process. The only file here that touches `process`. */
const log = pino({ base: null })

async function main(): Promise<void> {
  const { config, secrets } = readConfig(process.env)
  const addresses = { ...subgraphAddresses(parse(config.supergraph)), ...config.subgraphUrls }
  const clock = () => new Date()
  const identity =
    config.citizens && secrets
      ? {
          citizens: { ...config.citizens, keys: remoteKeys(config.citizens.jwksUrl) },
          identifierProfile:
            process.env.NODE_ENV === 'production' ? ('only-real' as const) : ('only-synthetic' as const),
          pseudonymKey: secrets.pseudonymKey,
          identityKeys: secrets.identityKeys,
          signAccessToken: await createAccessTokenSigner(secrets.accessTokenKey),
          clock,
        }
      : undefined
  const metrics = createMetrics()
  const gateway = await buildGateway({
    supergraph: config.supergraph,
    doors: Object.fromEntries(Object.entries(addresses).map(([name, url]) => [name, { url }])),
    identity,
    audience: config.audience,
    trustedDocuments: config.trustedDocuments,
    corsOrigins: config.corsOrigins,
    operationMs: config.operationMs,
    isIntrospectable: config.isIntrospectable,
    metrics,
    reportRefusedDocument: (id, reason) => log.warn({ id, reason }, 'a trusted document does not fit the schema'),
    reportBug: (error, eventId) => log.error({ eventId, error: toLoggableError(error) }, 'bug'),
  })
  const metricsServer = await metrics.serve(config.host, config.metricsPort)
  const url = await gateway.listen(config.host, config.port)
  if (!identity) log.warn('OPEN_ACCESS: everyone may ask everything, without signing in')
  log.info({ graphql: `${url}/graphql`, metrics: metricsServer.url, subgraphs: addresses }, 'the gateway is listening')

  const stop = async (signal: string) => {
    log.info({ signal }, 'finishing what has begun')
    await gateway.close()
    await metricsServer.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch((error: Error) => {
  log.fatal(error.message)
  process.exit(1)
})
