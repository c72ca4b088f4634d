import type { IncomingMessage, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import Provider from 'oidc-provider'
import { requestUrl } from '../../clients/web/server/request-url.ts'
import type { WorkClient } from '../personnel/clients.ts'
import type { PersonnelPersona } from '../personnel/personnel.ts'
import { helseIdAudience } from '../personnel/scopes.ts'
import { configureHelseId, type WorkSignIn } from './helse-id/configuration.ts'
import { createWorkInteraction } from './helse-id/interaction.ts'
import { readOrMakeKey } from './keys.ts'
import { nameClient } from './maskinporten/name-client.ts'
import { createMaskinporten } from './maskinporten/provider.ts'
import { workIssuersOf, workKeys, workPaths } from './work-names.ts'

export type WorkOptions = {
  readonly personnel: readonly PersonnelPersona[]
  readonly helseIdClients: readonly WorkClient[]
  readonly maskinportenClients: readonly WorkClient[]
}

type WorkDoorParts = WorkOptions & {
  readonly issuer: string
  /** `aud` of Maskinporten's tokens; those of HelseID have the API's name. */
  readonly audience: string
  readonly directory: string
}

/** HelseID and Maskinporten, each below a path of its own. True: the request was for one of them. */
export async function createWorkDoor(parts: WorkDoorParts) {
  const { personnel, audience, directory } = parts
  const [helseIdKey, maskinportenKey, clientKey] = await Promise.all([
    readOrMakeKey(directory, workKeys['helse-id']),
    readOrMakeKey(directory, workKeys.maskinporten),
    readOrMakeKey(directory, workKeys.clients),
  ])
  const issuers = workIssuersOf(parts.issuer)
  const signInOfGrant = new LRUCache<string, WorkSignIn>({ max: 10_000 })
  const helseId = new Provider(
    issuers['helse-id'],
    configureHelseId({
      personnel,
      clients: parts.helseIdClients,
      clientKey,
      audience: helseIdAudience,
      key: helseIdKey,
      signInOfGrant,
    }),
  )
  const maskinporten = createMaskinporten({
    issuer: issuers.maskinporten,
    clients: parts.maskinportenClients,
    clientKey,
    audience,
    key: maskinportenKey,
  })
  const complain = (error: unknown) => console.error('identity provider:', error)
  for (const provider of [helseId, maskinporten]) provider.on('server_error', (_, error) => complain(error))
  const interaction = createWorkInteraction({ provider: helseId, personnel, audience: helseIdAudience, signInOfGrant })
  const protocols = { 'helse-id': helseId.callback(), maskinporten: maskinporten.callback() }

  async function answer(login: keyof typeof workPaths, url: URL, request: IncomingMessage, response: ServerResponse) {
    const below = url.pathname.slice(workPaths[login].length)
    if (login === 'helse-id' && below.startsWith('/interaction/')) return interaction(request, response, url)
    const isGrant = login === 'maskinporten' && below === '/token' && request.method === 'POST'
    const named = isGrant ? await nameClient(request) : request
    // Where the path begins is read off both addresses: the one that was asked, and what is left of it here.
    Object.assign(named, { originalUrl: request.url, url: below + url.search })
    return protocols[login](named, response)
  }

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = requestUrl(request, parts.issuer)
    const login =
      url && (['helse-id', 'maskinporten'] as const).find(name => url.pathname.startsWith(`${workPaths[name]}/`))
    if (!url || !login) return false
    answer(login, url, request, response).catch(error => {
      complain(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
    return true
  }
}
