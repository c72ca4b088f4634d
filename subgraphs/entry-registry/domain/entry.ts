import type { ContactTables } from '../store/contact-tables.ts'
import type { EntryRow, EntrySource } from '../store/tables.ts'

/** An entry as a register holds it, and which of the two it is. */
export type Entry = EntryRow & { readonly source: EntrySource }
export type Contact = ContactTables['entry_registry.contact']
export type Breach = ContactTables['entry_registry.breach']

/** How much of an entry somebody else than the traveller has vouched for. */
export type EntryQuality = 'VERIFIED' | 'SELF_REPORTED' | 'INCOMPLETE'

/** Less than half sign in with ID-porten; the rest is what travellers write of themselves (requirements E6, E7). */
export function qualityOf(entry: EntryRow): EntryQuality {
  if (entry.identifier === null || (entry.entry_kommune === null && entry.quarantine_kommune === null)) {
    return 'INCOMPLETE'
  }
  return entry.identity_source === 'ID_PORTEN' ? 'VERIFIED' : 'SELF_REPORTED'
}
