import { type Clients, everyClient } from '../../../gateway/identity/clients.ts'
import { proofLifeSeconds } from '../../../gateway/identity/dpop.ts'
import { type Credentials, createIdentify, type Identify, type IdentityParts } from '../../../gateway/identity/index.ts'
import { createMemoryReplays, type Replays } from '../../../gateway/identity/replays.ts'
import { type InstallationSecrets, passingSecrets } from '../../../local/secrets.ts'
import { createAccessTokenSigner } from '../../../schema/access.ts'

export type IdentityPlan = {
  readonly secrets?: InstallationSecrets
  readonly clock?: () => Date
  readonly clients?: Clients
  readonly replays?: Replays
  readonly publicUrls?: readonly string[]
}

export const publicUrl = 'https://graf.example'

/** What proves callers, with keys that nobody else has. */
export async function identityParts(
  logins: Pick<IdentityParts, 'citizens' | 'staff' | 'machines'>,
  plan: IdentityPlan = {},
): Promise<IdentityParts> {
  const secrets = plan.secrets ?? (await passingSecrets())
  return {
    ...logins,
    clients: plan.clients ?? everyClient,
    dpop: {
      publicUrls: () => plan.publicUrls ?? [publicUrl],
      replays: plan.replays ?? createMemoryReplays(proofLifeSeconds),
    },
    identifierProfile: 'only-synthetic',
    pseudonymKey: secrets.pseudonymKey,
    identityKeys: secrets.identityKeys,
    nameKeys: secrets.nameKeys,
    signAccessToken: await createAccessTokenSigner(secrets.accessTokenKey),
    clock: plan.clock ?? (() => new Date()),
  }
}

export const anIdentify = async (...how: Parameters<typeof identityParts>): Promise<Identify> =>
  createIdentify(await identityParts(...how))

export const credentials = (authorization: string | undefined, dpop?: string): Credentials => ({
  authorization,
  dpop,
  method: 'POST',
  path: '/graphql',
})
