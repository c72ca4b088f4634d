import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { Breach, Contact, Entry } from '../domain/entry.ts'
import type { Retention } from '../domain/retention.ts'
import type { CandidateQuestion, Candidates } from './candidates.ts'
import type { EntrySource } from './tables.ts'

export type Copied<Rows> = { readonly rows: Rows; readonly updatedAt: Date | undefined }

/** Where entries come from: the copies of both registers. Nothing past its day is ever read. */
export type EntryStore = {
  /** What stands on any of these numbers, in both registers, the newest first. */
  findByIdentifiers(identifiers: readonly PersonIdentifier[], retention: Retention): Promise<Copied<readonly Entry[]>>
  findContacts(references: readonly string[]): Promise<readonly Contact[]>
  findBreaches(references: readonly string[]): Promise<readonly Breach[]>
  /** Deletes what may be kept no longer. */
  purge(retention: Retention): Promise<{ readonly IRRS: number; readonly PREPAREDNESS: number }>
  /** Who may be on a list. */
  findCandidates(question: CandidateQuestion): Promise<Candidates>
  /** Entries by source and number; those that have been deleted meanwhile are missing. */
  findByIds(ids: Readonly<Record<EntrySource, readonly number[]>>, retention: Retention): Promise<readonly Entry[]>
  /** When something of a kommune last came into the copies, or changed there. */
  lastArrival(kommune: string): Promise<Date | undefined>
  /** Up to when all that came here can be seen. */
  readWatermark(): Promise<Date>
}
