import { columnDefinitions, entryColumns, entryTables, type NewEntryRow } from '../store/tables.ts'
import { extractColumns, requiredColumns } from './extract-columns.ts'
import type { ExtractKind } from './extract-kind.ts'
import { validateRow } from './validate-row.ts'

/** Entries of either register. */
export const entryExtract: ExtractKind<NewEntryRow> = {
  columns: extractColumns,
  required: requiredColumns,
  written: entryColumns,
  definitions: columnDefinitions,
  freshnessOf: source => source,
  read: validateRow,
  merge(waiting, source, isDistinct) {
    const columns = entryColumns.join(', ')
    const changes = entryColumns.map(column => `${column} = excluded.${column}`).join(', ')
    const table = `entry_registry.${entryTables[source]}`
    // A row that is delivered again as it was is no change: it is not written, and nobody is told of it.
    const of = (row: string) => `(${entryColumns.map(column => `${row}.${column}`).join(', ')})`
    const upsert = (selected: string) => `insert into ${table} as held (${columns}) ${selected}
      on conflict (reference) do update set ${changes}, arrived_at = now()
      where excluded.updated_at >= held.updated_at and ${of('held')} is distinct from ${of('excluded')}`
    if (isDistinct) {
      return [
        upsert(
          `select distinct on (reference) ${columns} from ${waiting} order by reference, updated_at desc, line desc`,
        ),
      ]
    }
    // Known entries first. What is new goes in without looking for conflicts, which costs a third less; where there is one
    // all the same, because a row is in the file twice or another process was there, all is done again the other way.
    const isKnown = `exists (select from ${table} known where known.reference = w.reference)`
    return [
      `analyze ${waiting} (reference)`,
      upsert(`select ${columns} from ${waiting} w where ${isKnown}`),
      `insert into ${table} (${columns}) select ${columns} from ${waiting} w where not ${isKnown}`,
    ]
  },
}
