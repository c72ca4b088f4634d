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
import { type CitizenTokenTrust, verifyCitizenToken } from './citizen-token.ts'

/** How sure the sign-in is, and on which kind of number: what policy judges. */
export type Assurance = { readonly level: string; readonly identifierKind: PersonIdentifierKind }

/** A proven caller, and the access token that says so to subgraphs. */
export type Identified = { readonly caller: Caller; readonly assurance: Assurance; readonly accessToken: string }

export type Identify = (authorization: string | undefined) => Promise<Identified>

export type IdentityParts = {
  readonly citizens: CitizenTokenTrust
  readonly identifierProfile: IdentifierProfile
  readonly pseudonymKey: Uint8Array
  readonly identityKeys: SealKeys
  readonly signAccessToken: AccessTokenSigner
  readonly clock: () => Date
}

type Remembered = Pick<Identified, 'caller' | 'assurance'> & {
  readonly expires: number
  accessToken: string
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
  const remembered = new LRUCache<string, Remembered>({ max: rememberedTokens })

  async function verify(token: string, now: Date): Promise<Remembered> {
    const proven = await verifyCitizenToken(token, parts.citizens, now)
    const identifier = parsePersonIdentifier(proven.pid)
    if (!identifier) throw new PublicError('TOKEN_INVALID', { details: { claim: 'pid' } })
    if (!isAllowed(identifier, parts.identifierProfile)) throw new PublicError('IDENTIFIER_INVALID')
    const id = pseudonymOf(parts.pseudonymKey, 'caller', identifier.value)
    const caller: Caller = {
      kind: 'citizen',
      id,
      client: proven.client,
      purpose: 'own-insight',
      sealedIdentity: sealIdentity(parts.identityKeys, identifier.value, id),
    }
    const assurance = { level: proven.acr, identifierKind: identifier.kind }
    return { caller, assurance, expires: proven.expires, accessToken: '', renewAt: 0 }
  }

  return async authorization => {
    const token = readBearer(authorization)
    const now = parts.clock()
    const seconds = now.getTime() / 1000
    const known = remembered.get(token)
    const who = known ?? (await verify(token, now))
    if (who.expires <= seconds) {
      remembered.delete(token)
      throw new PublicError('TOKEN_EXPIRED')
    }
    if (who.renewAt <= seconds) {
      who.accessToken = await parts.signAccessToken(who.caller, now)
      who.renewAt = seconds + accessTokenSeconds - leastLifeSeconds
    }
    if (!known) remembered.set(token, who)
    return who
  }
}

/** RFC 6750 §2.1; nothing is read from a query string or a body. */
function readBearer(authorization: string | undefined): string {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined || token.length > longestToken) throw new PublicError('UNAUTHENTICATED')
  return token
}
