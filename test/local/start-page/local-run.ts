import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBuiltFiles } from '../../../clients/web/server/built-files.ts'
import { createMemoryStore, type TimedStore } from '../../../clients/web/server/sessions.ts'
import { createWebServer } from '../../../clients/web/server/web-server.ts'
import { cliClient, graphScope, pagesClient } from '../../../local/identity-provider/clients.ts'
import { createIdentityProvider } from '../../../local/identity-provider/identity-provider.ts'
import { readOrMakeKey } from '../../../local/identity-provider/keys.ts'
import { levels } from '../../../local/identity-provider/levels.ts'
import type { Persona } from '../../../local/population/persona.ts'
import { inProject } from '../../../local/schema-files.ts'
import { createStartPage } from '../../../local/start-page/start-page.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { startTinyGraph, type TinyGraph } from './tiny-graph.ts'

export const audience = 'https://helsegraf.example/graphql'

/** Synthetic numbers (month+80). One name is an attack, to see that every page escapes it. */
export const personas: readonly Persona[] = [
  {
    name: 'kari',
    fullName: 'Kari Nordmann',
    identifier: '10915596784' as PersonIdentifier,
    shows: { nb: 'To doser, fullvaksinert', nn: 'To dosar, fullvaksinert', en: 'Two doses, fully vaccinated' },
  },
  {
    name: 'odd',
    fullName: '<script>alert(1)</script> "Odd" & \'co\'',
    identifier: '50846202355' as PersonIdentifier,
    shows: { nb: 'Et navn som er et angrep', nn: 'Eit namn som er eit åtak', en: 'A name that is an attack' },
  },
]

export type LocalRun = AsyncDisposable & {
  readonly url: string
  readonly issuer: string
  readonly graph: TinyGraph
  /** Stops the identity provider alone. */
  stopProvider(): Promise<void>
  readonly bugs: readonly unknown[]
  /** Moves the web server's clock. */
  skip(seconds: number): void
}

type RunPlan = { readonly name?: string; readonly store?: TimedStore }

/** The real identity provider, web server and start page on real ports, over a graph of the test's own. */
export async function startLocalRun({ name = '127.0.0.1', store }: RunPlan = {}): Promise<LocalRun> {
  const keysDirectory = await mkdtemp(join(tmpdir(), 'helsegraf-keys-'))
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const url = `http://${name}:${(server.address() as AddressInfo).port}`
  const clientKey = await readOrMakeKey(keysDirectory, 'web')
  const provider = await createIdentityProvider({
    host: '127.0.0.1',
    port: 0,
    personas,
    keysDirectory,
    audience,
    clients: [pagesClient('web', url, clientKey), cliClient],
  })
  const { issuer } = provider
  const graph = await startTinyGraph(issuer, audience)
  let skipped = 0
  const now = () => new Date(Date.now() + skipped)
  const bugs: unknown[] = []
  const web = createWebServer({
    client: 'web',
    publicUrl: url,
    issuer,
    clientId: pagesClient('web', url, clientKey).id,
    clientKey,
    scope: graphScope,
    acr: { high: levels.high.acr },
    graphUrl: graph.url,
    store: store ?? createMemoryStore(now),
    files: readBuiltFiles(inProject('dist/pages')),
    alsoEndsAt: ['/graphiql'],
    now,
    reportBug: error => bugs.push(error),
  })
  const startPage = createStartPage({ publicUrl: url, issuer, graphqlUrl: graph.url, personas, tokenOf: web.tokenOf })
  server.on('request', async (request, response) => {
    if (await web.routes(request, response)) return
    if (!(await startPage(request, response))) response.writeHead(418).end('not the start page')
  })
  return {
    url,
    issuer,
    graph,
    bugs,
    stopProvider: provider.close,
    skip(seconds) {
      skipped += seconds * 1000
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([
        provider.close(),
        graph.close(),
        new Promise(resolve => server.close(resolve).closeAllConnections()),
      ])
      await rm(keysDirectory, { recursive: true })
    },
  }
}
