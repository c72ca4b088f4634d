import type { Purpose } from '../../../schema/access.ts'
import type { CopiedSource, EntrySource, UnmatchedReason } from '../store/tables.ts'
import type { ChoiceFilter } from './choose.ts'
import type { LawSource, Permission, SourceState } from './law.ts'
import type { View } from './view.ts'

/** What was asked and allowed, as the cohort carries it to the second half of the answer. JSON and nothing else. */
export type Question = {
  readonly kommune: string | null
  readonly purpose: Purpose
  readonly sources: Permission['sources']
  readonly results: Permission['results']
  readonly negatives: Permission['negatives']
  readonly view: View
  readonly filter: ChoiceFilter
  readonly first: number
  readonly after: string | null
  readonly onlyChanged: boolean
  /** By who somebody is: then a count, too, tells of one. */
  readonly isNarrow: boolean
  /** Whether results are part of the list at all. */
  readonly asksResults: boolean
  /** Those the list is made of. */
  readonly registers: readonly EntrySource[]
  readonly copies: readonly { readonly source: CopiedSource; readonly updatedAt: string }[]
  readonly isTruncated: boolean
  /** Entries that were left out because nothing can be joined to them. */
  readonly unmatched: readonly { readonly reason: UnmatchedReason; readonly count: number }[]
}

export const entrySourceOf = { I: 'IRRS', P: 'PREPAREDNESS' } as const satisfies Record<string, EntrySource>

/** How a source of the list stands, for whoever reads the list. */
export type SourceLine = { readonly source: LawSource; readonly state: SourceState }
