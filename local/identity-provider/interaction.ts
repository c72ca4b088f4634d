import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LRUCache } from 'lru-cache'
import type Provider from 'oidc-provider'
import { errors } from 'oidc-provider'
import { readBody } from '../../clients/web/server/body.ts'
import type { Persona } from '../population/persona.ts'
import { chooseLanguage, type Language } from '../start-page/language.ts'
import { sendPage } from '../start-page/page.ts'
import { graphScope } from './clients.ts'
import { subjectOf } from './configuration.ts'
import { isLevel, levels, levelsFor } from './levels.ts'
import { noticePage, personaPage } from './pages.ts'

const largestFormBytes = 4_096

export type InteractionParts = {
  readonly provider: Provider
  readonly personas: readonly Persona[]
  readonly audience: string
  readonly languageOfGrant: LRUCache<string, Language>
}

/** The page where somebody chooses a persona, and its form. The cookie that oidc-provider set binds it to one browser. */
export function createInteraction(parts: InteractionParts) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const asked = url.searchParams.get('lang')
    const acceptLanguage = request.headers['accept-language']
    try {
      const { params, session } = await parts.provider.interactionDetails(request, response)
      const sign: SignIn = {
        clientId: String(params.client_id),
        redirectUri: String(params.redirect_uri),
        scope: String(params.scope),
        acrValues: params.acr_values === undefined ? undefined : String(params.acr_values),
        language: chooseLanguage([asked, ...String(params.ui_locales ?? '').split(' ')], acceptLanguage),
        path: url.pathname,
        session: session?.uid,
      }
      if (request.method === 'POST') await submit(parts, sign, request, response)
      else show(parts, sign, response)
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error
      const language = chooseLanguage([asked], acceptLanguage)
      sendPage(response, 400, noticePage(language, url.pathname, 'expired'))
    }
  }
}

type SignIn = {
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  readonly acrValues: string | undefined
  readonly language: Language
  readonly path: string
  /** The browser's session with the provider. */
  readonly session: string | undefined
}

function show(
  { personas }: InteractionParts,
  { acrValues, redirectUri, language, path }: SignIn,
  response: ServerResponse,
  problem?: 'unknownPersona' | 'unknownLevel',
): void {
  const page = personaPage({ language, path, personas, offered: levelsFor(acrValues), problem })
  sendPage(response, problem ? 400 : 200, page, { formTargets: [new URL(redirectUri).origin] })
}

async function submit(parts: InteractionParts, sign: SignIn, request: IncomingMessage, response: ServerResponse) {
  const form = new URLSearchParams((await readBody(request, largestFormBytes))?.toString('utf8'))
  if (form.has('cancel')) {
    const result = { error: 'access_denied', error_description: 'the person cancelled' }
    return parts.provider.interactionFinished(request, response, result)
  }
  const persona = parts.personas.find(({ name }) => name === form.get('persona'))
  if (!persona) return show(parts, sign, response, 'unknownPersona')
  const level = form.get('level') ?? levelsFor(sign.acrValues)[0]
  if (!isLevel(level) || !levelsFor(sign.acrValues).includes(level)) return show(parts, sign, response, 'unknownLevel')

  const accountId = subjectOf(persona)
  const { acr, amr } = levels[level]
  const grantId = await grantEverythingAsked(parts, sign, accountId)
  const result = { login: { accountId, acr, amr: [amr], remember: false }, consent: { grantId } }
  const location = await parts.provider.interactionResult(request, response, result)
  await forgetWhoever(parts.provider, sign.session)
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end()
}

/** Where somebody else was chosen in this browser before, oidc-provider would stop and ask whether to sign them out. */
export async function forgetWhoever(provider: Provider, uid: string | undefined): Promise<void> {
  const session = uid === undefined ? undefined : await provider.Session.findByUid(uid)
  if (!session?.accountId) return
  session.accountId = undefined
  session.authorizations = {}
  await session.persist()
}

/** The clients are our own: nobody is asked for consent. Scopes that mean nothing here are not granted. */
async function grantEverythingAsked(
  { provider, audience, languageOfGrant }: InteractionParts,
  { clientId, scope, language }: SignIn,
  accountId: string,
): Promise<string> {
  const grant = new provider.Grant({ accountId, clientId })
  grant.addOIDCScope('openid profile')
  if (scope.split(' ').includes(graphScope)) grant.addResourceScope(audience, graphScope)
  const grantId = await grant.save()
  languageOfGrant.set(grantId, language)
  return grantId
}
