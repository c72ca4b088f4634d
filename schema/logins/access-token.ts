import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { PublicError } from '../errors.ts'
import { hasRepeatedMember, partsOf } from './jwt-text.ts'

/** Whose tokens count, and for whom they must be made. */
export type IssuerTrust = {
  /** Exactly as it stands in the token. */
  readonly issuer: string
  /** The one audience this gateway is. */
  readonly audience: string
  readonly keys: JWTVerifyGetKey
}

/** What tokens of one kind of login look like. */
export type TokenShape = {
  /** Symmetric ones and `none` never: whoever could verify could also sign. */
  readonly algorithms: readonly string[]
  /** Whether a token without `typ` is one, where the login issues nothing but access tokens. */
  readonly mayLackType: boolean
  readonly requiredClaims: readonly string[]
}

const fetchTimeoutMs = 3_000
const clockToleranceSeconds = 10
const longestClaim = 256
/** Keys that the token itself brings or points to, and changes to what a signature covers: nothing here wants them. */
const refusedHeaders = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'enc', 'zip']

/** The issuer's keys, fetched when needed and kept; an unknown `kid` asks again, at most every 30 s (jose default). */
export function remoteKeys(jwksUrl: URL): JWTVerifyGetKey {
  return createRemoteJWKSet(jwksUrl, { timeoutDuration: fetchTimeoutMs, cacheMaxAge: 600_000 })
}

/** Which issuer a token says it is of. Nothing is proven yet: it only chooses whose rules the token must meet. */
export function claimedIssuer(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token)
    return iss
  } catch (cause) {
    throw invalid('form', { cause })
  }
}

/**
 * Verifies signature, type, issuer, audience, algorithm and times. An id_token or a logout token fails here: its type
 * is not `at+jwt` (RFC 9068), its audience is a client.
 * @throws PublicError TOKEN_INVALID (names the claim), TOKEN_EXPIRED, IDENTITY_PROVIDER_UNAVAILABLE
 */
export async function verifyAccessToken(
  token: string,
  trust: IssuerTrust,
  { algorithms, mayLackType, requiredClaims }: TokenShape,
  now: Date,
): Promise<JWTPayload> {
  const header = readHeader(token)
  const { payload } = await jwtVerify(token, trust.keys, {
    issuer: trust.issuer,
    audience: trust.audience,
    algorithms: [...algorithms],
    ...(!(mayLackType && header.typ === undefined) && { typ: 'at+jwt' }),
    requiredClaims: ['exp', 'iat', 'client_id', ...requiredClaims],
    currentDate: now,
    clockTolerance: clockToleranceSeconds,
  }).catch(cause => {
    throw refusalOf(cause)
  })
  // One audience: a token that is good elsewhere as well could have leaked from there.
  if (Array.isArray(payload.aud) && payload.aud.length !== 1) throw invalid('aud')
  if ((payload.iat ?? 0) > now.getTime() / 1000 + clockToleranceSeconds) throw invalid('iat')
  return payload
}

/** What stands before the signature is read with suspicion: two members of one name are two readings of one token. */
function readHeader(token: string): Readonly<Record<string, unknown>> {
  const parts = partsOf(token)
  if (!parts || hasRepeatedMember(parts.header) || hasRepeatedMember(parts.payload)) throw invalid('form')
  let header: Readonly<Record<string, unknown>>
  try {
    header = decodeProtectedHeader(token)
  } catch (cause) {
    throw invalid('form', { cause })
  }
  const refused = refusedHeaders.find(name => name in header)
  if (refused !== undefined) throw invalid(refused)
  if (typeof header.kid !== 'string' || header.kid.length > longestClaim) throw invalid('kid')
  return header
}

/** The short name of a claim: HelseID's are URIs, and what follows their last slash tells them apart. */
const shortName = (claim: string) => claim.slice(claim.lastIndexOf('/') + 1)

/** @throws PublicError TOKEN_INVALID, unless the claim is a text of reasonable length */
export function textClaim(payload: JWTPayload, name: string): string {
  const value = optionalTextClaim(payload, name)
  if (value === undefined) throw invalid(shortName(name), { reason: 'missing' })
  return value
}

/** @throws PublicError TOKEN_INVALID where the claim is there and no text of reasonable length */
export function optionalTextClaim(payload: JWTPayload, name: string): string | undefined {
  const value = payload[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value === '' || value.length > longestClaim) throw invalid(shortName(name))
  return value
}

/** `scope`: one text with spaces, or a list of words. */
export function scopesOf(payload: JWTPayload): readonly string[] {
  const { scope } = payload
  const words = typeof scope === 'string' ? scope.split(' ') : (scope ?? [])
  if (!Array.isArray(words) || words.some(word => typeof word !== 'string')) throw invalid('scope')
  return words.filter(word => word !== '')
}

export function invalid(claim: string, { reason, cause }: { reason?: string; cause?: unknown } = {}): PublicError {
  return new PublicError('TOKEN_INVALID', { details: { claim, ...(reason && { reason }) }, cause })
}

function refusalOf(cause: unknown): PublicError {
  if (cause instanceof errors.JWTExpired) return new PublicError('TOKEN_EXPIRED', { cause })
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return invalid(shortName(cause.claim), { ...(cause.reason === 'missing' && { reason: 'missing' }), cause })
  }
  if (cause instanceof errors.JWSSignatureVerificationFailed) return invalid('signature', { cause })
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) {
    return invalid('kid', { cause })
  }
  if (cause instanceof errors.JOSEAlgNotAllowed) return invalid('alg', { cause })
  if (
    cause instanceof errors.JWSInvalid ||
    cause instanceof errors.JWTInvalid ||
    cause instanceof errors.JOSENotSupported ||
    cause instanceof errors.JWKSInvalid
  ) {
    return invalid('form', { cause })
  }
  // Not the token's fault: the keys could not be fetched.
  return new PublicError('IDENTITY_PROVIDER_UNAVAILABLE', { cause })
}
