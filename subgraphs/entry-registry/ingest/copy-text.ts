import { entryColumns, type NewEntryRow } from '../store/tables.ts'

const special = /[\\\t\n\r]/
const everySpecial = new RegExp(special, 'g')
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A row as COPY reads it (PostgreSQL documentation, COPY, text format), with its line in the file in front. */
export function copyLine(line: number, row: NewEntryRow): string {
  let text = String(line)
  for (const column of entryColumns) text += `\t${copyField(row[column])}`
  return `${text}\n`
}

export function copyField(field: string | number | Date | null): string {
  if (field === null) return '\\N'
  if (typeof field === 'string') {
    return special.test(field) ? field.replace(everySpecial, letter => escapes[letter] ?? letter) : field
  }
  return typeof field === 'number' ? String(field) : field.toISOString()
}
