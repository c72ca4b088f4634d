import { hash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { importJWK, type JWK, SignJWT } from 'jose'

/** A private key as JWK, EC on P-256: what HelseID and Maskinporten have registered the public half of. */
export async function readPrivateKey(path: string): Promise<JWK> {
  const key = JSON.parse(await readFile(path, 'utf8')) as JWK
  if (key.kty !== 'EC' || key.crv !== 'P-256' || typeof key.d !== 'string')
    throw new TypeError(`${path} is no private key as JWK, EC on P-256`)
  return key
}

export type ProofPlan = {
  /** The private key the token is bound to. */
  readonly key: JWK
  readonly method: string
  readonly url: string
  readonly token: string
}

/** A DPoP proof for one request with one token (RFC 9449 §4.2). Good once, for seconds. */
export async function makeProof({ key, method, url, token }: ProofPlan): Promise<string> {
  const { kty = 'EC', crv, x, y } = key
  const address = new URL(url)
  return new SignJWT({ jti: randomUUID(), htm: method, htu: address.origin + address.pathname, ath: digestOf(token) })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } as JWK })
    .setIssuedAt()
    .sign(await importJWK(key, 'ES256'))
}

const digestOf = (token: string): string => hash('sha256', token, 'base64url')
