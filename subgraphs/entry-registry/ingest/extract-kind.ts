import type { CopiedSource, EntrySource } from '../store/tables.ts'
import type { BadRow, RowRules } from './validate-row.ts'

/** What a file can be an extract of: how a line becomes a row, and how rows that have all come get into the register. */
export type ExtractKind<Row> = {
  /** Those that are read; others in the file are passed over. */
  readonly columns: readonly string[]
  readonly required: readonly string[]
  /** The columns of a row, in the order of COPY, and what they are in the table where rows wait. */
  readonly written: readonly (keyof Row & string)[]
  readonly definitions: string
  /** What the copy is the copy of, by its name in `freshness`. */
  freshnessOf(source: EntrySource): CopiedSource
  read(field: (column: string) => string | null, rules: RowRules): Row | BadRow
  /** Rows that belong to nothing here, as a condition on the waiting table `w`. They are kept aside. */
  readonly orphans?: string
  /** Statements that take the waiting rows in; the second time, where a row is in the file twice. */
  merge(waiting: string, source: EntrySource, isDistinct: boolean): readonly string[]
}
