import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bool, num, port, str } from 'envalid'
import { pino } from 'pino'
import { proofLifeSeconds } from '../gateway/identity/dpop.ts'
import { openRedisReplays } from '../gateway/identity/redis-replays.ts'
import { createMemoryReplays } from '../gateway/identity/replays.ts'
import { quotaLine } from '../gateway/load/quota.ts'
import { createMetrics } from '../gateway/metrics.ts'
import { readEnvironment } from '../schema/environment.ts'
import { toLoggableError } from '../schema/loggable-error.ts'
import { openDevelopmentSeal } from '../subgraphs/certificate/pdf/index.ts'
import { openDevelopmentSigner } from '../subgraphs/certificate/signers/development-keys.ts'
import { readTrustedSigners } from '../subgraphs/certificate/verification/trusted-signers.ts'
import { createHeadCheck } from '../subgraphs/kernel/access-log/heads.ts'
import { verifyAccessLog } from '../subgraphs/kernel/access-log/verify.ts'
import type { BufferEvent } from '../subgraphs/kernel/access-log.ts'
import { openDatabase } from '../subgraphs/kernel/database.ts'
import { logSocketIn, openLogDoor } from './access-log/door.ts'
import { citizenClients, citizenKeys, createCitizenPages, readOwnDocuments } from './citizen-pages.ts'
import { identityProviderPort } from './identity-provider/address.ts'
import { localProviderClients } from './identity-provider/clients.ts'
import { createIdentityProvider } from './identity-provider/identity-provider.ts'
import { localLogins, localSystemTokens, localWork } from './logins.ts'
import { personnel } from './personnel/personnel.ts'
import { loadFollowUp } from './population/follow-up.ts'
import { keepPopulation } from './population/keep.ts'
import { personas } from './population/personas.ts'
import { openDoor, socketIn } from './revocation/door.ts'
import { openDesk } from './revocation/open-desk.ts'
import { openSecrets, publicHalf } from './secrets.ts'
import { createStartPage } from './start-page/start-page.ts'
import { pagesOf, startGateway, startRegistries, stopRegistries } from './supergraph.ts'

/** `npm start`: the whole supergraph in one process, for one machine and synthetic persons. */
export const audience = 'https://helsegraf.example/graphql'

/** How much and how long the access log waits on the disk while DATABASE_URL does not answer. */
const spoolBytes = 64 * 1024 * 1024
const spoolSeconds = 30

