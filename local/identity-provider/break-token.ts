import { createHmac } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'
import { publicPart } from './keys.ts'

type Claims = Record<string, unknown>
type Parts = { readonly header: JWTHeaderParameters; readonly claims: Claims; readonly key: JWK }

const hour = 3_600

/** What is wrong with a token: claims and headers that are changed before its issuer's own key signs it again. */
const changes: Readonly<Record<string, (parts: Parts) => { header?: Claims; claims?: Claims }>> = {
  expired: ({ claims }) => ({ claims: { iat: Number(claims.iat) - 2 * hour, exp: Number(claims.iat) - hour } }),
  early: ({ claims }) => ({ claims: { nbf: Number(claims.iat) + hour } }),
  issuer: ({ claims }) => ({ claims: { iss: `${claims.iss}/` } }),
  audience: () => ({ claims: { aud: 'https://another.example' } }),
  audiences: ({ claims }) => ({ claims: { aud: [claims.aud, 'https://another.example'] } }),
  type: () => ({ header: { typ: 'JWT' } }),
  key: () => ({ header: { kid: 'another' } }),
  client: () => ({ claims: { client_id: 'unknown' } }),
  scope: () => ({ claims: { scope: 'openid' } }),
  unbound: () => ({ claims: { cnf: undefined } }),
  level: ({ claims }) => ({
    claims: 'acr' in claims ? { acr: 'idporten-loa-substantial' } : { 'helseid://claims/identity/security_level': '3' },
  }),
  person: ({ claims }) => ({ claims: { ['pid' in claims ? 'pid' : 'helseid://claims/identity/pid']: undefined } }),
  organisation: () => ({ claims: { 'helseid://claims/client/claims/orgnr_parent': undefined, consumer: undefined } }),
  supplier: () => ({ claims: { 'helseid://claims/client/claims/orgnr_supplier': undefined } }),
  network: () => ({ claims: { 'helseid://claims/identity/network': 'internett' } }),
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What is wrong with a token's signature. */
const forgeries: Readonly<Record<string, (token: string, parts: Parts) => string>> = {
  signature: token =>
    token.replace(/[^.]+$/, signature => `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`),
  unsigned: (token, { header }) => `${encode({ ...header, alg: 'none' })}.${token.split('.')[1]}.`,
  /** The public key as a shared secret: what a verifier does that believes the token's own `alg`. */
  algorithm: (token, { header, key }) => {
    const text = `${encode({ ...header, alg: 'HS256' })}.${token.split('.')[1]}`
    return `${text}.${createHmac('sha256', JSON.stringify(publicPart(key)))
      .update(text)
      .digest('base64url')}`
  },
}

export const breakages: readonly string[] = [...Object.keys(changes), ...Object.keys(forgeries)]

/** A token with one thing wrong, and all else as its issuer made it: what a gateway must refuse, and say why. */
export async function breakToken(token: string, breakage: string, issuerKey: JWK): Promise<string> {
  const header = decodeProtectedHeader(token) as JWTHeaderParameters
  const parts = { header, claims: decodeJwt(token) as Claims, key: issuerKey }
  const forge = forgeries[breakage]
  if (forge) return forge(token, parts)
  const change = changes[breakage]?.(parts)
  if (!change) throw new RangeError(`a token can be broken by ${breakages.join(', ')}`)
  return new SignJWT({ ...parts.claims, ...change.claims })
    .setProtectedHeader({ ...header, ...change.header })
    .sign(await importJWK(issuerKey, header.alg))
}
