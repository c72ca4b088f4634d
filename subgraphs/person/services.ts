import type { SealKeys } from '../../schema/access.ts'
import type { AccessLog } from '../kernel/access-log.ts'
import type { HelpNumbers } from './help-number/find-or-issue.ts'
import type { PersonStore } from './store/person-store.ts'

/** What the registry needs to know who signed in and to let her see herself. */
export type PersonNeeds = {
  /** Opens the caller's own identity number. */
  readonly identityKeys: SealKeys
  /** Seals grants. */
  readonly grantKeys: SealKeys
  /** Opens mandates: what other registries say of who may see whom. */
  readonly mandateKeys: SealKeys
  /** Opens what the entry registry seals of those who may be on a list. */
  readonly cohortKeys: SealKeys
  /** Makes the pseudonym of a person, the same for all registries. 32 bytes. */
  readonly pseudonymKey: Uint8Array
}

export type PersonServices = {
  readonly store: PersonStore
  readonly helpNumbers: HelpNumbers
  readonly keys: PersonNeeds
  readonly accessLog: AccessLog
}