async function main(): Promise<void> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'npm start is for one machine and synthetic persons. docs/running.md says how to run in production.',
    )
  }
  const config = readEnvironment(process.env, {
    PORT: port({ default: 4000 }),
    HOST: str({ default: '127.0.0.1' }),
    DATA_DIR: str({ default: '.helsegraf' }),
    DATABASE_URL: str({ default: '' }),
    REDIS_URL: str({ default: '' }),
    AMQP_URL: str({ default: '' }),
    POPULATION_SIZE: num({ default: 1_000 }),
    POPULATION_SEED: num({ default: 1 }),
    LOG: bool({ default: false }),
    TRUSTED_SIGNERS_FILE: str({ default: '' }),
  })
  const began = performance.now()
  const step = (what: string) =>
    console.error(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${what}`)
  const log = pino({ base: null, level: config.LOG ? 'info' : 'warn' }, pino.destination(2))
  const reportBug = (report: object) =>
    log.error({ ...report, error: toLoggableError((report as { error?: unknown }).error) })
  const reportAccessLog = (event: BufferEvent) =>
    reportBug({ ...event, ...('cause' in event && { error: event.cause }) })
  const clock = () => new Date()

  const keysDirectory = join(config.DATA_DIR, 'keys')
  await mkdir(keysDirectory, { recursive: true, mode: 0o700 })
  const [secrets, signer, pdfSeal] = await Promise.all([
    openSecrets(keysDirectory),
    openDevelopmentSigner(keysDirectory, clock()),
    openDevelopmentSeal(keysDirectory, clock()),
  ])
  const database = await openDatabase(
    config.DATABASE_URL ? { url: config.DATABASE_URL } : { directory: join(config.DATA_DIR, 'pgdata') },
  )
  step(database.engine === 'pglite' ? `embedded database in ${config.DATA_DIR}` : 'PostgreSQL')

  const publicUrl = `http://localhost:${config.PORT}`
  const keys = await citizenKeys(keysDirectory)
  const provider = await createIdentityProvider({
    host: config.HOST,
    port: identityProviderPort(config.PORT),
    personas,
    keysDirectory,
    audience,
    clients: [...citizenClients(publicUrl, keys), ...localProviderClients],
    work: localWork,
  })
  const registries = await startRegistries({
    database,
    secrets,
    signerFor: () => signer,
    trusted: config.TRUSTED_SIGNERS_FILE ? readTrustedSigners(await readFile(config.TRUSTED_SIGNERS_FILE, 'utf8')) : [],
    redisUrl: config.REDIS_URL || undefined,
    pdf: { seal: pdfSeal, origin: publicUrl },
    accessLogPlan: {
      buffer: { directory: join(config.DATA_DIR, 'access-log-spool'), bytes: spoolBytes, seconds: spoolSeconds },
      report: reportAccessLog,
    },
    // One machine: subscribers are on it as well.
    pvk: {
      addresses: { allowsPrivate: true },
      brokerUrl: config.AMQP_URL || undefined,
      verifySystemToken: localSystemTokens(provider, audience),
      alarm: used => log.warn(used, 'a quota is used up'),
    },
    clock,
    reportBug,
  })
  step('registries, their tables up to date')
  const population = await keepPopulation(database, {
    seed: config.POPULATION_SEED,
    size: config.POPULATION_SIZE,
    on: clock(),
  })
  await loadFollowUp(database, secrets.pseudonymKey)
  step(`${population.persons} synthetic persons${population.isFresh ? ', loaded' : ''}`)

  const citizens = createCitizenPages({
    publicUrl,
    issuer: provider.issuer,
    graphUrl: `${publicUrl}/graphql`,
    keys,
    alsoEndsAt: ['/graphiql'],
    now: clock,
    reportBug: error => reportBug({ error }),
  })
  const startPage = createStartPage({
    publicUrl,
    issuer: provider.issuer,
    graphqlUrl: `${publicUrl}/graphql`,
    personas,
    tokenOf: citizens.tokenOf,
  })
  const metrics = createMetrics()
  const gateway = await startGateway({
    doors: registries,
    secrets,
    logins: localLogins(provider, audience),
    dpop: {
      publicUrls: () => [publicUrl, publicUrl.replace('localhost', '127.0.0.1')],
      replays: config.REDIS_URL
        ? await openRedisReplays(config.REDIS_URL, proofLifeSeconds)
        : createMemoryReplays(proofLifeSeconds),
    },
    trustedDocuments: await readOwnDocuments(),
    clock,
    metrics,
    reportBug,
    alarm: used => log.warn(quotaLine(used), 'a quota is used up'),
    pages: pagesOf(registries, async (...exchange) => (await citizens.routes(...exchange)) || startPage(...exchange)),
  })
  const { desk, close: closeDesk } = await openDesk({
    database,
    redisUrl: config.REDIS_URL || undefined,
    secrets,
    clock,
  })
  const door = await openDoor(desk, socketIn(config.DATA_DIR)).catch((error: Error) => {
    step(`npm run revoke will not reach this: ${error.message}`)
    return undefined
  })
  const checkHead = createHeadCheck([publicHalf(secrets.accessLogKey)])
  const logDoor = await openLogDoor(
    progress => verifyAccessLog(database, { checkHead, progress }),
    logSocketIn(config.DATA_DIR),
  ).catch((error: Error) => {
    step(`npm run accesslog will not reach this: ${error.message}`)
    return undefined
  })
  await gateway.listen(config.HOST, config.PORT)
  const metricsServer = await metrics.serve(config.HOST, config.PORT + 2)
  step('ready')
  console.log(`
Helsegraf is running with synthetic persons.

  start page         ${publicUrl}/
  citizen's pages    ${publicUrl}/web/
  app                ${publicUrl}/app/
  verifier           ${publicUrl}/verifier/
  GraphQL            ${publicUrl}/graphql
  GraphiQL           ${publicUrl}/graphiql
  schema             ${publicUrl}/schema.graphql
  documentation      ${publicUrl}/docs/
  identity provider  ${provider.issuer}
                     ${provider.workIssuers['helse-id']}, ${provider.workIssuers.maskinporten}
  metrics            ${metricsServer.url}
  for verifiers      ${publicUrl}/verifier/signercertificateUpdate
  PVK's own API      ${publicUrl}/personvern/Personverninnstillinger/…

A token for a persona, from another terminal:  npm run --silent token -- ${personas[0]?.name}
For somebody at work or a system:              npm run --silent token -- ${personnel[0]?.name}
Ctrl-C stops.
`)

  let isStopping = false
  const stop = async () => {
    if (isStopping) process.exit(1)
    isStopping = true
    console.error('stopping')
    await gateway.close()
    await Promise.all([
      provider.close(),
      metricsServer.close(),
      stopRegistries(registries),
      door?.close(),
      logDoor?.close(),
    ])
    await closeDesk()
    await database.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `A port is taken (${error.message}). Stop what uses it, or choose another: PORT=5000 npm start`
      : error,
  )
  process.exit(1)
})
