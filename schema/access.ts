import { createHmac, hash } from 'node:crypto'
import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { PublicError } from './errors.ts'
import type { PersonIdentifier } from './scalars/person-identifier.ts'
import { keyObjectOf, type SealKeys, seal, unseal } from './seal.ts'

export type { SealKeys }

/** Kinds of information a grant can open. */
export const areas = [
  'identity',
  'vaccinations',
  'tests',
  'recoveries',
  'certificates',
  'entries',
  'consents',
  'insight',
] as const
export type Area = (typeof areas)[number]

/** Why the caller may see this person: a relation between the two, or a rule of law. */
export const bases = [
  'self',
  'parent',
  'fullmakt',
  'tildelt-fullmakt',
  'helsehjelp',
  'emergency',
  'attested-desk-visit',
  'covid-19-forskriften-5b',
  'covid-19-forskriften-5c',
  'smittevernloven-3-6',
  'helseberedskapsloven-2-4',
  'registry-owner',
] as const
export type Basis = (typeof bases)[number]

/** Those by which one person acts for another: never over a protected address (facts B3). */
export const representationBases: readonly Basis[] = ['parent', 'fullmakt', 'tildelt-fullmakt']

/** What the data are used for. */
export const purposes = [
  'own-insight',
  'treatment',
  'emergency',
  'quarantine',
  'contact-tracing',
  'control-centre',
  'labour-inspection',
  'desk-print',
  'privacy-administration',
] as const
export type Purpose = (typeof purposes)[number]

export const callerKinds = ['citizen', 'health-personnel', 'clerk', 'machine'] as const
export type CallerKind = (typeof callerKinds)[number]

/** Who asks. Proven by the gateway; carried to subgraphs in the access token. */
export type Caller = {
  readonly kind: CallerKind
  /** Pseudonym: an HMAC, stable for one identity number; of a machine, its client and organisation. Never the number. */
  readonly id: string
  /** The client application, as its identity provider names it. */
  readonly client: string
  /** What the whole sign-in is for. Who works names a purpose with each question; then the grant alone carries it. */
  readonly purpose?: Purpose
  /** On whose behalf: the unit, the legal entity above it, and who supplies the software (HelseID, Maskinporten). */
  readonly organisation?: { readonly number: string; readonly parent?: string; readonly supplier?: string }
  /** Number in Helsepersonellregisteret: whoever has one is health personnel. */
  readonly hprNumber?: string
  /** OAuth scopes of the token that was proven. */
  readonly scopes?: readonly string[]
  /** The caller's own identity number, sealed: only those who judge who somebody is hold the key. */
  readonly sealedIdentity?: string
  /** The name in the token of somebody at work, sealed: for the citizen who reads who has seen her data. */
  readonly sealedName?: string
}

/**
 * A registry that may judge a basis says: this caller may see this person. `person` makes a grant of it, for it alone
 * knows all numbers of a person and whether the address is protected. Sealed; a client never sees one.
 */
export type Mandate = {
  /** Any number the person has or has had. */
  readonly identifier: PersonIdentifier
  readonly areas: readonly Area[]
  readonly basis: Basis
  readonly purpose: Purpose
  /** Seconds since 1970; the grant ends then too. */
  readonly expires: number
}

/** A reference to one person for one caller. Sealed; a client never sees one. */
export type Grant = {
  /** Pseudonym of the person, stable over a change of identity number. */
  readonly subject: string
  /** All identity numbers the person has had, the current first. */
  readonly identifiers: readonly PersonIdentifier[]
  readonly areas: readonly Area[]
  readonly basis: Basis
  readonly purpose: Purpose
  /** Seconds since 1970. */
  readonly expires: number
}

/** Longer than any real grant with its aliases; a longer text is refused before any work is done on it. */
const longestSeal = 2_048

/** To whom a seal is bound: the same person in another role, client or organisation is another caller. */
export function bindingOf(caller: Caller): string {
  const { kind, id, client, purpose, organisation } = caller
  return JSON.stringify([kind, id, client, purpose ?? null, organisation?.number ?? null])
}

