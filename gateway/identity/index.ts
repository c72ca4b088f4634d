/*
 * Question: who asks?  A token becomes a Caller, and the Caller an access token for subgraphs.
 * Refuses: to decide what the caller may do (policy/), and to pass the caller's own token on.
 */
import type { JWTPayload } from 'jose'
import { LRUCache } from 'lru-cache'
import {
  type AccessTokenSigner,
  accessTokenSeconds,
  type Caller,
  pseudonymOf,
  sealIdentity,
  sealName,
} from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import {
  claimedIssuer,
  type IssuerTrust,
  invalid,
  type TokenShape,
  verifyAccessToken,
} from '../../schema/logins/access-token.ts'
import { helseIdToken, toStaffOrSystem } from '../../schema/logins/helse-id.ts'
import { idPortenToken, toCitizen } from '../../schema/logins/id-porten.ts'
import { maskinportenToken, toMachine } from '../../schema/logins/maskinporten.ts'
import type { Assurance, Login, Proven } from '../../schema/logins/proven.ts'
import { type IdentifierProfile, isAllowed } from '../../schema/scalars/person-identifier.ts'
import type { SealKeys } from '../../schema/seal.ts'
import type { AudienceView } from '../policy/audiences.ts'
import type { Clients } from './clients.ts'
import { createVerifyProof, type DPoPParts, digestOf } from './dpop.ts'

export type { Assurance }

/** A proven caller, which part of the graph its client gets, and the access token that says so to subgraphs. */
export type Identified = {
  readonly caller: Caller
  readonly assurance: Assurance
  readonly view: AudienceView
  readonly accessToken: string
  /** The same caller later, while one request lasts: whether token and client still count. @throws as `Identify` */
  renew(): Promise<Identified>
}

/** What a request brings to prove who asks, and what a proof must be about. */
export type Credentials = {
  readonly authorization: string | undefined
  /** The header of that name: proof that whoever sends a token has its key. */
  readonly dpop: string | undefined
  readonly method: string
  readonly path: string
}

/** @throws PublicError UNAUTHENTICATED, TOKEN_INVALID, TOKEN_EXPIRED, DPOP_INVALID, APP_NOT_APPROVED … */
export type Identify = (credentials: Credentials) => Promise<Identified>

export type IdentityParts = {
  /** ID-porten. */
  readonly citizens: IssuerTrust
  /** HelseID. Without it none of its tokens counts; so with the next. */
  readonly staff?: IssuerTrust | undefined
  /** Maskinporten. */
  readonly machines?: IssuerTrust | undefined
  /** Looked at with every request: who is withdrawn is refused with the next one. */
  readonly clients: Clients
  readonly dpop: DPoPParts
  readonly identifierProfile: IdentifierProfile
  readonly pseudonymKey: Uint8Array
  readonly identityKeys: SealKeys
  /** Names of those at work are sealed with them. */
  readonly nameKeys: SealKeys
  readonly signAccessToken: AccessTokenSigner
  readonly clock: () => Date
}

/** How tokens of one issuer are verified and read. */
type Issuer = {
  readonly trust: IssuerTrust
  readonly shape: TokenShape
  readonly read: (payload: JWTPayload) => Proven
}

/** Who a token has proved to be. */
type Known = Pick<Identified, 'caller' | 'assurance'> & {
  readonly login: Login
  /** Seconds since 1970. */
  readonly expires: number
  readonly binding: { readonly boundTo: string; readonly tokenDigest: string } | undefined
  /** What was last said of it, and until when it can be said again. */
  identified?: Identified
  renewAt: number
}

const rememberedTokens = 20_000
const longestToken = 8_192
/** An access token that is handed on has at least this long to live: longer than any operation. */
const leastLifeSeconds = 60

/**
 * Verifies a token once and remembers who it was until it expires: verifying costs more than all the rest of a small
 * request. Every time the whole token is compared, so a changed payload is a new token. A proof of possession is
 * verified every time: it is good for one request.
 */
