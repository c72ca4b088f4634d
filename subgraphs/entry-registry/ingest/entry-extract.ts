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
    const selected = isDistinct
      ? `select distinct on (reference) ${columns} from ${waiting} order by reference, updated_at desc, line desc`
      : `select ${columns} from ${waiting}`
    return `insert into entry_registry.${entryTables[source]} as held (${columns}) ${selected}
      on conflict (reference) do update set ${changes} where excluded.updated_at >= held.updated_at`
  },
}
