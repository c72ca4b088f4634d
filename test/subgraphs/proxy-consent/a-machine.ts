import { generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import type { Caller } from '../../../schema/access.ts'
import { ownCatalogue } from '../../../subgraphs/proxy-consent/privacy/catalogue/catalogue.ts'
import { createSystemTokenVerifier } from '../../../subgraphs/proxy-consent/privacy/rest/system-token.ts'
import { now } from '../../subgraph.ts'
import { organisationClaim } from '../../work-logins.ts'

export const guidOf = (code: string): string => {
  const found = ownCatalogue.definitions.find(definition => definition.code === code)
  if (!found) throw new Error(`no definition ${code}`)
  return found.guid
}

export const organisationOf = (partKode: string): string => ownCatalogue.party(partKode)?.organisation ?? ''

/** A machine of a party, as the graph sees it. */
export function aMachine(partKode: string, but: Partial<Caller> = {}): Caller {
  return {
    kind: 'machine',
    id: `machine of ${partKode}`,
    client: 'register',
    organisation: { number: organisationOf(partKode) },
    scopes: ['nhn:pvk.les', 'nhn:pvk.skriv', 'nhn:pvk.inkludering'],
    ...but,
  }
}

const issuer = 'https://maskinporten.example/'
const audience = 'https://pvk.example/'
const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })

/** A login that issues system tokens: Maskinporten’s claims, unless a test says otherwise. */
export const verifySystemToken = createSystemTokenVerifier({
  maskinporten: { issuer, audience, keys: async () => publicKey },
  helseId: { issuer: 'https://helseid.example', audience, keys: async () => publicKey },
})

export async function aSystemToken(
  partKode: string,
  but: JWTPayload = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const issued = Math.floor(now.getTime() / 1000)
  const claims = {
    iss: issuer,
    aud: audience,
    iat: issued,
    exp: issued + 120,
    client_id: 'actors-client',
    scope: 'nhn:pvk.les nhn:pvk.skriv nhn:pvk.inkludering',
    consumer: organisationClaim(organisationOf(partKode)),
    ...but,
  }
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k', ...header }).sign(privateKey)
}
