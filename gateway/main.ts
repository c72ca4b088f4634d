import { parse } from 'graphql'
import { pino } from 'pino'
import { createAccessTokenSigner } from '../schema/access.ts'
import { toLoggableError } from '../schema/loggable-error.ts'
import { buildGateway } from './build-gateway.ts'
import { readConfig } from './config.ts'
import { followSupergraph } from './follow-supergraph.ts'
import { remoteKeys } from './identity/citizen-token.ts'
import { createMetrics } from './metrics.ts'
import { subgraphAddresses } from './transport/addresses.ts'

/** The gateway alone, as its own process. The only file here that touches `process`. */
const log = pino({ base: null })

async function main(): Promise<void> {
  const { config, secrets } = readConfig(process.env)
  const addressesIn = (sdl: string) => ({ ...subgraphAddresses(parse(sdl)), ...config.subgraphUrls })
  const doorsOf = (sdl: string) =>
    Object.fromEntries(Object.entries(addressesIn(sdl)).map(([name, url]) => [name, { url }]))
  const addresses = addressesIn(config.supergraph)
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
    doors: doorsOf(config.supergraph),
    identity,
    audience: config.audience,
    trustedDocuments: config.trustedDocuments,
    corsOrigins: config.corsOrigins,
    operationMs: config.operationMs,
    isIntrospectable: config.isIntrospectable,
    metrics,
    // Loaded only where it is used.
    tracing: config.tracing && (await import('./telemetry/tracing.ts')).openTracing(config.tracing),
    requestLog: log,
    reportUnplanned: error => log.error({ error: toLoggableError(error) }, 'a valid operation has no plan'),
    reportRefusedDocument: (id, reason) => log.warn({ id, reason }, 'a trusted document does not fit the schema'),
    reportBug: (error, eventId) => log.error({ eventId, error: toLoggableError(error) }, 'bug'),
  })
  const metricsServer = await metrics.serve(config.host, config.metricsPort)
  const url = await gateway.listen(config.host, config.port)
  if (!identity) log.warn('OPEN_ACCESS: everyone may ask everything, without signing in')
  log.info({ graphql: `${url}/graphql`, metrics: metricsServer.url, subgraphs: addresses }, 'the gateway is listening')

  const supergraph = { path: config.supergraphPath, sdl: config.supergraph }
  const followed = followSupergraph({ gateway, ...supergraph, doorsOf, log })
  process.on('SIGUSR2', followed.readAgain)

  const stop = async (signal: string) => {
    log.info({ signal }, 'finishing what has begun')
    followed.close()
    await gateway.close()
    await metricsServer.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

async function printPlan(): Promise<void> {
  const { explain } = await import('./explain.ts')
  const { text, isPlan } = await explain(process.argv.slice(3), process.env.SUPERGRAPH ?? 'schema/supergraph.graphql')
  const stream = isPlan ? process.stdout : process.stderr
  stream.write(`${text}\n`)
  process.exitCode = isPlan ? 0 : 1
}

const run = process.argv[2] === 'explain' ? printPlan : main

run().catch((error: Error) => {
  log.fatal(error.message)
  process.exit(1)
})