/** Seals a text for one caller, as what it is: it opens as nothing else. */
export function sealedFor(keys: SealKeys, text: string, { caller, what }: { caller: Caller; what: string }): string {
  return seal(keys, text, `${what} ${bindingOf(caller)}`)
}

/** Throws on whatever was not sealed for this caller as this. */
export function openSealedFor(
  keys: SealKeys,
  text: unknown,
  { caller, what }: { caller: Caller; what: string },
): string {
  if (typeof text !== 'string') throw new Error('not a sealed text')
  return unseal(keys, text, `${what} ${bindingOf(caller)}`)
}

const mostForOneCaller = 32

/**
 * What was made for a caller with some keys, for as long as this caller object lives: a few minutes, since it is what one
 * access token said. Ciphers and digests cost more than all else that is done with a grant, and a page asks several times.
 * Nothing is judged here: that is done each time, before sealing and after opening.
 *
 * Of those who ask about themselves and their own: whoever works asks about somebody new, and a list of a hundred
 * travellers is a hundred seals that nobody asks for again.
 */
function rememberedFor<Keys extends object, Value>(): (
  keys: Keys,
  asked: { readonly caller: Caller; readonly text: string },
  make: () => Value,
) => Value {
  const callers = new WeakMap<Caller, { readonly keys: Keys; readonly made: Map<string, Value> }>()
  return (keys, { caller, text }, make) => {
    if (caller.purpose === undefined) return make()
    let own = callers.get(caller)
    const known = own?.keys === keys ? own.made.get(text) : undefined
    if (known !== undefined) return known
    const value = make()
    if (own?.keys !== keys || own.made.size >= mostForOneCaller) {
      own = { keys, made: new Map() }
      callers.set(caller, own)
    }
    own.made.set(text, value)
    return value
  }
}

const seals = rememberedFor<SealKeys, string>()
const openedGrants = rememberedFor<SealKeys, Grant>()
const openedMandates = rememberedFor<SealKeys, Mandate>()
const openedIdentities = rememberedFor<SealKeys, PersonIdentifier>()
const subjects = rememberedFor<Uint8Array, string>()

/** What is sealed has identity numbers in it: what stands for it here is its digest. */
function sealOnce(keys: SealKeys, plain: string, { caller, what }: { caller: Caller; what: string }): string {
  const text = hash('sha256', `${what} ${plain}`, 'base64url')
  return seals(keys, { caller, text }, () => sealedFor(keys, plain, { caller, what }))
}

/** The pseudonym of a person whom this caller asks about, by the key of her record. */
export function subjectFor(caller: Caller, key: Uint8Array, personId: string): string {
  return subjects(key, { caller, text: personId }, () => pseudonymOf(key, 'subject', personId))
}

export function sealGrant(keys: SealKeys, grant: Grant, caller: Caller): string {
  const { subject, identifiers, areas, basis, purpose, expires } = grant
  const text = JSON.stringify([subject, identifiers, areas, basis, purpose, expires])
  return sealOnce(keys, text, { caller, what: 'grant' })
}

/**
 * What is in a grant, for the caller it was made for. Whatever was not sealed for this caller gets one and the same refusal:
 * nothing tells which. It opens nothing yet: that is `assertOpens`.
 * @throws PublicError FORBIDDEN
 */
