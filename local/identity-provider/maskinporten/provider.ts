import { createLocalJWKSet, type JWK, type JWTPayload, jwtVerify } from 'jose'
import Provider, { type ClientMetadata, type Configuration, errors } from 'oidc-provider'
import { scopesOf, type WorkClient } from '../../personnel/clients.ts'
import { workScopes } from '../../personnel/scopes.ts'
import { publicPart } from '../keys.ts'
import { createMemoryAdapter } from '../memory-adapter.ts'
import { jwtBearer } from '../work-names.ts'

const accessTokenSeconds = 120
/** Maskinporten's: how long a grant may live, and how far its clock may be off. */
const longestGrantSeconds = 120
const clockToleranceSeconds = 10

export type MaskinportenParts = {
  readonly issuer: string
  readonly clients: readonly WorkClient[]
  /** Every client here proves itself with it: they are all ours. */
  readonly clientKey: JWK
  readonly audience: string
  readonly key: JWK
}

type Consumer = { readonly consumer: string; readonly supplier?: string }

/** Signed grants become access tokens of machines, for one resource. */
export function createMaskinporten(parts: MaskinportenParts): Provider {
  const { issuer, audience } = parts
  const byId = new Map(parts.clients.map(client => [client.id, client]))
  const keys = createLocalJWKSet({ keys: [publicPart(parts.clientKey) as never] })
  /** On whose behalf each token is, from its grant to its signature. */
  const consumers = new WeakMap<object, Consumer>()
  const provider = new Provider(
    issuer,
    configure(parts, token => consumers.get(token)),
  )

  async function verify(assertion: string, clientId: string): Promise<JWTPayload> {
    const algorithms = ['RS256', 'RS384', 'RS512', 'ES256']
    const options = { issuer: clientId, audience: issuer, algorithms, clockTolerance: clockToleranceSeconds }
    const { payload } = await jwtVerify(assertion, keys, { ...options, requiredClaims: ['exp', 'iat', 'scope'] }).catch(
      cause => {
        throw new errors.InvalidGrant(`the assertion is not accepted: ${(cause as Error).message}`)
      },
    )
    const { exp = 0, iat = 0, jti } = payload
    if (exp - iat > longestGrantSeconds) throw new errors.InvalidGrant('the assertion lives longer than 120 s')
    if (Math.abs(Date.now() / 1000 - iat) > longestGrantSeconds) throw new errors.InvalidGrant('iat is not now')
    if (!jti || !(await provider.ReplayDetection.unique(clientId, jti, exp + clockToleranceSeconds))) {
      throw new errors.InvalidGrant('a grant with its jti is used once')
    }
    return payload
  }

  provider.registerGrantType<{ assertion: string }>(
    jwtBearer,
    async ctx => {
      const { client, params } = ctx.oidc
      const registered = byId.get(client.clientId)
      if (!registered || typeof params.assertion !== 'string') throw new errors.InvalidRequest('assertion is missing')
      const claims = await verify(params.assertion, client.clientId)
      const scope = grantedScope(claims, registered)
      refuseOtherResources(claims, audience)
      const token = new provider.ClientCredentials({ client, scope })
      token.resourceServer = new provider.ResourceServer(audience, resourceServer(audience))
      consumers.set(token, consumerOf(claims, registered))
      ctx.oidc.entity('ClientCredentials', token)
      const accessToken = await token.save()
      ctx.body = { access_token: accessToken, token_type: 'Bearer', expires_in: token.expiration, scope }
    },
    ['assertion'],
  )
  return provider
}

const resourceServer = (audience: string) =>
  ({
    audience,
    scope: workScopes.join(' '),
    accessTokenFormat: 'jwt',
    accessTokenTTL: accessTokenSeconds,
    jwt: { sign: { alg: 'ES256' } },
  }) as const

function grantedScope({ scope }: JWTPayload, client: WorkClient): string {
  const asked = String(scope).split(' ')
  const may = scopesOf(client).split(' ')
  const unknown = asked.filter(name => !may.includes(name))
  if (unknown.length > 0) throw new errors.InvalidScope('the client has no such scope', unknown.join(' '))
  return asked.join(' ')
}

function refuseOtherResources({ resource }: JWTPayload, audience: string): void {
  const asked = resource === undefined ? [audience] : [resource].flat()
  if (asked.length !== 1 || asked[0] !== audience) throw new errors.InvalidTarget()
}

/** The client's owner, or the one that has delegated its access to it (`consumer_org`). */
function consumerOf({ consumer_org: wanted }: JWTPayload, { organisation, customers }: WorkClient): Consumer {
  if (wanted === undefined || wanted === organisation.number) return { consumer: organisation.number }
  const consumer = customers.find(number => number === wanted)
  if (!consumer) throw new errors.InvalidGrant('the organisation has delegated nothing to this one')
  return { consumer, supplier: organisation.number }
}

function configure({ clients, clientKey, key }: MaskinportenParts, consumer: (token: object) => Consumer | undefined) {
  return {
    adapter: createMemoryAdapter(),
    clients: clients.map(client => toMetadata(client, clientKey)),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [key as never] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: [],
    clientAuthMethods: ['none'],
    routes: { token: '/token' },
    scopes: [],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: (_, audience) => resourceServer(audience) },
    },
    ttl: { ClientCredentials: accessTokenSeconds },
    clientBasedCORS: () => false,
    extraTokenClaims: (_, token) => {
      const { consumer: number, supplier } = consumer(token) ?? {}
      const organisation = (id: string) => ({ authority: 'iso6523-actorid-upis', ID: `0192:${id}` })
      return {
        client_amr: 'private_key_jwt',
        ...(number !== undefined && { consumer: organisation(number) }),
        ...(supplier !== undefined && {
          supplier: organisation(supplier),
          delegation_source: 'https://delegering.helsegraf.example',
        }),
      }
    },
  } satisfies Configuration
}

/** The grant proves the client; nothing else is asked of it at the token endpoint. */
const toMetadata = ({ id }: WorkClient, key: JWK): ClientMetadata => ({
  client_id: id,
  redirect_uris: [],
  response_types: [],
  grant_types: [jwtBearer],
  token_endpoint_auth_method: 'none',
  jwks: { keys: [publicPart(key) as never] },
})
