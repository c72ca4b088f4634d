import type { JWTPayload } from 'jose'
import { parseOrganisationNumber } from '../scalars/organisation-number.ts'
import { invalid, scopesOf, type TokenShape, textClaim } from './access-token.ts'
import { boundKeyOf, type Proven } from './proven.ts'

/** Maskinporten issues nothing but access tokens; those for others are told apart by `aud`, which `resource` asks for. */
export const maskinportenToken: TokenShape = {
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'ES256'],
  mayLackType: true,
  requiredClaims: ['scope', 'consumer'],
}

/**
 * A system that acts for an organisation; with a supplier, for another than its own, by a delegation.
 * @throws PublicError TOKEN_INVALID
 */
export function toMachine(payload: JWTPayload): Proven {
  const number = organisationClaim(payload, 'consumer')
  const isDelegated = payload.supplier !== undefined
  if (isDelegated) textClaim(payload, 'delegation_source')
  return {
    login: 'maskinporten',
    kind: 'machine',
    client: textClaim(payload, 'client_id'),
    organisation: { number, ...(isDelegated && { supplier: organisationClaim(payload, 'supplier') }) },
    scopes: scopesOf(payload),
    assurance: {},
    boundTo: boundKeyOf(payload),
    expires: payload.exp ?? 0,
  }
}

/** `{ "authority": "iso6523-actorid-upis", "ID": "0192:<organisation number>" }` (Maskinporten's documentation). */
function organisationClaim(payload: JWTPayload, name: 'consumer' | 'supplier'): string {
  const { authority, ID: id } = (payload[name] ?? {}) as { authority?: unknown; ID?: unknown }
  const number = typeof id === 'string' ? parseOrganisationNumber(id.replace(/^0192:/, '')) : undefined
  if (authority !== 'iso6523-actorid-upis' || !number || id !== `0192:${number}`) throw invalid(name)
  return number
}
