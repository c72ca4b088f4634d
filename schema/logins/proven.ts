import type { JWTPayload } from 'jose'
import type { Caller, CallerKind } from '../access.ts'
import {
  type ParsedIdentifier,
  type PersonIdentifierKind,
  parsePersonIdentifier,
} from '../scalars/person-identifier.ts'
import { invalid, textClaim } from './access-token.ts'

/** Who issues tokens. */
export const logins = ['id-porten', 'helse-id', 'maskinporten'] as const
export type Login = (typeof logins)[number]

export const networks = ['helsenett', 'internett'] as const
export type Network = (typeof networks)[number]

/** How sure the sign-in is, on which kind of number, and from where: what policy judges. */
export type Assurance = {
  /** `acr` of ID-porten, `security_level` of HelseID. A machine signs in with a key, and has none. */
  readonly level?: string
  readonly identifierKind?: PersonIdentifierKind
  /** Which of HelseID's two doors was used. */
  readonly network?: Network
}

/** What a token has proven, in the words of this house, whichever login issued it. */
export type Proven = {
  readonly login: Login
  readonly kind: CallerKind
  readonly client: string
  /** Whoever signed in; undefined is a machine. */
  readonly person?: { readonly identifier: ParsedIdentifier; readonly name?: string | undefined }
  readonly organisation?: NonNullable<Caller['organisation']>
  readonly hprNumber?: string | undefined
  readonly scopes: readonly string[]
  readonly assurance: Assurance
  /** Thumbprint of the key that whoever uses the token must prove to have (RFC 9449 §6). */
  readonly boundTo?: string | undefined
  /** Seconds since 1970. */
  readonly expires: number
}

/** @throws PublicError TOKEN_INVALID, unless the claim is a fødselsnummer, a D-nummer or a felles hjelpenummer */
export function identifierClaim(payload: JWTPayload, name: string): ParsedIdentifier {
  const identifier = parsePersonIdentifier(textClaim(payload, name))
  if (!identifier) throw invalid('pid')
  return identifier
}

const thumbprint = /^[A-Za-z0-9_-]{43}$/

/**
 * The key a token is bound to, if it is.
 * @throws PublicError TOKEN_INVALID where it is bound in another way: what cannot be checked must not pass for unbound
 */
export function boundKeyOf({ cnf }: JWTPayload): string | undefined {
  if (cnf === undefined) return undefined
  const { jkt, ...others } = (typeof cnf === 'object' && cnf !== null ? cnf : {}) as Record<string, unknown>
  if (typeof jkt !== 'string' || !thumbprint.test(jkt) || Object.keys(others).length > 0) throw invalid('cnf')
  return jkt
}
