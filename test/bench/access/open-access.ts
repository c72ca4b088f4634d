import {
  type AccessTokenSigner,
  type AccessTokenVerifier,
  type Caller,
  type Grant,
  pseudonymOf as makePseudonym,
  openIdentity as openSealedIdentity,
  type SealKeys,
} from '../../../schema/access.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

/** Grants that are numbers in a table: what is left when nothing is sealed, opened or bound. */
export * from '../../../schema/access.ts'

const remembered = 10_000
const grants = new Map<string, Grant>()
let made = 0

export function sealGrant(_: SealKeys, grant: Grant): string {
  const id = String(++made)
  grants.set(id, grant)
  grants.delete(String(made - remembered))
  return id
}

export function unsealGrant(_: SealKeys, text: unknown): Grant {
  const grant = grants.get(String(text))
  if (!grant) throw new Error('the benchmark forgot a grant')
  return grant
}

export const openGrant = unsealGrant
export function assertOpens(): void {}

const pseudonyms = new Map<string, string>()
export function pseudonymOf(key: Uint8Array, kind: 'caller' | 'subject', value: string): string {
  const known = pseudonyms.get(value) ?? makePseudonym(key, kind, value)
  pseudonyms.set(value, known)
  return known
}

const identities = new Map<string, PersonIdentifier>()
export function openIdentity(keys: SealKeys, caller: Caller): PersonIdentifier {
  const known = identities.get(caller.id) ?? openSealedIdentity(keys, caller)
  identities.set(caller.id, known)
  return known
}

/** A token that is believed: nobody signs it, and nobody looks whether somebody has. */
export async function createAccessTokenSigner(): Promise<AccessTokenSigner> {
  return async caller => Buffer.from(JSON.stringify(caller)).toString('base64url')
}

export async function createAccessTokenVerifier(): Promise<AccessTokenVerifier> {
  return async token => ({
    caller: JSON.parse(Buffer.from(token, 'base64url').toString()) as Caller,
    expires: Number.MAX_SAFE_INTEGER,
  })
}
