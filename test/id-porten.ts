import { CompactSign, createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { IssuerTrust } from '../schema/logins/access-token.ts'

/** An issuer of tokens whose every detail a test can choose. */
export type TestIssuer = {
  readonly trust: IssuerTrust
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
  /** A token of any text, properly signed. */
  signText(payload: string): Promise<string>
}

const audience = 'https://helsegraf.example/graphql'

/** In the shape of ID-porten. */
export const anIssuer = (): Promise<TestIssuer> =>
  anIssuerOf({
    issuer: 'https://idporten.test',
    audience,
    usually: { acr: 'idporten-loa-high', client_id: 'helsenorge-web' },
  })

type IssuerPlan = { issuer: string; audience: string; usually: Record<string, unknown> }

export async function anIssuerOf({ issuer, audience, usually }: IssuerPlan): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] })
  const usualHeader = { alg: 'ES256', typ: 'at+jwt', kid: 'k1' }
  return {
    trust: { issuer, audience, keys },
    token: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const times = { iat: now, exp: now + 600, jti: crypto.randomUUID() }
      return new SignJWT({ iss: issuer, aud: audience, ...times, ...usually, ...claims })
        .setProtectedHeader({ ...usualHeader, ...header })
        .sign(privateKey)
    },
    signText: payload =>
      new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader(usualHeader).sign(privateKey),
  }
}
