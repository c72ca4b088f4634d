import { createAccessTokenSigner } from '../schema/access.ts'
import { type FollowedClients, followClients } from './follow-clients.ts'
import { type IssuerTrust, remoteKeys } from './identity/access-token.ts'
import { everyClient } from './identity/clients.ts'
import { proofLifeSeconds } from './identity/dpop.ts'
import type { IdentityParts } from './identity/index.ts'
import { openRedisReplays } from './identity/redis-replays.ts'
import { createMemoryReplays } from './identity/replays.ts'
import type { IdentityConfig, LoginConfig, Secrets } from './identity-config.ts'

export type OpenedIdentity = {
  readonly parts: IdentityParts
  /** The file of clients, where there is one. */
  readonly register: FollowedClients | undefined
  close(): void
}

/** What proves callers, from configuration: keys that are fetched, a register that is followed, used proofs. */
export async function openIdentity(
  config: IdentityConfig,
  secrets: Secrets,
  { clock, isProduction, log }: { clock: () => Date; isProduction: boolean; log: Parameters<typeof followClients>[1] },
): Promise<OpenedIdentity> {
  const register = config.clientsPath === undefined ? undefined : await followClients(config.clientsPath, log)
  const replays =
    config.redisUrl === undefined
      ? createMemoryReplays(proofLifeSeconds)
      : await openRedisReplays(config.redisUrl, proofLifeSeconds)
  return {
    parts: {
      citizens: trust(config.citizens),
      staff: config.staff && trust(config.staff),
      machines: config.machines && trust(config.machines),
      clients: register?.clients ?? everyClient,
      dpop: { publicUrls: () => config.publicUrls, replays },
      identifierProfile: isProduction ? 'only-real' : 'only-synthetic',
      pseudonymKey: secrets.pseudonymKey,
      identityKeys: secrets.identityKeys,
      nameKeys: secrets.nameKeys,
      signAccessToken: await createAccessTokenSigner(secrets.accessTokenKey),
      clock,
    },
    register,
    close() {
      register?.close()
      replays.close()
    },
  }
}

const trust = ({ issuer, audience, jwksUrl }: LoginConfig): IssuerTrust => ({
  issuer,
  audience,
  keys: remoteKeys(jwksUrl),
})
