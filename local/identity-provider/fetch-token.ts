import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrlWithPAR,
  type ClientAuth,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { cliClient, graphScope } from './clients.ts'
import type { Level } from './levels.ts'

/** How long one request to the provider may take. */
export const deadlineSeconds = 5

export type TokenRequest = {
  readonly issuer: string
  /** A persona's name, as `kari`. */
  readonly persona: string
  /** The client to sign in with; the command line's own unless said. */
  readonly client?: string
  /** `high` unless said. */
  readonly level?: Level
  /** The `locale` of the token: nb unless said. */
  readonly language?: 'nb' | 'nn' | 'en'
}

/** The provider has no persona by that name. */
export class UnknownPersona extends Error {
  override name = 'UnknownPersona'
  readonly known: readonly string[]
  constructor(known: readonly string[]) {
    super(`there is no persona by that name; there are ${known.join(', ')}`)
    this.known = known
  }
}

/** Nothing answers as an OpenID provider at the issuer's address. */
export class ProviderUnreachable extends Error {
  override name = 'ProviderUnreachable'
}

/**
 * An access token for a persona, through the whole sign-in that a browser makes: discovery, pushed request, PKCE, the
 * persona page's form, and the code read off the redirect, which nobody needs to listen for.
 * @throws UnknownPersona, ProviderUnreachable
 */
export async function fetchToken(request: TokenRequest): Promise<string> {
  const { issuer, persona, client = cliClient.id, level = 'high', language = 'nb' } = request
  const configuration = await discover(issuer, { client, authentication: None() })
  const [redirectUri = ''] = cliClient.redirectUris
  const verifier = randomPKCECodeVerifier()
  const state = randomState()
  const nonce = randomNonce()
  const start = await buildAuthorizationUrlWithPAR(configuration, {
    redirect_uri: redirectUri,
    scope: `openid ${graphScope}`,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ui_locales: language,
    state,
    nonce,
  })
  const callback = await signIn(start, redirectUri, { persona, level })
  const tokens = await authorizationCodeGrant(configuration, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  })
  return tokens.access_token
}

/** @throws ProviderUnreachable */
export async function discover(
  issuer: string,
  { client, authentication }: { client: string; authentication: ClientAuth },
): Promise<Configuration> {
  try {
    // Plain HTTP: the provider is on this machine.
    const options = { execute: [allowInsecureRequests], timeout: deadlineSeconds }
    return await discovery(new URL(issuer), client, { id_token_signed_response_alg: 'ES256' }, authentication, options)
  } catch (cause) {
    throw new ProviderUnreachable(`no identity provider answers at ${issuer}`, { cause })
  }
}

/** What a browser does between the client's two ends: follows redirects, keeps cookies, posts the form. */
export async function signIn(start: URL, redirectUri: string, choice: Readonly<Record<string, string>>): Promise<URL> {
  const cookies = new Map<string, string>()

  async function visit(url: URL, form?: Readonly<Record<string, string>>): Promise<URL> {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineSeconds * 1000),
      headers: { cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const page = await response.text()
    const location = response.headers.get('location')
    if (location !== null) return new URL(location, url)
    if (form) throw new UnknownPersona(personasOn(page))
    throw new Error(`the sign-in stopped with status ${response.status}`)
  }

  const personaPage = await visit(start)
  const resume = await visit(personaPage, choice)
  const callback = await visit(resume)
  if (!callback.href.startsWith(`${redirectUri}?`)) throw new Error('the sign-in ended at another address')
  return callback
}

/** The names on the persona page's buttons. */
function personasOn(page: string): readonly string[] {
  return Array.from(page.matchAll(/name="persona" value="([^"]*)"/g), ([, name = '']) => name)
}
