import type { SealKeys } from '../../schema/access.ts'
import type { EntryStore } from './store/entry-store.ts'

/** What the registry needs to give lists whose travellers can be looked up elsewhere. */
export type EntryNeeds = {
  /** Seals mandates: whom a caller may see, for `person` to make a grant of. */
  readonly mandateKeys: SealKeys
}

export type EntryServices = { readonly store: EntryStore; readonly keys: EntryNeeds }
