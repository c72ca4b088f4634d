import { createAccessTokenSigner } from '../schema/access.ts'
import { trustOf } from '../schema/logins/configuration.ts'
import { type FollowedClients, followClients } from './follow-clients.ts'
import { everyClient } from './identity/clients.ts'
import { proofLifeSeconds } from './identity/dpop.ts'
import type { IdentityParts } from './identity/index.ts'
import { openRedisReplays } from './identity/redis-replays.ts'
import { createMemoryReplays } from './identity/replays.ts'
import type { IdentityConfig, Secrets } from './identity-config.ts'

export type OpenedIdentity = {
  readonly parts: IdentityParts
  /** The file of clients, where there is one. */
  readonly register: FollowedClients | undefined
  close(): void
}

type IdentityLog = Parameters<typeof followClients>[1] & { warn(text: string): void }

/** What proves callers, from configuration: keys that are fetched, a register that is followed, used proofs. */
export async function openIdentity(
  config: IdentityConfig,
  secrets: Secrets,
  { clock, isProduction, log }: { clock: () => Date; isProduction: boolean; log: IdentityLog },
): Promise<OpenedIdentity> {
  const register = config.clientsPath === undefined ? undefined : await followClients(config.clientsPath, log)
  if (isProduction && config.redisUrl === undefined) {
    log.warn('no REDIS_URL: each replica takes a DPoP proof once, so what one has seen can be sent again to another')
  }
  const replays =
    config.redisUrl === undefined
      ? createMemoryReplays(proofLifeSeconds)
      : await openRedisReplays(config.redisUrl, proofLifeSeconds)
  return {
    parts: {
      citizens: trustOf(config.citizens),
      staff: config.staff && trustOf(config.staff),
      machines: config.machines && trustOf(config.machines),
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
