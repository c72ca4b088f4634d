import type { JWTPayload } from 'jose'
import { scopesOf, type TokenShape, textClaim } from './access-token.ts'
import { boundKeyOf, identifierClaim, type Proven } from './proven.ts'

/** ID-porten signs with RS256; the others are as strong. */
export const idPortenToken: TokenShape = {
  algorithms: ['RS256', 'PS256', 'ES256'],
  mayLackType: false,
  requiredClaims: ['pid', 'acr'],
}

/** A citizen (ID-porten access token, docs.digdir.no). */
export function toCitizen(payload: JWTPayload): Proven {
  const identifier = identifierClaim(payload, 'pid')
  return {
    login: 'id-porten',
    kind: 'citizen',
    client: textClaim(payload, 'client_id'),
    person: { identifier },
    scopes: scopesOf(payload),
    // Level of assurance: `idporten-loa-high` is eIDAS high, formerly level 4.
    assurance: { level: textClaim(payload, 'acr'), identifierKind: identifier.kind },
    boundTo: boundKeyOf(payload),
    expires: payload.exp ?? 0,
  }
}