export function unsealGrant(keys: SealKeys, text: unknown, caller: Caller): Grant {
  try {
    if (typeof text !== 'string' || text.length > longestSeal) throw new Error('not a grant')
    return openedGrants(keys, { caller, text }, () => {
      const [subject, identifiers, areas, basis, purpose, expires] = JSON.parse(
        unseal(keys, text, `grant ${bindingOf(caller)}`),
      )
      return { subject, identifiers, areas, basis, purpose, expires }
    })
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}

/**
 * That an authentic grant opens an area now. Who acts for another is told where her right ends, which is the same whatever
 * is registered; all else is refused as what is not authentic is.
 * @throws PublicError FORBIDDEN, NOT_COVERED_BY_REPRESENTATION, LIMITED_BY_AGE
 */
export function assertOpens(
  grant: Grant,
  { caller, area, now }: { readonly caller: Caller; readonly area: Area; readonly now: Date },
): void {
  const refuse = (why: string) => new PublicError('FORBIDDEN', { cause: new Error(why) })
  if (grant.expires * 1000 <= now.getTime()) throw refuse('the grant has expired')
  if (caller.purpose && grant.purpose !== caller.purpose) throw refuse('the grant is for another purpose')
  if (grant.areas.includes(area)) return
  if (!representationBases.includes(grant.basis)) throw refuse(`the grant does not open ${area}`)
  throw new PublicError(grant.basis === 'parent' ? 'LIMITED_BY_AGE' : 'NOT_COVERED_BY_REPRESENTATION')
}

/** Both: for those who open a grant and write no log of it. @throws as the two */
export function openGrant(
  keys: SealKeys,
  text: unknown,
  asked: { readonly caller: Caller; readonly area: Area; readonly now: Date },
): Grant {
  const grant = unsealGrant(keys, text, asked.caller)
  assertOpens(grant, asked)
  return grant
}

export function sealMandate(keys: SealKeys, mandate: Mandate, caller: Caller): string {
  const { identifier, areas, basis, purpose, expires } = mandate
  const text = JSON.stringify([identifier, areas, basis, purpose, expires])
  return sealOnce(keys, text, { caller, what: 'mandate' })
}

/**
 * Opens a mandate for the caller it was made for.
 * @throws PublicError FORBIDDEN for all others, and when it has expired: nothing tells which
 */
export function openMandate(keys: SealKeys, text: unknown, { caller, now }: { caller: Caller; now: Date }): Mandate {
  try {
    if (typeof text !== 'string' || text.length > longestSeal) throw new Error('not a mandate')
    const mandate = openedMandates(keys, { caller, text }, () => {
      const [identifier, areas, basis, purpose, expires] = JSON.parse(
        unseal(keys, text, `mandate ${bindingOf(caller)}`),
      )
      return { identifier, areas, basis, purpose, expires }
    })
    if (mandate.expires * 1000 <= now.getTime()) throw new Error('the mandate has expired')
    if (caller.purpose && mandate.purpose !== caller.purpose) throw new Error('the mandate is for another purpose')
    return mandate
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}

/** Seals the caller's own identity number, for the subgraphs that judge who somebody is. */
export function sealIdentity(keys: SealKeys, identifier: PersonIdentifier, callerId: string): string {
  return seal(keys, identifier, `identity ${callerId}`)
}

/** @throws PublicError FORBIDDEN when the caller carries no identity, or another's. */
export function openIdentity(keys: SealKeys, caller: Caller): PersonIdentifier {
  try {
    const text = caller.sealedIdentity
    if (!text) throw new Error('the caller has no identity number')
    const open = () => unseal(keys, text, `identity ${caller.id}`) as PersonIdentifier
    return openedIdentities(keys, { caller, text }, open)
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}

/** Seals the name of somebody at work, for the register where citizens read who has seen their data. */
export function sealName(keys: SealKeys, name: string, callerId: string): string {
  return seal(keys, name, `name ${callerId}`)
}

/** The name of the caller with this id. @throws where it was not sealed with these keys, or is another's */
export function openName(keys: SealKeys, sealed: string, callerId: string): string {
  return unseal(keys, sealed, `name ${callerId}`)
}

/** Somebody who acted for another, as the log knows her: a pseudonym, and her number as the gateway sealed it. */
export type LoggedPerson = { readonly callerId: string; readonly sealedIdentity: string }

/** How long the name behind a line of the log may be asked for once it has been read. */
const namingSeconds = 60

/** Lets this reader of the log learn the name of somebody in it, from `person`. Sealed with the keys of mandates. */
export function sealLoggedPerson(keys: SealKeys, logged: LoggedPerson, reader: Caller, now: Date): string {
  const expires = Math.floor(now.getTime() / 1000) + namingSeconds
  return seal(keys, JSON.stringify([logged.callerId, logged.sealedIdentity, expires]), `logged ${bindingOf(reader)}`)
}

/**
 * The number of somebody in the log, for the reader it was sealed for.
 * @throws PublicError FORBIDDEN for all others, and when it has expired: nothing tells which
 */
export function openLoggedPerson(
  keys: { readonly mandateKeys: SealKeys; readonly identityKeys: SealKeys },
  text: unknown,
  { caller, now }: { caller: Caller; now: Date },
): PersonIdentifier {
  try {
    if (typeof text !== 'string' || text.length > longestSeal) throw new Error('not a person of the log')
    const [callerId, sealedIdentity, expires] = JSON.parse(
      unseal(keys.mandateKeys, text, `logged ${bindingOf(caller)}`),
    )
    if (expires * 1000 <= now.getTime()) throw new Error('the reference has expired')
    return unseal(keys.identityKeys, sealedIdentity, `identity ${callerId}`) as PersonIdentifier
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}

/** A pseudonym that cannot be turned back without the key: HMAC-SHA-256, 128 bits, base64url. */
export function pseudonymOf(key: Uint8Array, kind: 'caller' | 'subject' | 'representation', value: string): string {
  return createHmac('sha256', keyObjectOf(key))
    .update(`${kind} ${value}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

// --- The access token between gateway and subgraphs: a JWT (RFC 7519) of our own, ES256, minutes at most.

const issuer = 'helsegraf-gateway'
const audience = 'helsegraf-subgraphs'
const tokenType = 'helsegraf-access+jwt'

/**
 * How long an access token lives. One is made per caller every few minutes, not per request: verifying costs more than a
 * fetch. Whether the caller's own token and client still count is looked at with every request, at the gateway.
 */
export const accessTokenSeconds = 300

export type AccessTokenSigner = (caller: Caller, now: Date) => Promise<string>

/** The private key is the gateway's alone. */
export async function createAccessTokenSigner(privateKey: JWK): Promise<AccessTokenSigner> {
  const key = await importJWK(privateKey, 'ES256')
  return (caller, now) => {
    const issued = Math.floor(now.getTime() / 1000)
    return new SignJWT({ caller })
      .setProtectedHeader({ alg: 'ES256', typ: tokenType, ...(privateKey.kid && { kid: privateKey.kid }) })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issued)
      .setExpirationTime(issued + accessTokenSeconds)
      .sign(key)
  }
}

export type VerifiedAccess = { readonly caller: Caller; readonly expires: number }
export type AccessTokenVerifier = (token: string, now: Date) => Promise<VerifiedAccess>

/** Subgraphs hold only public keys; any of them may have signed. */
export async function createAccessTokenVerifier(publicKeys: readonly JWK[]): Promise<AccessTokenVerifier> {
  const keys = await Promise.all(publicKeys.map(async jwk => ({ kid: jwk.kid, key: await importJWK(jwk, 'ES256') })))
  return async (token, now) => {
    const options = {
      issuer,
      audience,
      typ: tokenType,
      algorithms: ['ES256'],
      requiredClaims: ['exp', 'iat'],
      currentDate: now,
    }
    try {
      const { payload } = await jwtVerify(
        token,
        (header: { kid?: string }) => {
          const found = keys.find(({ kid }) => kid === header.kid)
          if (!found) throw new Error('unknown key id')
          return found.key
        },
        options,
      )
      return { caller: payload.caller as Caller, expires: payload.exp as number }
    } catch (cause) {
      throw new PublicError('UNAUTHENTICATED', { cause })
    }
  }
}

/** Headers beside the access token, from gateway to subgraph. */
export const accessHeaders = {
  authorization: 'authorization',
  /** One id for everything one request causes; NHN's own header name. */
  correlationId: 'nhn-event-id',
  /** Milliseconds the caller will still wait. */
  deadline: 'helsegraf-deadline-ms',
  language: 'accept-language',
} as const
