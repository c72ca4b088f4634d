import { makeValidator, str } from 'envalid'
import type { JWK } from 'jose'
import { jwk, readEnvironment, sealKeys, secretBytes } from '../schema/environment.ts'
import { type LoginConfig, loginOf } from '../schema/logins/configuration.ts'
import type { SealKeys } from '../schema/seal.ts'

export type IdentityConfig = {
  readonly citizens: LoginConfig
  /** Undefined: tokens of that login are refused. */
  readonly staff: LoginConfig | undefined
  readonly machines: LoginConfig | undefined
  /** The file of the register of clients. Undefined: there is none, and every client of a login counts. */
  readonly clientsPath: string | undefined
  /** Where clients find this gateway, as their proofs have it. */
  readonly publicUrls: readonly string[]
  /** Where used proofs are kept for all replicas. Undefined: each process keeps its own. */
  readonly redisUrl: string | undefined
}

export type Secrets = {
  readonly accessTokenKey: JWK
  readonly identityKeys: SealKeys
  readonly nameKeys: SealKeys
  readonly pseudonymKey: Uint8Array
}

/** `https://graf.example,https://api.example/helsegraf`: no query, no fragment. */
const publicUrls = makeValidator<readonly string[]>(text =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => {
      const { protocol, username, search, hash } = new URL(part)
      if (!/^https?:$/.test(protocol) || username || search || hash) throw new Error('an address of this gateway')
      return part
    }),
)

/** @throws naming every variable that is missing or not usable, at once */
export function readIdentityConfig(
  env: NodeJS.ProcessEnv,
  { workers }: { workers: number },
): { identity: IdentityConfig; secrets: Secrets } {
  const [idPorten, helseId, maskinporten] = [
    loginOf(env, 'IDPORTEN', { isRequired: true }),
    loginOf(env, 'HELSEID'),
    loginOf(env, 'MASKINPORTEN'),
  ]
  const hasStaff = Object.keys(helseId.specs).length > 0
  const read = readEnvironment(env, {
    ...idPorten.specs,
    ...helseId.specs,
    ...maskinporten.specs,
    ACCESS_TOKEN_PRIVATE_JWK: jwk(),
    IDENTITY_KEYS: sealKeys(),
    PSEUDONYM_KEY: secretBytes(),
    // HelseID's tokens carry names, and are bound to a key: a proof names this gateway's address, and is used once.
    NAME_KEYS: hasStaff ? sealKeys() : sealKeys({ default: [] }),
    PUBLIC_URLS: hasStaff ? publicUrls() : publicUrls({ default: [] }),
    // Workers of one cluster are known of here; of replicas elsewhere it can only be warned (open-identity.ts).
    REDIS_URL: hasStaff && workers > 1 ? str() : str({ default: '' }),
    // Whoever runs in production has decided which clients may be used.
    CLIENTS_FILE: env.NODE_ENV === 'production' ? str() : str({ default: '' }),
  })
  const citizens = idPorten.read(read)
  if (!citizens) throw new Error('unreachable: ID-porten is always wanted')
  return {
    identity: {
      citizens,
      staff: helseId.read(read),
      machines: maskinporten.read(read),
      clientsPath: read.CLIENTS_FILE || undefined,
      publicUrls: read.PUBLIC_URLS,
      redisUrl: read.REDIS_URL || undefined,
    },
    secrets: {
      accessTokenKey: read.ACCESS_TOKEN_PRIVATE_JWK,
      identityKeys: read.IDENTITY_KEYS,
      nameKeys: read.NAME_KEYS,
      pseudonymKey: read.PSEUDONYM_KEY,
    },
  }
}
