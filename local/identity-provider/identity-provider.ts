import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import Provider from 'oidc-provider'
import { requestUrl } from '../../clients/web/server/request-url.ts'
import type { Persona } from '../population/persona.ts'
import { chooseLanguage, type Language } from '../start-page/language.ts'
import { sendPage } from '../start-page/page.ts'
import { sendStylesheet } from '../start-page/stylesheet.ts'
import type { Client } from './clients.ts'
import { configure } from './configuration.ts'
import { createInteraction } from './interaction.ts'
import { readOrMakeKey } from './keys.ts'
import { noticePage, stylesheetPath } from './pages.ts'
import { createWorkDoor, type WorkOptions } from './work.ts'
import { type WorkIssuers, workIssuersOf } from './work-names.ts'

export type IdentityProviderOptions = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** The issuer's URL when it is not where the provider listens, for instance behind a proxy. An origin without a path. */
  readonly issuer?: string
  readonly personas: readonly Persona[]
  /** Where the signing key is kept between starts. */
  readonly keysDirectory: string
  /** The resource that access tokens are for: their `aud`. */
  readonly audience: string
  readonly clients: readonly Client[]
  /** Those at work and machines: without it there is no HelseID and no Maskinporten here. */
  readonly work?: WorkOptions
}

export type IdentityProvider = {
  /** In the shape of ID-porten. */
  readonly issuer: string
  /** In the shapes of HelseID and Maskinporten, below the first. */
  readonly workIssuers: WorkIssuers
  close(): Promise<void>
}

/** How long requests under way may take to end when the provider closes, in milliseconds. */
const drainMs = 1_000

/**
 * OpenID providers in the shapes of ID-porten, HelseID and Maskinporten, for local runs and tests: anybody signs in as
 * anybody.
 * Resolves when it listens.
 * @throws Error under NODE_ENV=production, where it would be a hole with a login page.
 */
export async function createIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error('the local identity provider lets anybody sign in as anybody: it does not start in production')
  }
  const { personas, clients, audience } = options
  const key = await readOrMakeKey(options.keysDirectory, 'identity-provider')
  const server = createServer()
  const issuer = options.issuer ?? (await listen(server, options))
  const languageOfGrant = new LRUCache<string, Language>({ max: 10_000 })
  const provider = new Provider(issuer, configure({ personas, clients, audience, key, languageOfGrant }))
  provider.on('server_error', (_, error) => console.error('identity provider:', error))
  const citizens = createDoor(provider, createInteraction({ provider, personas, audience, languageOfGrant }))
  const work =
    options.work && (await createWorkDoor({ ...options.work, issuer, audience, directory: options.keysDirectory }))
  server.on('request', (request, response) => work?.(request, response) || citizens(request, response))
  if (options.issuer) await listen(server, options)
  return { issuer, workIssuers: workIssuersOf(issuer), close: () => close(server) }
}

function createDoor(provider: Provider, interaction: ReturnType<typeof createInteraction>) {
  const protocol = provider.callback()
  return (request: IncomingMessage, response: ServerResponse) => {
    const url = requestUrl(request, provider.issuer)
    if (!url) return void response.writeHead(400).end()
    if (url.pathname === stylesheetPath) return sendStylesheet(request, response)
    if (url.pathname === '/') return sendFrontPage(request, response, url)
    if (!url.pathname.startsWith('/interaction/')) return void protocol(request, response)
    interaction(request, response, url).catch(error => {
      console.error('identity provider:', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
}

function sendFrontPage(request: IncomingMessage, response: ServerResponse, url: URL): void {
  const language = chooseLanguage([url.searchParams.get('lang')], request.headers['accept-language'])
  sendPage(response, 404, noticePage(language, '/', 'nothing'))
}

/** The origin it listens at. Loopback and "every interface" are called localhost, which is what people and scripts type. */
function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  server.once('error', reject)
  server.listen(port, host, () => {
    const address = server.address()
    const bound = typeof address === 'object' && address ? address.port : port
    const name = localAddresses.has(host) ? 'localhost' : host
    resolve(`http://${name.includes(':') ? `[${name}]` : name}:${bound}`)
  })
  return promise
}

const localAddresses = new Set(['127.0.0.1', '::1', '0.0.0.0', '::'])

function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), drainMs).unref()
  return promise
}
