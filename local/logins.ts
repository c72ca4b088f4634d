import { remoteKeys } from '../gateway/identity/access-token.ts'
import type { IdentityParts } from '../gateway/identity/index.ts'
import type { IdentityProvider } from './identity-provider/identity-provider.ts'
import type { WorkOptions } from './identity-provider/work.ts'
import { helseIdClients, maskinportenClients } from './personnel/clients.ts'
import { personnel } from './personnel/personnel.ts'
import { helseIdAudience } from './personnel/scopes.ts'

/** Everybody at work, and every client of HelseID and Maskinporten. */
export const localWork: WorkOptions = { personnel, helseIdClients, maskinportenClients }

/** All three logins of the provider on this machine. */
export function localLogins(
  { issuer, workIssuers }: Pick<IdentityProvider, 'issuer' | 'workIssuers'>,
  audience: string,
): Pick<IdentityParts, 'citizens' | 'staff' | 'machines'> {
  const trust = (at: string, aud: string) => ({ issuer: at, audience: aud, keys: remoteKeys(new URL(`${at}/jwks`)) })
  return {
    citizens: trust(issuer, audience),
    staff: trust(workIssuers['helse-id'], helseIdAudience),
    machines: trust(workIssuers.maskinporten, audience),
  }
}
