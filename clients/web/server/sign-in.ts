import { importJWK, type JWK } from 'jose'
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrlWithPAR,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Locale } from '../../../schema/scalars/locale.ts'

/** How long one request to the provider may take. */
const deadlineSeconds = 5

/** What must be remembered between leaving for the provider and coming back: the proof that both are one browser. */
export type Departure = {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  /** The path to go on to. */
  readonly then: string
}

export type SignedIn = { readonly accessToken: string; readonly seconds: number }

export type SignIn = {
  depart(wish: {
    then: string
    /** Which levels of assurance will do (`acr_values`); the provider's own choice when undefined. */
    acr: string | undefined
    language: Locale
  }): Promise<{ url: URL; departure: Departure }>
  arrive(url: URL, departure: Departure): Promise<SignedIn>
  /** Where the provider ends its own session (RP-initiated logout), when it says that it does. */
  leave(back: string, language: Locale): Promise<URL | undefined>
}

/** Nothing answers as an OpenID provider. */
export class ProviderDown extends Error {
  override name = 'ProviderDown'
}

/** The provider said no, or the answer is not one to this browser's question. */
export class SignInRefused extends Error {
  override name = 'SignInRefused'
  readonly wasCancelled: boolean
  constructor(cause: unknown) {
    super('the sign-in was refused', { cause })
    this.wasCancelled = cause instanceof AuthorizationResponseError && cause.error === 'access_denied'
  }
}

export type SignInParts = {
  readonly issuer: string
  readonly clientId: string
  readonly clientKey: JWK
  readonly redirectUri: string
  /** What the access token is to be good for. */
  readonly scope: string
}

/** The OpenID flow with PAR and PKCE (requirements O3), state, nonce, and a signed client assertion. */
export function createSignIn({ issuer, clientId, clientKey, redirectUri, scope }: SignInParts): SignIn {
  let known: Promise<Configuration> | undefined

  /** Found once; asked again when it could not be, so that the order of starting does not matter. */
  function configuration(): Promise<Configuration> {
    known ??= discover().catch(cause => {
      known = undefined
      throw new ProviderDown(`no OpenID provider answers at ${issuer}`, { cause })
    })
    return known
  }

  async function discover(): Promise<Configuration> {
    const key = await importJWK(clientKey, 'ES256')
    if (!(key instanceof CryptoKey)) throw new TypeError('the client key is not a private ES256 key')
    const authentication = PrivateKeyJwt({ key, ...(clientKey.kid && { kid: clientKey.kid }) })
    const isPlain = issuer.startsWith('http:')
    return discovery(new URL(issuer), clientId, { id_token_signed_response_alg: 'ES256' }, authentication, {
      execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
      timeout: deadlineSeconds,
    })
  }

  return {
    async depart({ then, acr, language }) {
      const found = await configuration()
      const departure: Departure = {
        verifier: randomPKCECodeVerifier(),
        state: randomState(),
        nonce: randomNonce(),
        then,
      }
      const url = await buildAuthorizationUrlWithPAR(found, {
        redirect_uri: redirectUri,
        scope: `openid ${scope}`,
        code_challenge: await calculatePKCECodeChallenge(departure.verifier),
        code_challenge_method: 'S256',
        state: departure.state,
        nonce: departure.nonce,
        ui_locales: language,
        ...(acr && { acr_values: acr }),
      }).catch(cause => {
        throw isUnreachable(cause) ? new ProviderDown(`${issuer} went away`, { cause }) : cause
      })
      return { url, departure }
    },
    async arrive(url, { verifier, state, nonce }) {
      const found = await configuration()
      try {
        const tokens = await authorizationCodeGrant(found, url, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        return { accessToken: tokens.access_token, seconds: tokens.expiresIn() ?? 0 }
      } catch (cause) {
        throw isUnreachable(cause) ? new ProviderDown(`${issuer} went away`, { cause }) : new SignInRefused(cause)
      }
    },
    // Without the id_token as a hint: it has the identity number in it, and this is an address.
    async leave(back, language) {
      const found = await configuration()
      if (!found.serverMetadata().end_session_endpoint) return undefined
      return buildEndSessionUrl(found, { post_logout_redirect_uri: back, ui_locales: language })
    },
  }
}

/** fetch says "TypeError: fetch failed" when nothing answers, and a TimeoutError when nothing comes; both may be wrapped. */
function isUnreachable(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each.name === 'TimeoutError' || (each instanceof TypeError && each.message === 'fetch failed')) return true
  }
  return false
}
