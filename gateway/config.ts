import { readFileSync } from 'node:fs'
import { bool, num, str, url } from 'envalid'
import type { JWK } from 'jose'
import { addresses, jwk, listenPort, readEnvironment, sealKeys, secretBytes } from '../schema/environment.ts'
import type { SealKeys } from '../schema/seal.ts'

export type Config = {
  readonly port: number
  readonly host: string
  readonly metricsPort: number
  /** Supergraph SDL, read. */
  readonly supergraph: string
  /** Addresses that take the place of those in the supergraph. */
  readonly subgraphUrls: Readonly<Record<string, string>>
  readonly operationMs: number
  readonly isOpenAccess: boolean
  readonly isIntrospectable: boolean
  readonly citizens: { readonly issuer: string; readonly audience: string; readonly jwksUrl: URL } | undefined
}

export type Secrets = {
  readonly accessTokenKey: JWK
  readonly identityKeys: SealKeys
  readonly pseudonymKey: Uint8Array
}

/** @throws naming every variable that is missing or not usable, at once */
export function readConfig(env: NodeJS.ProcessEnv): { config: Config; secrets: Secrets | undefined } {
  const open = readEnvironment(env, {
    PORT: listenPort({ default: 4000 }),
    HOST: str({ default: '127.0.0.1' }),
    METRICS_PORT: listenPort({ default: 9464 }),
    SUPERGRAPH: str({ default: 'schema/supergraph.graphql' }),
    SUBGRAPH_URLS: addresses({ default: {} }),
    OPERATION_TIMEOUT_MS: num({ default: 15_000 }),
    OPEN_ACCESS: bool({ default: false }),
    INTROSPECTION: bool({ default: env.NODE_ENV !== 'production' }),
  })
  const config: Omit<Config, 'citizens'> = {
    port: open.PORT,
    host: open.HOST,
    metricsPort: open.METRICS_PORT,
    supergraph: readFileSync(open.SUPERGRAPH, 'utf8'),
    subgraphUrls: open.SUBGRAPH_URLS,
    operationMs: open.OPERATION_TIMEOUT_MS,
    isOpenAccess: open.OPEN_ACCESS,
    isIntrospectable: open.INTROSPECTION,
  }
  if (open.OPEN_ACCESS) return { config: { ...config, citizens: undefined }, secrets: undefined }
  const closed = readEnvironment(env, {
    IDPORTEN_ISSUER: url(),
    IDPORTEN_AUDIENCE: str(),
    IDPORTEN_JWKS_URL: url(),
    ACCESS_TOKEN_PRIVATE_JWK: jwk(),
    IDENTITY_KEYS: sealKeys(),
    PSEUDONYM_KEY: secretBytes(),
  })
  return {
    config: {
      ...config,
      citizens: {
        issuer: closed.IDPORTEN_ISSUER,
        audience: closed.IDPORTEN_AUDIENCE,
        jwksUrl: new URL(closed.IDPORTEN_JWKS_URL),
      },
    },
    secrets: {
      accessTokenKey: closed.ACCESS_TOKEN_PRIVATE_JWK,
      identityKeys: closed.IDENTITY_KEYS,
      pseudonymKey: closed.PSEUDONYM_KEY,
    },
  }
}
