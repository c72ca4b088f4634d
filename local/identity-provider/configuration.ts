import { createHash, randomBytes } from 'node:crypto'
import type { JWK } from 'jose'
import type { LRUCache } from 'lru-cache'
import {
  type ClientMetadata,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import type { Persona } from '../population/persona.ts'
import { chooseLanguage, type Language, languages } from '../start-page/language.ts'
import { sendPage } from '../start-page/page.ts'
import { type Client, graphScope } from './clients.ts'
import { levels } from './levels.ts'
import { createMemoryAdapter } from './memory-adapter.ts'
import { errorPage, logoutPage, noticePage } from './pages.ts'

const minute = 60

/** How long an access token lives: long enough for a visit, short enough that taking one away is seldom needed. */
const accessTokenSeconds = 10 * minute

/** The pseudonym that stands for a person in `sub`, as ID-porten has one; the identity number is in `pid`. */
export function subjectOf({ identifier }: Persona): string {
  return createHash('sha256').update(`helsegraf local subject ${identifier}`).digest('base64url').slice(0, 22)
}

export type ProviderParts = {
  readonly personas: readonly Persona[]
  readonly clients: readonly Client[]
  /** The resource that access tokens are for: their `aud`. */
  readonly audience: string
  readonly key: JWK
  /** The language each sign-in was made in, by grant. */
  readonly languageOfGrant: LRUCache<string, Language>
}

/** ID-porten's shape: authorization code only, always pushed (RFC 9126), always PKCE with S256 (RFC 7636), ES256. */
export function configure({ personas, clients, audience, key, languageOfGrant }: ProviderParts): Configuration {
  const bySubject = new Map(personas.map(persona => [subjectOf(persona), persona]))
  const organisationOf = new Map(clients.map(client => [client.id, client.organisationNumber]))
  return {
    adapter: createMemoryAdapter(),
    clients: clients.map(toMetadata),
    clientDefaults: {
      id_token_signed_response_alg: 'ES256',
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
    jwks: { keys: [key as never] },
    // Sessions live no longer than the process, so the key of its cookies need not either.
    cookies: { keys: [randomBytes(32).toString('base64url')], names: cookieNames },
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
      requestObjectSigningAlgValues: ['ES256'],
      clientAuthSigningAlgValues: ['ES256'],
    },
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt', 'none'],
    routes: { authorization: '/authorize', pushed_authorization_request: '/par' },
    scopes: ['openid', 'profile'],
    acrValues: Object.values(levels).map(({ acr }) => acr),
    claims: { openid: ['sub', 'pid', 'locale', 'acr', 'amr', 'auth_time'], iss: null, sid: null },
    // ID-porten puts its claims in the id_token; by default they are only at the userinfo endpoint.
    conformIdTokenClaims: false,
    discovery: { ui_locales_supported: [...languages] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      rpInitiatedLogout: { enabled: true, logoutSource: renderLogout, postLogoutSuccessSource: renderLoggedOut },
      userinfo: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => {
          if (resource !== audience) throw new errors.InvalidTarget()
          return {
            audience,
            scope: graphScope,
            accessTokenFormat: 'jwt',
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: 'ES256' } },
          }
        },
      },
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: minute,
      Grant: 60 * minute,
      IdToken: accessTokenSeconds,
      Interaction: 30 * minute,
      Session: 60 * minute,
    },
    clientBasedCORS: () => false,
    interactions: { policy: alwaysAsk(), url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (ctx, subject) => {
      const persona = bySubject.get(subject)
      if (!persona) return undefined
      const locale = languageOfGrant.get(ctx.oidc.entities.Grant?.jti ?? '') ?? 'nb'
      return { accountId: subject, claims: () => ({ sub: subject, pid: persona.identifier, locale }) }
    },
    extraTokenClaims: (ctx, token) => {
      const { AuthorizationCode: code, Account: account } = ctx.oidc.entities
      return {
        pid: bySubject.get(account?.accountId ?? '')?.identifier,
        acr: code?.acr,
        amr: code?.amr,
        locale: languageOfGrant.get(code?.grantId ?? '') ?? 'nb',
        client_orgno: organisationOf.get(token.clientId ?? ''),
      }
    },
    renderError: renderErrorPage,
  }
}

/** Whoever signs out of a service is asked whether to sign out here too, as ID-porten asks where it gets no hint. */
async function renderLogout(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const back = ctx.oidc.params?.post_logout_redirect_uri
  const language = languageOf(ctx, String(ctx.oidc.params?.ui_locales ?? ''))
  ctx.respond = false
  const formTargets = typeof back === 'string' ? [new URL(back).origin] : []
  sendPage(ctx.res, 200, logoutPage(language, ctx.path, form), { formTargets })
}

async function renderLoggedOut(ctx: KoaContextWithOIDC): Promise<void> {
  ctx.respond = false
  sendPage(ctx.res, 200, noticePage(languageOf(ctx), ctx.path, 'loggedOut'))
}

function languageOf(ctx: { href: string; get(name: string): string }, asked = ''): Language {
  const chosen = new URL(ctx.href).searchParams.get('lang')
  return chooseLanguage([chosen, ...asked.split(' ')], ctx.get('accept-language'))
}

export const renderErrorPage: NonNullable<Configuration['renderError']> = (ctx, out) => {
  const language = languageOf(ctx)
  // The response is ours from here on: Koa would send no length and its own headers.
  ctx.respond = false
  sendPage(ctx.res, ctx.status, errorPage(language, ctx.path, out as never))
}

/** Another port on this host is the same site to a browser: names of our own keep the provider's cookies apart. */
const cookieNames = {
  session: 'helsegraf_idp_session',
  interaction: 'helsegraf_idp_interaction',
  resume: 'helsegraf_idp_resume',
}

function toMetadata({ id, redirectUris, postLogoutRedirectUris = [], key }: Client): ClientMetadata {
  const metadata = {
    client_id: id,
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...postLogoutRedirectUris],
    require_pushed_authorization_requests: true,
  }
  return key
    ? {
        ...metadata,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [key as never] },
      }
    : { ...metadata, application_type: 'native', token_endpoint_auth_method: 'none' }
}

/** Whoever tries several people wants to be asked each time: a session alone signs nobody in. */
export function alwaysAsk() {
  const policy = interactionPolicy.base()
  policy
    .get('login')
    ?.checks.add(new interactionPolicy.Check('chosen_now', 'choose who to sign in as', ctx => !ctx.oidc.result?.login))
  return policy
}
