import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt, type JWK, type JWTPayload } from 'jose'
import type { LRUCache } from 'lru-cache'
import { type ClientMetadata, type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { scopesOf, type WorkClient } from '../../personnel/clients.ts'
import type { PersonnelPersona } from '../../personnel/personnel.ts'
import { alwaysAsk, renderErrorPage } from '../configuration.ts'
import { publicPart } from '../keys.ts'
import { createMemoryAdapter } from '../memory-adapter.ts'
import { type Network, type SecurityLevel, workRedirect } from '../work-names.ts'
import { detailsClaim, readOrganisation } from './authorization-details.ts'

const minute = 60
/** HelseID's own, of tokens that are bound to a key. */
const accessTokenSeconds = 10 * minute
const longestAssertionSeconds = 60

/** How somebody signed in, by grant. */
export type WorkSignIn = { readonly securityLevel: SecurityLevel; readonly network: Network }

export type HelseIdParts = {
  readonly personnel: readonly PersonnelPersona[]
  readonly clients: readonly WorkClient[]
  /** Every client here proves itself with it: they are all ours. */
  readonly clientKey: JWK
  readonly audience: string
  readonly key: JWK
  readonly signInOfGrant: LRUCache<string, WorkSignIn>
}

/** The pseudonym in `sub`: another than ID-porten's for the same person. */
export const workSubjectOf = ({ identifier }: PersonnelPersona): string =>
  createHash('sha256').update(`helse-id local subject ${identifier}`).digest('base64url').slice(0, 22)

/** Pushed requests (RFC 9126), PKCE, `private_key_jwt` and DPoP (RFC 9449), all of them always; for machines too. */
export function configureHelseId(parts: HelseIdParts): Configuration {
  const { audience, key } = parts
  const bySubject = new Map(parts.personnel.map(persona => [workSubjectOf(persona), persona]))
  const byId = new Map(parts.clients.map(client => [client.id, client]))
  return {
    adapter: createMemoryAdapter(),
    clients: parts.clients.map(client => toMetadata(client, parts.clientKey)),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [key as never] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'helse_id_session', interaction: 'helse_id_interaction', resume: 'helse_id_resume' },
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
      requestObjectSigningAlgValues: ['ES256'],
      clientAuthSigningAlgValues: ['ES256', 'RS256', 'PS256'],
      dPoPSigningAlgValues: ['ES256', 'ES384', 'PS256', 'RS256'],
    },
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    assertJwtClientAuthClaimsAndHeader: (_, claims, header, client) =>
      refuseAssertion(claims, header, byId.get(client.clientId)),
    routes: {
      authorization: '/connect/authorize',
      token: '/connect/token',
      pushed_authorization_request: '/connect/par',
    },
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub'], profile: ['name'], acr: null, iss: null, sid: null, auth_time: null },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource, client) => {
          if (resource !== audience) throw new errors.InvalidTarget()
          return {
            audience,
            scope: scopesOf(byId.get(client.clientId) ?? {}),
            accessTokenFormat: 'jwt',
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: 'ES256' } },
          }
        },
      },
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: minute,
      Grant: 60 * minute,
      IdToken: accessTokenSeconds,
      Interaction: 30 * minute,
      Session: 60 * minute,
    },
    clientBasedCORS: () => false,
    interactions: { policy: alwaysAsk(), url: (_, { uid }) => `/helseid/interaction/${uid}` },
    findAccount: (_, subject) => {
      const persona = bySubject.get(subject)
      return persona && { accountId: subject, claims: () => ({ sub: subject, name: persona.fullName }) }
    },
    extraTokenClaims: (ctx, token) => {
      const client = byId.get(token.clientId ?? '')
      const persona = bySubject.get(ctx.oidc.entities.Account?.accountId ?? '')
      const signIn = parts.signInOfGrant.get(ctx.oidc.entities.AuthorizationCode?.grantId ?? '')
      return {
        ...(client && clientClaims(client, ctx)),
        ...(persona && signIn && personalClaims(persona, signIn)),
        'helseid://claims/identity/network': signIn?.network ?? 'helsenett',
      }
    },
    renderError: renderErrorPage,
  }
}

function personalClaims(persona: PersonnelPersona, { securityLevel }: WorkSignIn) {
  return {
    'helseid://claims/identity/pid': persona.identifier,
    'helseid://claims/identity/pid_pseudonym': workSubjectOf(persona),
    'helseid://claims/identity/security_level': securityLevel,
    'helseid://claims/identity/assurance_level': securityLevel === '4' ? 'high' : 'substantial',
    ...(persona.hprNumber !== undefined && { 'helseid://claims/hpr/hpr_number': persona.hprNumber }),
    name: persona.fullName,
  }
}

/** Whom the client acts for: its owner, or the customer its assertion names. A vendor that names none acts for nobody. */
function clientClaims({ id, organisation, customers }: WorkClient, ctx: KoaContextWithOIDC) {
  const own = { parent: organisation.number, child: organisation.unit }
  const named = readOrganisation(decodeJwt(String(ctx.oidc.params?.client_assertion))[detailsClaim])
  const isMultiTenant = customers.length > 0
  const { parent, child } = isMultiTenant ? (named ?? {}) : own
  return {
    'helseid://claims/client/client_tenancy': isMultiTenant ? 'multi-tenant' : 'single-tenant',
    ...(parent !== undefined && { 'helseid://claims/client/claims/orgnr_parent': parent }),
    ...(child !== undefined && { 'helseid://claims/client/claims/orgnr_child': child }),
    ...(isMultiTenant && { 'helseid://claims/client/claims/orgnr_supplier': organisation.number }),
    'helseid://claims/client/client_name': id,
    client_amr: 'private_key_jwt',
  }
}

/** @throws errors.InvalidClientAuth, in words for whoever writes the client */
function refuseAssertion(
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>>,
  client: WorkClient | undefined,
) {
  const { exp = 0, iat = 0 } = claims
  if (exp - iat > longestAssertionSeconds) throw new errors.InvalidClientAuth('the assertion lives longer than 60 s')
  if (header.typ !== undefined && header.typ !== 'client-authentication+jwt' && header.typ !== 'JWT') {
    throw new errors.InvalidClientAuth('typ is client-authentication+jwt')
  }
  const named = organisationIn(claims)
  if (named && client && client.customers.length > 0 && !client.customers.some(number => number === named.parent)) {
    throw new errors.InvalidClientAuth('the client does not act for that organisation')
  }
}

function organisationIn(claims: JWTPayload) {
  try {
    return readOrganisation(claims[detailsClaim])
  } catch (cause) {
    throw new errors.InvalidClientAuth((cause as Error).message)
  }
}

function toMetadata({ id }: WorkClient, key: JWK): ClientMetadata {
  return {
    client_id: id,
    application_type: 'native',
    redirect_uris: [workRedirect],
    grant_types: ['authorization_code', 'client_credentials'],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    jwks: { keys: [publicPart(key) as never] },
  }
}