export function createIdentify(parts: IdentityParts): Identify {
  const remembered = new LRUCache<string, Known>({ max: rememberedTokens })
  const issuers = issuersOf(parts)
  const verifyProof = createVerifyProof(parts.dpop)

  async function verify(token: string): Promise<Known> {
    const now = parts.clock()
    const issuer = issuers.get(claimedIssuer(token) ?? '')
    if (!issuer) throw invalid('iss')
    const payload = await verifyAccessToken(token, issuer.trust, issuer.shape, now)
    const proven = issuer.read(payload)
    const { login, assurance, expires, boundTo } = proven
    const binding = boundTo === undefined ? undefined : { boundTo, tokenDigest: digestOf(token) }
    return { caller: toCaller(proven, parts), assurance, login, expires, binding, renewAt: 0 }
  }

  /** @throws PublicError TOKEN_EXPIRED, APP_NOT_APPROVED */
  async function admit(who: Known): Promise<Identified> {
    const now = parts.clock()
    const seconds = now.getTime() / 1000
    if (who.expires <= seconds) throw new PublicError('TOKEN_EXPIRED')
    const client = parts.clients.find(who.login, who.caller.client)
    if (client?.status !== 'approved') {
      throw new PublicError('APP_NOT_APPROVED', { details: { reason: client?.status ?? 'unknown' } })
    }
    if (who.identified?.view === client.view && who.renewAt > seconds) return who.identified
    const { caller, assurance } = who
    const accessToken = await parts.signAccessToken(caller, now)
    who.renewAt = seconds + accessTokenSeconds - leastLifeSeconds
    who.identified = { caller, assurance, view: client.view, accessToken, renew: () => admit(who) }
    return who.identified
  }

  return async ({ authorization, dpop, method, path }) => {
    const { scheme, token } = readAuthorization(authorization)
    let known = remembered.get(token)
    if (!known) {
      known = await verify(token)
      remembered.set(token, known)
    }
    const { binding } = known
    if (binding) {
      // Whoever stole a token would send it as a mere bearer's.
      if (scheme !== 'dpop') throw new PublicError('DPOP_INVALID', { details: { reason: 'scheme' } })
      await verifyProof({ ...binding, proof: dpop, method, path }, parts.clock())
    } else if (scheme === 'dpop') {
      throw invalid('cnf', { reason: 'missing' })
    }
    return admit(known)
  }
}

/** @throws where two logins are one issuer: then a token could be read as either's */
function issuersOf({ citizens, staff, machines }: IdentityParts): ReadonlyMap<string, Issuer> {
  const list: Issuer[] = [
    { trust: citizens, shape: idPortenToken, read: toCitizen },
    ...(staff ? [{ trust: staff, shape: helseIdToken, read: toStaffOrSystem }] : []),
    ...(machines ? [{ trust: machines, shape: maskinportenToken, read: toMachine }] : []),
  ]
  const issuers = new Map(list.map(issuer => [issuer.trust.issuer, issuer]))
  if (issuers.size !== list.length) throw new Error('two logins have the same issuer')
  return issuers
}

/** People are the same caller with every login; what they do at work and at home is told apart by the rest. */
function toCaller(proven: Proven, keys: IdentityParts): Caller {
  const { login, kind, client, person, organisation, hprNumber, scopes } = proven
  const { pseudonymKey, identityKeys, nameKeys } = keys
  const work = { ...(organisation && { organisation }), ...(hprNumber !== undefined && { hprNumber }), scopes }
  if (!person) {
    const id = pseudonymOf(
      pseudonymKey,
      'caller',
      `machine ${login} ${client} ${organisation?.parent ?? organisation?.number}`,
    )
    return { kind, id, client, ...work }
  }
  const { identifier, name } = person
  if (!isAllowed(identifier, keys.identifierProfile)) throw new PublicError('IDENTIFIER_INVALID')
  const id = pseudonymOf(pseudonymKey, 'caller', identifier.value)
  if (kind === 'citizen') {
    const sealedIdentity = sealIdentity(identityKeys, identifier.value, id)
    return { kind, id, client, purpose: 'own-insight', ...(scopes.length > 0 && { scopes }), sealedIdentity }
  }
  return { kind, id, client, ...work, ...(name !== undefined && { sealedName: sealName(nameKeys, name, id) }) }
}

/** RFC 6750 §2.1 and RFC 9449 §7.1; nothing is read from a query string or a body. */
function readAuthorization(authorization: string | undefined): { scheme: 'bearer' | 'dpop'; token: string } {
  const [, scheme, token] = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '') ?? []
  if (token === undefined || token.length > longestToken) throw new PublicError('UNAUTHENTICATED')
  return { scheme: scheme?.toLowerCase() === 'dpop' ? 'dpop' : 'bearer', token }
}
