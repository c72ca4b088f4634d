import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { dayOf } from '../../../local/population/calendar.ts'
import { identityNumber } from '../../../local/population/identity-number.ts'
import { passingSecrets } from '../../../local/secrets.ts'

/*
 * An issuer as ID-porten is one, for a gateway with identity on: RS256, its keys at an address. Many citizens, each with
 * a token of an hour that comes again and again, as a client's token does.
 */
export type SignedTokens = AsyncDisposable & {
  readonly tokens: readonly string[]
  /** The gateway's environment. */
  readonly env: Readonly<Record<string, string>>
}

const citizens = 500
const issuer = 'https://idporten.bench'
const audience = 'https://helsegraf.example/graphql'
const birthdays = ['1961-03-14', '1974-08-02', '1983-11-27', '1990-05-09', '1998-01-19']

export async function issueTokens(): Promise<SignedTokens> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' }] })
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(keys),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  const seconds = Math.floor(Date.now() / 1_000)
  const perBirthday = citizens / birthdays.length
  const tokens = await Promise.all(
    Array.from({ length: citizens }, (_, index) => {
      const birthday = dayOf(birthdays[Math.floor(index / perBirthday)] ?? '')
      const pid = identityNumber('FODSELSNUMMER', birthday, 'F', index % perBirthday)
      return new SignJWT({ pid, acr: 'idporten-loa-high', client_id: 'bench' })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'bench' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + 7_200)
        .sign(privateKey)
    }),
  )
  const { accessTokenKey } = await passingSecrets()
  return {
    tokens,
    env: {
      IDPORTEN_ISSUER: issuer,
      IDPORTEN_AUDIENCE: audience,
      IDPORTEN_JWKS_URL: `http://127.0.0.1:${address.port}/jwks`,
      ACCESS_TOKEN_PRIVATE_JWK: JSON.stringify(accessTokenKey),
      IDENTITY_KEYS: `1:${randomBytes(32).toString('base64')}`,
      PSEUDONYM_KEY: randomBytes(32).toString('base64'),
      // Synthetic citizens are refused in production.
      NODE_ENV: 'bench',
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>(resolve => void server.close(() => resolve()))
    },
  }
}
