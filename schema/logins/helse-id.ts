import type { JWTPayload } from 'jose'
import { parseOrganisationNumber } from '../scalars/organisation-number.ts'
import { invalid, optionalTextClaim, scopesOf, type TokenShape, textClaim } from './access-token.ts'
import { boundKeyOf, identifierClaim, networks, type Proven } from './proven.ts'

/** HelseID signs with RS256, and may with the others. Its tokens are bound to a key (RFC 9449). */
export const helseIdToken: TokenShape = {
  algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'],
  mayLackType: false,
  requiredClaims: ['scope', 'cnf'],
}

/** Names of claims (utviklerportal.nhn.no, HelseID's claims). */
const claims = {
  pid: 'helseid://claims/identity/pid',
  pidPseudonym: 'helseid://claims/identity/pid_pseudonym',
  securityLevel: 'helseid://claims/identity/security_level',
  network: 'helseid://claims/identity/network',
  hprNumber: 'helseid://claims/hpr/hpr_number',
  parent: 'helseid://claims/client/claims/orgnr_parent',
  child: 'helseid://claims/client/claims/orgnr_child',
  supplier: 'helseid://claims/client/claims/orgnr_supplier',
  tenancy: 'helseid://claims/client/client_tenancy',
} as const

/** Any of these says that somebody signed in: such a token without a `pid` is faulty, and no machine's. */
const personal = [claims.pid, claims.pidPseudonym, claims.securityLevel, claims.hprNumber]

const hprNumber = /^\d{1,9}$/

/**
 * Health personnel, clerks and vendors' systems. What they may do is not in the token: registries know it of a pseudonym
 * and an organisation. A client's name is for people, and decides nothing.
 * @throws PublicError TOKEN_INVALID
 */
export function toStaffOrSystem(payload: JWTPayload): Proven {
  if (textClaim(payload, 'client_amr') !== 'private_key_jwt') throw invalid('client_amr')
  const proven = {
    login: 'helse-id',
    client: textClaim(payload, 'client_id'),
    organisation: organisationOf(payload),
    scopes: scopesOf(payload),
    boundTo: boundKeyOf(payload),
    expires: payload.exp ?? 0,
  } as const
  const network = networkOf(payload)
  if (!personal.some(claim => payload[claim] !== undefined)) {
    return { ...proven, kind: 'machine', assurance: { ...network } }
  }
  const identifier = identifierClaim(payload, claims.pid)
  const hpr = optionalTextClaim(payload, claims.hprNumber)
  if (hpr !== undefined && !hprNumber.test(hpr)) throw invalid('hpr_number')
  return {
    ...proven,
    kind: hpr === undefined ? 'clerk' : 'health-personnel',
    person: { identifier, name: optionalTextClaim(payload, 'name') },
    hprNumber: hpr,
    assurance: { level: textClaim(payload, claims.securityLevel), identifierKind: identifier.kind, ...network },
  }
}

function networkOf(payload: JWTPayload) {
  const text = optionalTextClaim(payload, claims.network)
  if (text === undefined) return {}
  const network = networks.find(name => name === text)
  if (!network) throw invalid('network')
  return { network }
}

/** The unit where the work is done, or the legal entity itself. A system of many customers also says whose it is. */
function organisationOf(payload: JWTPayload): NonNullable<Proven['organisation']> {
  const number = (claim: string): string | undefined => {
    const text = optionalTextClaim(payload, claim)
    if (text !== undefined && !parseOrganisationNumber(text)) throw invalid(claim.slice(claim.lastIndexOf('/') + 1))
    return text
  }
  const parent = number(claims.parent)
  if (parent === undefined) throw invalid('orgnr_parent', { reason: 'missing' })
  const supplier = number(claims.supplier)
  const tenancy = textClaim(payload, claims.tenancy)
  if (!['none', 'single-tenant', 'multi-tenant'].includes(tenancy)) throw invalid('client_tenancy')
  if (tenancy === 'multi-tenant' && supplier === undefined) throw invalid('orgnr_supplier', { reason: 'missing' })
  return { number: number(claims.child) ?? parent, parent, ...(supplier !== undefined && { supplier }) }
}
