/*
 * Question: who asks?  A token becomes a Caller, and the Caller an access token for subgraphs.
 * Refuses: to decide what the caller may do (policy/), and to pass the caller's own token on.
 */
import { LRUCache } from 'lru-cache'
import {
  type AccessTokenSigner,
  accessTokenSeconds,
  type Caller,
  pseudonymOf,
  sealIdentity,
} from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import {
  type IdentifierProfile,
  isAllowed,
  type PersonIdentifierKind,
  parsePersonIdentifier,
} from '../../schema/scalars/person-identifier.ts'
import type { SealKeys } from '../../schema/seal.ts'
import type { AudienceView } from '../policy/audiences.ts'
import { type CitizenTokenTrust, verifyCitizenToken } from './citizen-token.ts'
import type { Clients, Login } from './clients.ts'

/** How sure the sign-in is, and on which kind of number: what policy judges. */
export type Assurance = { readonly level: string; readonly identifierKind: PersonIdentifierKind }

/** A proven caller, which part of the graph its client gets, and the access token that says so to subgraphs. */
export type Identified = {
  readonly caller: Caller
  readonly assurance: Assurance
  readonly view: AudienceView
  readonly accessToken: string
  /** The same caller later, while one request lasts: whether token and client still count. @throws as `Identify` */
  renew(): Promise<Identified>
}

/** What a request brings to prove who asks. */
export type Credentials = { readonly authorization: string | undefined }

/** @throws PublicError UNAUTHENTICATED, TOKEN_INVALID, TOKEN_EXPIRED, APP_NOT_APPROVED … */
export type Identify = (credentials: Credentials) => Promise<Identified>

export type IdentityParts = {
  readonly citizens: CitizenTokenTrust
  /** Looked at with every request: who is withdrawn is refused with the next one. */
  readonly clients: Clients
  readonly identifierProfile: IdentifierProfile
  readonly pseudonymKey: Uint8Array
  readonly identityKeys: SealKeys
  readonly signAccessToken: AccessTokenSigner
  readonly clock: () => Date
}

/** Who a token has proved to be. */
type Known = Pick<Identified, 'caller' | 'assurance'> & {
  readonly login: Login
  /** Seconds since 1970. */
  readonly expires: number
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
 * request. Every time the whole token is compared, so a changed payload is a new token.
 */
export function createIdentify(parts: IdentityParts): Identify {
  const remembered = new LRUCache<string, Known>({ max: rememberedTokens })

  async function verify(token: string, now: Date): Promise<Known> {
    const citizen = await verifyCitizenToken(token, parts.citizens, now)
    const identifier = parsePersonIdentifier(citizen.pid)
    if (!identifier) throw new PublicError('TOKEN_INVALID', { details: { claim: 'pid' } })
    if (!isAllowed(identifier, parts.identifierProfile)) throw new PublicError('IDENTIFIER_INVALID')
    const id = pseudonymOf(parts.pseudonymKey, 'caller', identifier.value)
    const caller: Caller = {
      kind: 'citizen',
      id,
      client: citizen.client,
      purpose: 'own-insight',
      sealedIdentity: sealIdentity(parts.identityKeys, identifier.value, id),
    }
    const assurance = { level: citizen.acr, identifierKind: identifier.kind }
    return { caller, assurance, login: 'id-porten', expires: citizen.expires, renewAt: 0 }
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

  return async ({ authorization }) => {
    const token = readBearer(authorization)
    const known = remembered.get(token)
    if (known) return admit(known)
    const fresh = await verify(token, parts.clock())
    const identified = await admit(fresh)
    remembered.set(token, fresh, { ttl: Math.max(1, fresh.expires * 1000 - parts.clock().getTime()) })
    return identified
  }
}

/** RFC 6750 §2.1; nothing is read from a query string or a body. */
function readBearer(authorization: string | undefined): string {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined || token.length > longestToken) throw new PublicError('UNAUTHENTICATED')
  return token
}
