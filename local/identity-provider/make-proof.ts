import { hash, randomUUID } from 'node:crypto'
import { importJWK, type JWK, SignJWT } from 'jose'
import { publicPart } from './keys.ts'

export type ProofPlan = {
  /** Private, ES256; the token is bound to it. */
  readonly key: JWK
  readonly method: string
  readonly url: string
  readonly token: string
  readonly now: Date
}

/** A DPoP proof (RFC 9449 §4.2) for one request with one token. Only a test wants claims or a header of its own. */
export async function makeProof(
  { key, method, url, token, now }: ProofPlan,
  { claims = {}, header = {} }: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {},
): Promise<string> {
  const { kty, crv, x, y } = publicPart(key)
  return new SignJWT({
    jti: randomUUID(),
    htm: method,
    htu: url,
    iat: Math.floor(now.getTime() / 1000),
    ath: hash('sha256', token, 'base64url'),
    ...claims,
  })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } as JWK, ...header })
    .sign(await importJWK(key, 'ES256'))
}
