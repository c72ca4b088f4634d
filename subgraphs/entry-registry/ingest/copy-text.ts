const special = /[\\\t\n\r]/
const everySpecial = new RegExp(special, 'g')
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A row as COPY reads it (PostgreSQL documentation, COPY, text format), with its line in the file in front. */
export function copyLine<Row>(columns: readonly (keyof Row)[], line: number, row: Row): string {
  let text = String(line)
  for (const column of columns) text += `\t${copyField(row[column] as string | number | Date | null)}`
  return `${text}\n`
}

export function copyField(field: string | number | Date | null): string {
  if (field === null) return '\\N'
  if (typeof field === 'string') {
    return special.test(field) ? field.replace(everySpecial, letter => escapes[letter] ?? letter) : field
  }
  return typeof field === 'number' ? String(field) : field.toISOString()
}
