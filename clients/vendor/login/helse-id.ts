import { type CryptoKey, importJWK, type JWK } from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrlWithPAR,
  type Configuration,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  discovery,
  getDPoPHandle,
  modifyAssertion,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import {
  endOf,
  isOnThisMachine,
  keepToken,
  LoginRefused,
  LoginUnreachable,
  SignInEnded,
  type Token,
  type TokenSource,
} from './token-source.ts'

/** A client of HelseID that many customers use (multi-tenant). */
export type HelseIdOptions = {
  readonly issuer: string
  readonly clientId: string
  /** The private key whose public half is registered for the client. */
  readonly clientKey: JWK
  /** The private key that tokens are bound to: another one, and one a tool. */
  readonly proofKey: JWK
  /** Of the graph: `nhn:helsegraf/graph`. */
  readonly scope: string
  /** The customer it acts for: the legal entity, and the unit where there is one. */
  readonly organisation: { readonly number: string; readonly unit?: string | undefined }
}

const deadlineSeconds = 10

/** Tokens of the tool itself, for the customer it names. */
export function systemOfHelseId(options: HelseIdOptions): TokenSource {
  const opened = openClient(options)
  return keepToken(async () => {
    const { configuration, DPoP } = await opened()
    const grant = clientCredentialsGrant(configuration, { scope: options.scope }, { DPoP })
    return toToken(await grant.catch(refused))
  }, options.proofKey)
}

/** A sign-in that was begun: a browser goes to `url`, and comes back with an answer in its address. */
export type SignIn = {
  readonly url: URL
  /** @throws LoginRefused */
  finish(callback: URL): Promise<TokenSource>
}

/**
 * Signs health personnel in, at this address of the tool: pushed request, PKCE, state and nonce.
 * @throws LoginUnreachable, LoginRefused
 */
export async function signInToHelseId(options: HelseIdOptions, redirectUri: string): Promise<SignIn> {
  const { configuration, DPoP } = await openClient(options)()
  const verifier = randomPKCECodeVerifier()
  const [state, nonce] = [randomState(), randomNonce()]
  const parameters = {
    redirect_uri: redirectUri,
    scope: `openid profile ${options.scope}`,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }
  return {
    url: await buildAuthorizationUrlWithPAR(configuration, parameters, { DPoP }).catch(refused),
    async finish(callback) {
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
      const answer = authorizationCodeGrant(configuration, callback, checks, undefined, { DPoP })
      let first: Token | undefined = toToken(await answer.catch(refused))
      return keepToken(async () => {
        if (!first) throw new SignInEnded('sign in again')
        const token = first
        first = undefined
        return token
      }, options.proofKey)
    },
  }
}

type Opened = { readonly configuration: Configuration; readonly DPoP: ReturnType<typeof getDPoPHandle> }

/** Discovers the issuer once. Each assertion says whom the client acts for (HelseID, «authorization_details»). */
function openClient(options: HelseIdOptions): () => Promise<Opened> {
  let opened: Promise<Opened> | undefined
  return () => {
    opened ??= discover(options).catch(error => {
      opened = undefined
      throw error
    })
    return opened
  }
}

async function discover({ issuer, clientId, clientKey, proofKey, organisation }: HelseIdOptions): Promise<Opened> {
  const { number, unit = '' } = organisation
  const identifier = { system: 'urn:oid:1.0.6523', type: 'ENH', value: `NO:ORGNR:${number}:${unit}` }
  const authentication = PrivateKeyJwt(
    { key: await keyOf(clientKey), ...(clientKey.kid && { kid: clientKey.kid }) },
    {
      [modifyAssertion]: (header, payload) => {
        header.typ = 'client-authentication+jwt'
        payload.authorization_details = {
          type: 'helseid_authorization',
          practitioner_role: { organization: { identifier } },
        }
      },
    },
  )
  const execute = isOnThisMachine(issuer) ? [allowInsecureRequests] : []
  const metadata = { id_token_signed_response_alg: 'ES256' }
  const settings = { execute, timeout: deadlineSeconds }
  const configuration = await discovery(new URL(issuer), clientId, metadata, authentication, settings).catch(cause => {
    throw new LoginUnreachable(`no login answers at ${issuer}`, { cause })
  })
  const { d: _, ...publicPart } = proofKey
  const DPoP = getDPoPHandle(configuration, {
    publicKey: await keyOf({ ...publicPart, ext: true, key_ops: ['verify'] }),
    privateKey: await keyOf(proofKey),
  })
  return { configuration, DPoP }
}

async function keyOf(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array) throw new TypeError('a key on P-256 is needed')
  return key
}

const toToken = (answer: { readonly access_token: string; expires_in?: number | undefined }): Token => ({
  text: answer.access_token,
  endsAt: endOf(answer.expires_in),
})

function refused(cause: unknown): never {
  const { error, error_description: description } = (cause ?? {}) as { error?: unknown; error_description?: unknown }
  if (typeof error !== 'string') throw new LoginUnreachable('the login gave no answer that can be used', { cause })
  throw new LoginRefused(typeof description === 'string' ? `${error}: ${description}` : error, { cause })
}
