import { randomUUID } from 'node:crypto'
import { importJWK, type JWK, SignJWT } from 'jose'
import { endOf, isOnThisMachine, keepToken, LoginRefused, LoginUnreachable, type TokenSource } from './token-source.ts'

/** A client of Maskinporten: a system that acts for its own organisation, or for one that has delegated to it. */
export type MaskinportenOptions = {
  readonly issuer: string
  readonly clientId: string
  /** The private key whose public half is registered for the client. */
  readonly clientKey: JWK
  readonly scope: string
  /** The graph, where Maskinporten serves more than it: `aud` of the token. */
  readonly resource?: string | undefined
  /** Who has delegated its access; the client's own organisation when left out. */
  readonly organisation?: string | undefined
}

const deadlineMs = 10_000
const grantSeconds = 60
const largestAnswer = 100_000

/** Tokens of a system, by a grant that it signs (RFC 7523 §2.1). */
export function systemOfMaskinporten(options: MaskinportenOptions): TokenSource {
  const { issuer } = options
  if (!issuer.startsWith('https://') && !isOnThisMachine(issuer)) throw new TypeError('an issuer is reached by HTTPS')
  return keepToken(async () => {
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await signGrant(options),
    })
    const signal = AbortSignal.timeout(deadlineMs)
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/token`, {
      method: 'POST',
      body,
      signal,
      redirect: 'error',
    })
      .then(readAnswer)
      .catch(cause => {
        throw new LoginUnreachable(`no login answers at ${issuer}`, { cause })
      })
    if (typeof answer.access_token !== 'string') throw new LoginRefused(`${answer.error}: ${answer.error_description}`)
    return { text: answer.access_token, endsAt: endOf(Number(answer.expires_in) || undefined) }
  })
}

async function readAnswer(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text()
  if (text.length > largestAnswer) throw new RangeError('the answer is too long')
  return JSON.parse(text)
}

async function signGrant({ clientKey, clientId, issuer, scope, resource, organisation }: MaskinportenOptions) {
  const claims = { scope, ...(resource && { resource }), ...(organisation && { consumer_org: organisation }) }
  return new SignJWT({ ...claims, jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', ...(clientKey.kid && { kid: clientKey.kid }) })
    .setIssuer(clientId)
    .setAudience(issuer)
    .setIssuedAt()
    .setExpirationTime(`${grantSeconds}s`)
    .sign(await importJWK(clientKey, 'ES256'))
}
