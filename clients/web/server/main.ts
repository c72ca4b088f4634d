import { createServer } from 'node:http'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { toLoggableError } from '../../../schema/loggable-error.ts'
import { notFound, readBuiltFiles } from './built-files.ts'
import { readConfig } from './config.ts'
import { openRedisStore } from './redis-sessions.ts'
import { createWebServer } from './web-server.ts'

/** The citizen's pages and their sign-in, as their own process. The only file here that touches `process`. */
const log = pino({ base: null })

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const store = await openRedisStore(config.REDIS_URL, config.SESSION_KEYS, config.CLIENT)
  const project = dirname(findPackageJSON(import.meta.url) ?? '.')
  const client = config.CLIENT
  const web = createWebServer({
    client,
    publicUrl: config.PUBLIC_URL,
    issuer: config.IDPORTEN_ISSUER,
    clientId: config.IDPORTEN_CLIENT_ID,
    clientKey: config.IDPORTEN_CLIENT_JWK,
    scope: config.IDPORTEN_SCOPE,
    acr: { always: 'idporten-loa-high', high: 'idporten-loa-high' },
    graphUrl: config.GRAPHQL_URL,
    store,
    files: readBuiltFiles(join(project, 'dist/pages')),
    reportBug: error => log.error({ error: toLoggableError(error) }, 'bug'),
  })
  let isDraining = false
  const server = createServer(async (request, response) => {
    if (isDraining) response.setHeader('connection', 'close')
    if (request.url === '/health/live') return void response.writeHead(200).end()
    if (request.url === '/health/ready') return void response.writeHead(isDraining ? 503 : 200).end()
    if (request.url === '/') return void response.writeHead(303, { location: `/${client}/` }).end()
    if (!(await web.routes(request, response))) notFound(response)
  })
  server.listen(config.PORT, config.HOST, () =>
    log.info({ url: config.PUBLIC_URL }, `the pages of ${client} are served`),
  )
  const stop = (signal: NodeJS.Signals) => {
    isDraining = true
    log.info({ signal }, 'what has begun is finished')
    server.close(() => void store.close().then(() => process.exit(0)))
    server.closeIdleConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch(error => {
  log.fatal({ error: toLoggableError(error) }, 'not started')
  process.exit(1)
})
