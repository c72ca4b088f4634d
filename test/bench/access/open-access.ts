import {
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

export function openGrant(_: SealKeys, text: unknown): Grant {
  const grant = grants.get(String(text))
  if (!grant) throw new Error('the benchmark forgot a grant')
  return grant
}

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
