import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { PublicError } from '../../schema/errors.ts'

export type CitizenTokenTrust = {
  /** ID-porten's issuer, exactly as it stands in the token. */
  readonly issuer: string
  /** The one audience this gateway is. */
  readonly audience: string
  readonly keys: JWTVerifyGetKey
}

/** What a citizen's access token proves (ID-porten access token, docs.digdir.no). */
export type CitizenToken = {
  readonly pid: string
  /** Level of assurance: `idporten-loa-high` is eIDAS high, formerly level 4. */
  readonly acr: string
  readonly client: string
  /** Seconds since 1970. */
  readonly expires: number
}

const fetchTimeoutMs = 3_000
/** ID-porten signs with RS256; the others are as strong. Symmetric algorithms and `none` never. */
const algorithms = ['RS256', 'PS256', 'ES256']
const clockToleranceSeconds = 10

/** The issuer's keys, fetched when needed and kept; an unknown `kid` asks again, at most every 30 s (jose default). */
export function remoteKeys(jwksUrl: URL): JWTVerifyGetKey {
  return createRemoteJWKSet(jwksUrl, { timeoutDuration: fetchTimeoutMs, cacheMaxAge: 600_000 })
}

/**
 * Verifies signature, type, issuer, audience, algorithm and expiry, and reads the claims that matter. An id_token fails
 * here: its type is not `at+jwt` (RFC 9068), its audience is a client.
 * @throws PublicError TOKEN_INVALID (names the claim), TOKEN_EXPIRED, IDENTITY_PROVIDER_UNAVAILABLE
 */
export async function verifyCitizenToken(token: string, trust: CitizenTokenTrust, now: Date): Promise<CitizenToken> {
  const { payload } = await jwtVerify(token, trust.keys, {
    issuer: trust.issuer,
    audience: trust.audience,
    algorithms,
    typ: 'at+jwt',
    requiredClaims: ['exp', 'iat', 'pid', 'acr', 'client_id'],
    currentDate: now,
    clockTolerance: clockToleranceSeconds,
  }).catch(cause => {
    throw refusalOf(cause)
  })
  // One audience: a token that is good elsewhere as well could have leaked from there.
  if (Array.isArray(payload.aud) && payload.aud.length !== 1) throw invalid('aud')
  return {
    pid: textClaim(payload, 'pid'),
    acr: textClaim(payload, 'acr'),
    client: textClaim(payload, 'client_id'),
    expires: payload.exp ?? 0,
  }
}

function textClaim(payload: JWTPayload, name: string): string {
  const value = payload[name]
  if (typeof value !== 'string' || value.length > 256) throw invalid(name)
  return value
}

function invalid(claim: string, cause?: unknown): PublicError {
  return new PublicError('TOKEN_INVALID', { details: { claim }, cause })
}

function refusalOf(cause: unknown): PublicError {
  if (cause instanceof errors.JWTExpired) return new PublicError('TOKEN_EXPIRED', { cause })
  if (cause instanceof errors.JWTClaimValidationFailed) return invalid(cause.claim, cause)
  if (cause instanceof errors.JWSSignatureVerificationFailed) return invalid('signature', cause)
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) {
    return invalid('kid', cause)
  }
  if (cause instanceof errors.JOSEAlgNotAllowed) return invalid('alg', cause)
  if (
    cause instanceof errors.JWSInvalid ||
    cause instanceof errors.JWTInvalid ||
    cause instanceof errors.JOSENotSupported ||
    cause instanceof errors.JWKSInvalid
  ) {
    return invalid('form', cause)
  }
  // Not the token's fault: the keys could not be fetched.
  return new PublicError('IDENTITY_PROVIDER_UNAVAILABLE', { cause })
}
