import type { SealKeys } from '../../schema/access.ts'
import type { AskRegistry } from '../kernel/ask-registry.ts'
import type { PrivacyNeeds, PrivacyRoom } from './privacy/index.ts'
import type { RepresentationStore } from './representation/store/representation-store.ts'

/** What the registry needs to judge who may act for whom. */
export type ProxyConsentNeeds = {
  /** Seals mandates: what is said here of who may see whom. */
  readonly mandateKeys: SealKeys
  /** Opens the caller's own identity number. */
  readonly identityKeys: SealKeys
  /** Asks `person` who the caller is, before something is written in her name. */
  readonly askPerson: AskRegistry
  /** For what each person decides about her data. */
  readonly privacy: PrivacyNeeds
}

export type ProxyConsentServices = {
  readonly keys: ProxyConsentNeeds
  readonly representation: RepresentationStore
  readonly askPerson: AskRegistry
  readonly privacy: PrivacyRoom
}
