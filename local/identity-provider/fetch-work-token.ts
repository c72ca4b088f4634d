import { type CryptoKey, importJWK, type JWK, SignJWT } from 'jose'
import {
  authorizationCodeGrant,
  buildAuthorizationUrlWithPAR,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  getDPoPHandle,
  modifyAssertion,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Organisation } from '../personnel/organisations.ts'
import type { Machine, PersonnelPersona } from '../personnel/personnel.ts'
import { deadlineSeconds, discover, ProviderUnreachable, signIn } from './fetch-token.ts'
import { authorizationDetails, detailsClaim } from './helse-id/authorization-details.ts'
import { publicPart } from './keys.ts'
import { jwtBearer, type Network, type SecurityLevel, workIssuersOf, workRedirect } from './work-names.ts'

/** The keys a client of this machine has: its own, and the one its tokens are bound to. */
export type WorkKeys = { readonly client: JWK; readonly dpop: JWK }

export type WorkTokenRequest = {
  /** Of the provider for citizens; those for work are below it. */
  readonly issuer: string
  readonly keys: WorkKeys
  /** Another than usual. */
  readonly client?: string | undefined
  readonly scope: string
}

/** The provider at an issuer refused, and says why. */
export class TokenRefused extends Error {
  override name = 'TokenRefused'
}

/**
 * A token of somebody at work, through HelseID's whole sign-in: pushed request, PKCE, `private_key_jwt`, DPoP. It is bound
 * to `keys.dpop`.
 * @throws ProviderUnreachable, UnknownPersona, TokenRefused
 */
export async function fetchStaffToken(
  request: WorkTokenRequest & { persona: PersonnelPersona; level?: SecurityLevel; network?: Network },
): Promise<string> {
  const { issuer, persona, level = '4', network = 'helsenett', keys, scope } = request
  const { configuration, DPoP } = await asHelseIdClient(issuer, request.client ?? persona.client, {
    keys,
    organisation: persona.organisation,
  })
  const verifier = randomPKCECodeVerifier()
  const [state, nonce] = [randomState(), randomNonce()]
  const parameters = {
    redirect_uri: workRedirect,
    scope: `openid profile ${scope}`,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }
  try {
    const start = await buildAuthorizationUrlWithPAR(configuration, parameters, { DPoP })
    const callback = await signIn(start, workRedirect, { persona: persona.name, level, network })
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
    return (await authorizationCodeGrant(configuration, callback, checks, undefined, { DPoP })).access_token
  } catch (cause) {
    throw refusalOf(cause)
  }
}

/** A token of a system: of HelseID, bound to `keys.dpop`, or of Maskinporten. @throws as `fetchStaffToken` */
export async function fetchMachineToken(request: WorkTokenRequest & { machine: Machine }): Promise<string> {
  return request.machine.login === 'maskinporten' ? fromMaskinporten(request) : fromHelseId(request)
}

async function fromHelseId({ issuer, machine, client = machine.client, keys, scope }: MachineRequest): Promise<string> {
  const { configuration, DPoP } = await asHelseIdClient(issuer, client, { keys, organisation: machine.organisation })
  try {
    return (await clientCredentialsGrant(configuration, { scope }, { DPoP })).access_token
  } catch (cause) {
    throw refusalOf(cause)
  }
}

type MachineRequest = WorkTokenRequest & { machine: Machine }

async function fromMaskinporten(request: MachineRequest): Promise<string> {
  const { machine, client = machine.client, keys, scope } = request
  const { maskinporten } = workIssuersOf(request.issuer)
  const now = Math.floor(Date.now() / 1000)
  const grant = { scope, jti: randomState(), ...(machine.supplier && { consumer_org: machine.organisation.number }) }
  const assertion = await new SignJWT(grant)
    .setProtectedHeader({ alg: 'ES256', ...(keys.client.kid && { kid: keys.client.kid }) })
    .setIssuer(client)
    .setAudience(maskinporten)
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(await importJWK(keys.client, 'ES256'))
  const response = await fetch(`${maskinporten}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: jwtBearer, assertion }),
    signal: AbortSignal.timeout(deadlineSeconds * 1000),
  }).catch(cause => {
    throw new ProviderUnreachable(`no identity provider answers at ${maskinporten}`, { cause })
  })
  const body = (await response.json()) as { access_token?: string; error?: string; error_description?: string }
  if (body.access_token === undefined) throw new TokenRefused(`${body.error}: ${body.error_description}`)
  return body.access_token
}

/** A client of HelseID that says, in each of its assertions, whom it acts for. */
async function asHelseIdClient(
  issuer: string,
  client: string,
  { keys, organisation }: { keys: WorkKeys; organisation: Organisation },
) {
  const key = (await importJWK(keys.client, 'ES256')) as CryptoKey
  const authentication = PrivateKeyJwt(
    { key, ...(keys.client.kid && { kid: keys.client.kid }) },
    {
      [modifyAssertion]: (header, payload) => {
        header.typ = 'client-authentication+jwt'
        payload[detailsClaim] = authorizationDetails(organisation)
      },
    },
  )
  const configuration = await discover(workIssuersOf(issuer)['helse-id'], { client, authentication })
  const publicKey = (await importJWK({ ...publicPart(keys.dpop), ext: true }, 'ES256')) as CryptoKey
  const privateKey = (await importJWK(keys.dpop, 'ES256')) as CryptoKey
  return { configuration, DPoP: getDPoPHandle(configuration, { publicKey, privateKey }) }
}

function refusalOf(cause: unknown): unknown {
  const { error, error_description: description } = (cause ?? {}) as { error?: unknown; error_description?: unknown }
  return typeof error === 'string' ? new TokenRefused(`${error}: ${String(description)}`, { cause }) : cause
}
