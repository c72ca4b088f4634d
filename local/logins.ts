import type { IdentityParts } from '../gateway/identity/index.ts'
import { remoteKeys } from '../schema/logins/access-token.ts'
import { createSystemTokenVerifier } from '../subgraphs/proxy-consent/privacy/rest/system-token.ts'
import type { IdentityProvider } from './identity-provider/identity-provider.ts'
import type { WorkOptions } from './identity-provider/work.ts'
import { helseIdClients, maskinportenClients } from './personnel/clients.ts'
import { personnel } from './personnel/personnel.ts'
import { helseIdAudience } from './personnel/scopes.ts'

/** Everybody at work, and every client of HelseID and Maskinporten. */
export const localWork: WorkOptions = { personnel, helseIdClients, maskinportenClients }

/** Whose tokens of one login count, on this machine. */
const trust = (issuer: string, audience: string) => ({ issuer, audience, keys: remoteKeys(new URL(`${issuer}/jwks`)) })

/** All three logins of the provider on this machine. */
export function localLogins(
  { issuer, workIssuers }: Pick<IdentityProvider, 'issuer' | 'workIssuers'>,
  audience: string,
): Pick<IdentityParts, 'citizens' | 'staff' | 'machines'> {
  return {
    citizens: trust(issuer, audience),
    staff: trust(workIssuers['helse-id'], helseIdAudience),
    machines: trust(workIssuers.maskinporten, audience),
  }
}

/** Who counts as a system for PVK's own interface: Maskinporten's machines. HelseID's tokens are bound to a key here. */
export function localSystemTokens({ workIssuers }: Pick<IdentityProvider, 'workIssuers'>, audience: string) {
  return createSystemTokenVerifier({ maskinporten: trust(workIssuers.maskinporten, audience) })
}
