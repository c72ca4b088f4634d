import { readFile } from 'node:fs/promises'
import type { JWK } from 'jose'
import { readBuiltFiles } from '../clients/web/server/built-files.ts'
import { createMemoryStore } from '../clients/web/server/sessions.ts'
import { createWebServer, type WebServer } from '../clients/web/server/web-server.ts'
import type { Manifest } from '../gateway/policy/trusted-documents.ts'
import type { PublicRoutes } from '../subgraphs/kernel/define-subgraph.ts'
import { type Client, graphScope, type PagesClient, pagesClient, pagesClients } from './identity-provider/clients.ts'
import { readOrMakeKey } from './identity-provider/keys.ts'
import { levels } from './identity-provider/levels.ts'
import { inProject } from './schema-files.ts'

/** What the citizen's clients ask: the gateway answers these by their ids. */
export const readOwnDocuments = async (): Promise<Manifest> =>
  JSON.parse(await readFile(inProject('schema/generated/persisted-documents.json'), 'utf8'))

export type CitizenKeys = Readonly<Record<PagesClient, JWK>>

/** What each of the citizen's clients proves itself with. */
export async function citizenKeys(keysDirectory: string): Promise<CitizenKeys> {
  const [web, app] = await Promise.all(pagesClients.map(name => readOrMakeKey(keysDirectory, name)))
  if (!web || !app) throw new Error('there is no key for a client of citizens')
  return { web, app }
}

export const citizenClients = (publicUrl: string, keys: CitizenKeys): readonly Client[] =>
  pagesClients.map(name => pagesClient(name, publicUrl, keys[name]))

export type CitizenPagesParts = {
  readonly publicUrl: string
  readonly issuer: string
  readonly graphUrl: string
  readonly keys: CitizenKeys
  /** Paths outside the pages that a sign-in may end at. */
  readonly alsoEndsAt?: readonly string[]
  readonly now: () => Date
  readonly reportBug: (error: unknown) => void
}

/** The citizen's pages and her app, each with its own sign-in, at one origin. */
export function createCitizenPages(parts: CitizenPagesParts): {
  readonly routes: PublicRoutes
  readonly tokenOf: WebServer['tokenOf']
} {
  const { keys, ...common } = parts
  const files = readBuiltFiles(inProject('dist/pages'))
  const serverOf = (client: PagesClient) =>
    createWebServer({
      ...common,
      client,
      clientId: pagesClient(client, parts.publicUrl, keys[client]).id,
      clientKey: keys[client],
      scope: graphScope,
      // No level at first: whoever tries this chooses one, and sees what a low one leads to.
      acr: { high: levels.high.acr },
      store: createMemoryStore(parts.now),
      files,
    })
  const [web, app] = [serverOf('web'), serverOf('app')]
  return {
    tokenOf: web.tokenOf,
    routes: async (...exchange) => (await web.routes(...exchange)) || app.routes(...exchange),
  }
}
