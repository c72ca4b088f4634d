import cluster from 'node:cluster'
import { GraphQLError, parse } from 'graphql'
import { pino } from 'pino'
import { toLoggableError } from '../schema/loggable-error.ts'
import { buildGateway, type Gateway } from './build-gateway.ts'
import { type Listening, startCluster } from './cluster.ts'
import type { FiguresTold, FiguresWanted } from './cluster-metrics.ts'
import { type Config, readConfig } from './config.ts'
import { followSupergraph } from './follow-supergraph.ts'
import type { Secrets } from './identity-config.ts'
import { quotaLine } from './load/quota.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { openIdentity } from './open-identity.ts'
import { onReadAgain } from './read-again.ts'
import { subgraphAddresses, unknownSubgraphs } from './transport/addresses.ts'

/** The life of the gateway's process, from its environment to its end. Beside it only read-again.ts touches `process`. */
// Lines are written some at a time: a system call for each would be a tenth of what a small request costs.
const lines = pino.destination({ dest: 1, sync: true, minLength: 4_096, periodicFlush: 100 })
process.on('exit', () => lines.flushSync())
const log = pino({ base: null }, lines)

/** With workers this process only keeps them; each of them runs this file too. */
async function main(): Promise<void> {
  const { config, secrets } = readConfig(process.env)
  await (config.workers > 0 && cluster.isPrimary ? keepWorkers(config) : answerRequests(config, secrets))
}

const workerStartMs = 60_000

async function keepWorkers({ workers, host, metricsPort }: Config): Promise<void> {
  const kept = await startCluster({ workers, host, metricsPort, startMs: workerStartMs, log })
  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'all workers finish what has begun')
    await kept.close(signal)
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.on('SIGHUP', () => void kept.restart())
  onReadAgain(() => kept.signal('SIGUSR2'))
}

async function answerRequests(config: Config, secrets: Secrets | undefined): Promise<void> {
  const addressesIn = (sdl: string) => subgraphAddresses(parse(sdl), config.subgraphUrls)
  const doorsOf = (sdl: string) =>
    Object.fromEntries(Object.entries(addressesIn(sdl)).map(([name, url]) => [name, { url }]))
  const clock = () => new Date()
  const isProduction = process.env.NODE_ENV === 'production'
  const identity =
    config.identity && secrets && (await openIdentity(config.identity, secrets, { clock, isProduction, log }))
  const metrics = createMetrics()
  const gateway = await startedFrom(config.supergraphPath, async () =>
    buildGateway({
      supergraph: config.supergraph,
      doors: doorsOf(config.supergraph),
      identity: identity?.parts,
      audience: config.audience,
      views: config.views,
      trustedDocuments: config.trustedDocuments,
      corsOrigins: config.corsOrigins,
      operationMs: config.operationMs,
      transportLimits: config.transportLimits,
      admission: config.admission,
      isIntrospectable: config.isIntrospectable,
      metrics,
      planner: config.planner,
      overrideLabels: config.overrideLabels,
      // Loaded only where it is used.
      tracing: config.tracing && (await import('./telemetry/tracing.ts')).openTracing(config.tracing),
      requestLog: log,
      reportUnplanned: error => log.error({ error: toLoggableError(error) }, 'a valid operation has no plan'),
      reportRefusedDocument: (id, reason) => log.warn({ id, reason }, 'a trusted document does not fit the schema'),
      reportShared: (subgraph, ids) => log.info({ subgraph, ...ids }, 'a read was answered by another'),
      alarm: used => log.warn(quotaLine(used), 'a quota is used up'),
      reportBug: (error, eventId) => log.error({ eventId, error: toLoggableError(error) }, 'bug'),
    }),
  )
  const metricsServer = cluster.isWorker ? tellFigures(metrics) : await metrics.serve(config.host, config.metricsPort)
  const url = await gateway.listen(config.host, config.port)
  if (!identity) log.warn('OPEN_ACCESS: everyone may ask everything, without signing in')
  else if (!identity.register) log.warn('no CLIENTS_FILE: every client that a login knows may be used')
  log.info(
    {
      pid: process.pid,
      graphql: `${url}/graphql`,
      metrics: metricsServer.url,
      subgraphs: addressesIn(config.supergraph),
    },
    'the gateway is listening',
  )
  const misspelt = unknownSubgraphs(parse(config.supergraph), config.subgraphUrls)
  if (misspelt.length > 0) log.warn({ names: misspelt }, 'SUBGRAPH_URLS has names that are not in the supergraph')

  const supergraph = { path: config.supergraphPath, sdl: config.supergraph }
  const followed = followSupergraph({ gateway, ...supergraph, doorsOf, log })
  onReadAgain(() => {
    followed.readAgain()
    identity?.register?.readAgain()
  })

  let isStopping = false
  const stop = async (signal: string) => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'finishing what has begun')
    followed.close()
    // Whoever stops it at a keyboard does not distribute requests.
    await gateway.close(signal === 'SIGTERM' ? config.drain : { ...config.drain, graceMs: 0 })
    identity?.close()
    await metricsServer.close()
    process.exit(0)
  }
  // A keyboard tells all processes at once, and the one that keeps workers tells them again: twice is not «at once».
  const listen = cluster.isWorker ? 'on' : 'once'
  process[listen]('SIGTERM', stop)
  process[listen]('SIGINT', stop)
  // A terminal that closes tells all of its processes; workers hear from the process that keeps them.
  process.on('SIGHUP', signal => cluster.isWorker || stop(signal))
  if (cluster.isWorker) process.send?.({ kind: 'listening' } satisfies Listening)
}

/** What is wrong with a supergraph at the start is told with its file, and with the place where there is one. */
async function startedFrom(path: string, build: () => Promise<Gateway>): Promise<Gateway> {
  try {
    return await build()
  } catch (cause) {
    const [at] = (cause instanceof GraphQLError && cause.locations) || []
    const place = at ? `, line ${at.line}` : ''
    throw new Error(`SUPERGRAPH (${path}${place}): ${(cause as Error).message}`, { cause })
  }
}

/** A worker's figures are added up by the process that keeps it; the last ones are told at its end. */
function tellFigures(metrics: Metrics) {
  const tell = async (id?: number) => {
    const figures = await metrics.figures()
    const told: FiguresTold = { kind: 'figures', figures, ...(id !== undefined && { id }) }
    // Without the channel nobody is left to be told.
    if (process.connected) await new Promise<void>(resolve => process.send?.(told, () => resolve()))
  }
  process.on('message', (message: Partial<FiguresWanted> | undefined) => {
    if (message?.kind === 'figures-wanted') void tell(message.id)
  })
  return { url: undefined, close: tell }
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
