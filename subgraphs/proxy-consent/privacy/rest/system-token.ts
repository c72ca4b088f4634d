import { createRemoteJWKSet, decodeJwt, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'

/** A machine as its system token proves it. */
export type SystemCaller = {
  readonly client: string
  /** On whose behalf, and who supplies the software where another does. */
  readonly organisation: { readonly number: string; readonly supplier?: string }
  readonly scopes: readonly string[]
}

export class TokenRefused extends Error {
  override name = 'TokenRefused'
  /** The claim that is wrong: for the vendor’s developer. */
  readonly claim: string
  /** Whether our side could not check it: then nothing is wrong with the token. */
  readonly isOurs: boolean
  constructor(claim: string, { isOurs = false, cause }: { isOurs?: boolean; cause?: unknown } = {}) {
    super(`the system token is refused: ${claim}`, cause === undefined ? undefined : { cause })
    this.claim = claim
    this.isOurs = isOurs
  }
}

export type VerifySystemToken = (token: string, now: Date) => Promise<SystemCaller>

/** A login whose system tokens count: Maskinporten or HelseID, each with its own claims (facts B2). */
export type SystemIssuer = {
  readonly login: 'maskinporten' | 'helse-id'
  readonly issuer: string
  readonly audience: string
  readonly keys: JWTVerifyGetKey
}

const algorithms = ['RS256', 'PS256', 'ES256']
const clockToleranceSeconds = 5

const discoveryDeadlineMs = 5_000
const metadataOf = {
  maskinporten: 'oauth-authorization-server',
  'helse-id': 'openid-configuration',
} as const satisfies Record<SystemIssuer['login'], string>

/** Where an issuer says its keys are (RFC 8414 §3; OpenID Connect Discovery §4): fetched when a token names one that is not known, within a deadline. */
export async function discoverSystemKeys(login: SystemIssuer['login'], issuer: string): Promise<JWTVerifyGetKey> {
  const base = issuer.replace(/\/$/, '')
  const response = await fetch(`${base}/.well-known/${metadataOf[login]}`, {
    signal: AbortSignal.timeout(discoveryDeadlineMs),
    redirect: 'error',
  })
  const { jwks_uri: jwks } = (await response.json()) as { jwks_uri?: unknown }
  if (typeof jwks !== 'string') throw new Error('the issuer does not say where its keys are')
  return createRemoteJWKSet(new URL(jwks), { timeoutDuration: 3_000, cooldownDuration: 30_000, cacheMaxAge: 600_000 })
}

/**
 * Proves system tokens. One that is bound to a key (`cnf`) is not taken as a bearer token.
 * The function throws TokenRefused.
 */
export function createSystemTokenVerifier(issuers: readonly SystemIssuer[]): VerifySystemToken {
  return async (token, now) => {
    const known = issuers.find(({ issuer }) => issuer === issuerOf(token))
    if (!known) throw new TokenRefused('iss')
    const { payload, protectedHeader } = await jwtVerify(token, known.keys, {
      issuer: known.issuer,
      audience: known.audience,
      algorithms,
      requiredClaims: ['exp', 'iat', 'client_id'],
      clockTolerance: clockToleranceSeconds,
      currentDate: now,
    }).catch(cause => {
      throw refused(cause)
    })
    if (protectedHeader.typ !== undefined && !/^(at\+)?jwt$/i.test(protectedHeader.typ)) throw new TokenRefused('typ')
    if (Array.isArray(payload.aud) && payload.aud.length !== 1) throw new TokenRefused('aud')
    if (payload.cnf !== undefined) throw new TokenRefused('cnf')
    return known.login === 'maskinporten' ? fromMaskinporten(payload) : fromHelseId(payload)
  }
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss
  } catch {
    throw new TokenRefused('token')
  }
}

function refused(cause: unknown): TokenRefused {
  const { code = '', claim } = cause as { code?: string; claim?: string }
  if (code === 'ERR_JWT_EXPIRED') return new TokenRefused('exp', { cause })
  if (claim !== undefined) return new TokenRefused(claim, { cause })
  if (code === 'ERR_JWKS_NO_MATCHING_KEY') return new TokenRefused('kid', { cause })
  if (code === 'ERR_JOSE_ALG_NOT_ALLOWED') return new TokenRefused('alg', { cause })
  if (code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') return new TokenRefused('signature', { cause })
  const isTheirs = code.startsWith('ERR_JW') && code !== 'ERR_JWKS_TIMEOUT'
  return new TokenRefused('token', { isOurs: !isTheirs, cause })
}

/** `consumer.ID` is «0192:» and an organisation number (ISO 6523); `scope` is one text. */
function fromMaskinporten({ client_id, consumer, supplier, scope }: JWTPayload): SystemCaller {
  const supplied = supplier === undefined ? undefined : organisationOf(supplier, 'supplier')
  return {
    client: String(client_id),
    organisation: {
      number: organisationOf(consumer, 'consumer'),
      ...(supplied !== undefined && { supplier: supplied }),
    },
    scopes: typeof scope === 'string' ? scope.split(' ') : [],
  }
}

function organisationOf(authority: unknown, claim: string): string {
  const id = (authority as { ID?: unknown } | undefined)?.ID
  const number = typeof id === 'string' ? /^0192:(\d{9})$/.exec(id)?.[1] : undefined
  if (number === undefined) throw new TokenRefused(claim)
  return number
}

const helseId = 'helseid://claims/client/claims/'

/** HelseID names the legal entity and, of a vendor’s client, the supplier; `scope` is a list. */
function fromHelseId(payload: JWTPayload): SystemCaller {
  const { [`${helseId}orgnr_parent`]: number, [`${helseId}orgnr_supplier`]: supplier, scope } = payload
  if (typeof number !== 'string' || !/^\d{9}$/.test(number)) throw new TokenRefused(`${helseId}orgnr_parent`)
  return {
    client: String(payload.client_id),
    organisation: { number, ...(typeof supplier === 'string' && { supplier }) },
    scopes: Array.isArray(scope) ? scope.map(String) : typeof scope === 'string' ? scope.split(' ') : [],
  }
}
