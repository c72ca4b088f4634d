import { hash } from 'node:crypto'
import { calculateJwkThumbprint, decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify } from 'jose'
import { PublicError } from '../../schema/errors.ts'
import { hasRepeatedMember, partsOf } from '../../schema/logins/jwt-text.ts'
import type { Replays } from './replays.ts'

/** Signatures a proof may have: those that whoever verifies cannot make. */
export const proofAlgorithms = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
]

/** How old a proof may be, and how far ahead a client's clock: each is used once, so this bounds what is remembered. */
const oldestSeconds = 30
const aheadSeconds = 5
/** How long a proof that was used must be remembered. */
export const proofLifeSeconds = oldestSeconds + aheadSeconds + 5

const longestProof = 4_096
const longestId = 256
/** Private and symmetric parts of a key: who sends one has lost it. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

export type DPoPParts = {
  /** Where clients find this gateway: `https://graf.example`, with a path where one is put before ours. */
  readonly publicUrls: () => readonly string[]
  readonly replays: Replays
}

/** A token that must be used with a proof, and the request it came with. */
export type BoundUse = {
  /** Thumbprint of the key the token is bound to. */
  readonly boundTo: string
  /** Digest of the token, as `ath` has it. */
  readonly tokenDigest: string
  readonly proof: string | undefined
  readonly method: string
  readonly path: string
}

/** As `ath` (RFC 9449 §4.2). */
export const digestOf = (text: string): string => hash('sha256', text, 'base64url')

/** @throws PublicError DPOP_INVALID (says which part), REPLAY_CHECK_UNAVAILABLE */
export type VerifyProof = (use: BoundUse, now: Date) => Promise<void>

/** Proof of possession (RFC 9449 §4.3), in the order that costs least: nothing is verified before its key is known. */
export function createVerifyProof({ publicUrls, replays }: DPoPParts): VerifyProof {
  return async ({ boundTo, tokenDigest, proof, method, path }, now) => {
    if (proof === undefined) throw wrong('missing')
    const { alg, jwk } = readHeader(proof)
    if ((await thumbprintOf(jwk)) !== boundTo) throw wrong('jwk')
    const claims = await readClaims(proof, { alg, jwk, now })
    if (claims.ath !== tokenDigest) throw wrong('ath')
    const { jti } = claims
    if (typeof jti !== 'string' || jti === '' || jti.length > longestId) throw wrong('jti')
    if (claims.htm !== method) throw wrong('htm')
    if (!isAddressed(claims.htu, publicUrls(), path)) throw wrong('htu')
    const age = typeof claims.iat === 'number' ? now.getTime() / 1000 - claims.iat : Number.NaN
    if (!(age <= oldestSeconds && age >= -aheadSeconds)) throw wrong('iat')
    if (!(await replays.isFirst(digestOf(`${boundTo} ${jti}`), now))) throw wrong('replay')
  }
}

const wrong = (reason: string, cause?: unknown) => new PublicError('DPOP_INVALID', { details: { reason }, cause })

function readHeader(proof: string): { alg: string; jwk: JWK } {
  // Several headers of one name reach us as one text with commas: no proof at all.
  const parts = proof.length > longestProof ? undefined : partsOf(proof)
  if (!parts || hasRepeatedMember(parts.header) || hasRepeatedMember(parts.payload)) throw wrong('form')
  let header: Readonly<Record<string, unknown>>
  try {
    header = decodeProtectedHeader(proof)
  } catch (cause) {
    throw wrong('form', cause)
  }
  const { typ, alg, jwk } = header
  if (typ !== 'dpop+jwt') throw wrong('typ')
  if (typeof alg !== 'string' || !proofAlgorithms.includes(alg)) throw wrong('alg')
  if (typeof jwk !== 'object' || jwk === null || privateMembers.some(name => name in jwk)) throw wrong('jwk')
  return { alg, jwk: jwk as JWK }
}

async function thumbprintOf(jwk: JWK): Promise<string> {
  try {
    return await calculateJwkThumbprint(jwk, 'sha256')
  } catch (cause) {
    throw wrong('jwk', cause)
  }
}

async function readClaims(proof: string, { alg, jwk, now }: { alg: string; jwk: JWK; now: Date }) {
  const key = await importJWK(jwk, alg).catch(cause => {
    throw wrong('jwk', cause)
  })
  const options = { algorithms: [alg], currentDate: now, clockTolerance: aheadSeconds }
  const { payload } = await jwtVerify(proof, key, options).catch(cause => {
    if (cause instanceof errors.JWSSignatureVerificationFailed) throw wrong('signature', cause)
    if (cause instanceof errors.JWTExpired || cause instanceof errors.JWTClaimValidationFailed) {
      throw wrong(cause.claim, cause)
    }
    throw wrong('form', cause)
  })
  return payload
}

/** The address without query and fragment is one of ours. The Host header is the client's word, and asked nothing. */
function isAddressed(htu: unknown, publicUrls: readonly string[], path: string): boolean {
  const url = typeof htu === 'string' ? URL.parse(htu) : null
  if (!url) return false
  url.search = ''
  url.hash = ''
  return publicUrls.some(base => URL.parse(base.replace(/\/$/, '') + path)?.href === url.href)
}
