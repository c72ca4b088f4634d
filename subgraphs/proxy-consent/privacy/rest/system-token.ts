import type { JWTPayload } from 'jose'
import {
  claimedIssuer,
  type IssuerTrust,
  invalid,
  type TokenShape,
  verifyAccessToken,
} from '../../../../schema/logins/access-token.ts'
import { helseIdToken, toStaffOrSystem } from '../../../../schema/logins/helse-id.ts'
import { maskinportenToken, toMachine } from '../../../../schema/logins/maskinporten.ts'
import type { Proven } from '../../../../schema/logins/proven.ts'
import type { Actor, SystemLogin } from '../actor/right.ts'

/** @throws PublicError TOKEN_INVALID (names the claim), TOKEN_EXPIRED, IDENTITY_PROVIDER_UNAVAILABLE */
export type VerifySystemToken = (token: string, now: Date) => Promise<Actor>

/** The logins whose system tokens count. */
export type SystemLogins = {
  readonly maskinporten?: IssuerTrust | undefined
  readonly helseId?: IssuerTrust | undefined
}

type Issuer = {
  readonly login: SystemLogin
  readonly trust: IssuerTrust
  readonly shape: TokenShape
  readonly read: (claims: JWTPayload) => Proven
}

/** The actors’ clients of today send bearer tokens, HelseID’s too. */
const bearerOfHelseId: TokenShape = { ...helseIdToken, requiredClaims: ['scope'] }

/**
 * Proves system tokens by the rules of their logins. A token of somebody who signed in is none, and one that is bound to a
 * key is not taken as a bearer token: here no proof of the key is asked for.
 */
export function createSystemTokenVerifier({ maskinporten, helseId }: SystemLogins): VerifySystemToken {
  const issuers: readonly Issuer[] = [
    ...(maskinporten
      ? [{ login: 'maskinporten', trust: maskinporten, shape: maskinportenToken, read: toMachine } as const]
      : []),
    ...(helseId ? [{ login: 'helse-id', trust: helseId, shape: bearerOfHelseId, read: toStaffOrSystem } as const] : []),
  ]
  return async (token, now) => {
    const claimed = claimedIssuer(token)
    const issuer = issuers.find(({ trust }) => trust.issuer === claimed)
    if (!issuer) throw invalid('iss')
    const { kind, client, organisation, scopes, boundTo } = issuer.read(
      await verifyAccessToken(token, issuer.trust, issuer.shape, now),
    )
    if (kind !== 'machine' || !organisation) throw invalid('pid')
    if (boundTo !== undefined) throw invalid('cnf')
    // The party is the legal entity, whichever of its units works for it.
    const { number, parent = number, supplier } = organisation
    return {
      id: `${client} ${parent}`,
      client,
      login: issuer.login,
      organisation: { number: parent, ...(supplier !== undefined && { supplier }) },
      scopes,
    }
  }
}
