import type { SealKeys } from '../../schema/access.ts'
import type { Clock } from '../kernel/clock.ts'
import type { AuthorisationStore } from './store/authorisation-store.ts'
import type { EntryStore } from './store/entry-store.ts'
import type { ReportStore } from './store/report-store.ts'

/** What the registry needs to give lists whose travellers are looked up elsewhere. */
export type EntryNeeds = {
  /** Seals mandates: whom a caller may see, for `person` to make a grant of. */
  readonly mandateKeys: SealKeys
  /** Seals those who may be on a list, for `person` and `test`. */
  readonly cohortKeys: SealKeys
  /** Makes a person's pseudonym of a number, as the access log has it. */
  readonly pseudonymKey: Uint8Array
}

export type EntryServices = {
  readonly store: EntryStore
  readonly authorisations: AuthorisationStore
  readonly reports: ReportStore
  readonly keys: EntryNeeds
  readonly clock: Clock
}
