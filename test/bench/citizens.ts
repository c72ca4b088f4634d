import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { Database } from '../../subgraphs/kernel/database.ts'

/** Tokens as ID-porten makes them, for any number of synthetic citizens, and the public key that proves them. */
export type Citizens = { readonly publicKey: JWK; tokenOf(identifier: string): Promise<string> }

export const issuer = 'https://idporten.bench'
export const audience = 'https://helsegraf.example/graphql'

export async function createCitizens(): Promise<Citizens> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const seconds = Math.floor(Date.now() / 1000)
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256' },
    tokenOf: pid =>
      new SignJWT({ pid, acr: 'idporten-loa-high', client_id: 'helsenorge-web' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'bench' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + 7_200)
        .sign(privateKey),
  }
}

/** Current numbers of persons who may sign in, spread over the whole population. */
export async function someIdentifiers(database: Database, many: number): Promise<string[]> {
  const rows = await database
    .as<{
      'person.identifier': { identifier: string; kind: string; superseded_on: string | null; person_id: number }
    }>()
    .selectFrom('person.identifier')
    .select('identifier')
    .where('kind', '!=', 'FELLES_HJELPENUMMER')
    .where('superseded_on', 'is', null)
    .orderBy('identifier')
    .execute()
  const step = Math.max(1, Math.floor(rows.length / many))
  return rows
    .filter((_, index) => index % step === 0)
    .slice(0, many)
    .map(({ identifier }) => identifier)
}
