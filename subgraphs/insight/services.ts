import type { SealKeys } from '../../schema/access.ts'
import type { InsightStore } from './store/access-log-store.ts'

export type InsightNeeds = {
  /** Opens the names of those at work, as the gateway sealed them. */
  readonly nameKeys: SealKeys
  /** Seals who represented somebody, for `person` to name. */
  readonly mandateKeys: SealKeys
  /** Makes the pseudonyms that a person's numbers have in the log. */
  readonly pseudonymKey: Uint8Array
  /** Names of organisations beside those in the code list, by number. */
  readonly organisationNames?: ReadonlyMap<string, string> | undefined
}

export type InsightServices = { readonly store: InsightStore; readonly keys: InsightNeeds }
