import type { Area } from '../../../schema/access.ts'
import type { EntryRow } from '../../kernel/access-log/entry.ts'

/** A place in a person's log, the last line first. */
export type Place = { readonly at: Date; readonly writer: string; readonly sequence: number }

export type LogQuestion = {
  /** Every pseudonym the person has in the log. */
  readonly subjects: readonly string[]
  /** Inclusive, exclusive. */
  readonly from: Date | null
  readonly to: Date | null
  readonly area: Area | null
  readonly kind: EntryRow['kind'] | null
  readonly after: Place | null
  readonly many: number
}

/** Where a person's lines come from. */
export type InsightStore = {
  /** The last first, one more than asked for where there are more. */
  find(question: LogQuestion): Promise<readonly EntryRow[]>
}
