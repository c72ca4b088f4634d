import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { CitizenTokenTrust } from '../gateway/identity/citizen-token.ts'

/** An issuer of ID-porten shaped tokens whose every detail a test can choose. */
export type TestIssuer = {
  readonly trust: CitizenTokenTrust
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
}

const issuer = 'https://idporten.test'
const audience = 'https://helsegraf.example/graphql'

export async function anIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] })
  return {
    trust: { issuer, audience, keys },
    token: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const payload = {
        iss: issuer,
        aud: audience,
        iat: now,
        exp: now + 600,
        jti: crypto.randomUUID(),
        acr: 'idporten-loa-high',
        client_id: 'helsenorge-web',
        ...claims,
      }
      return new SignJWT(payload)
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header })
        .sign(privateKey)
    },
  }
}
