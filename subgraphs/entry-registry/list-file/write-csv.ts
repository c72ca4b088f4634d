import { stringify } from 'csv-stringify/sync'
import type { Table } from './columns.ts'

/**
 * As a spreadsheet program in Norway reads it: semicolons, and a mark that says UTF-8. What would be a formula there gets
 * an apostrophe in front: travellers write these texts themselves (OWASP, CSV injection).
 */
export function writeCsv({ heads, rows }: Table): Uint8Array {
  const text = stringify([heads, ...rows], {
    delimiter: ';',
    record_delimiter: '\r\n',
    bom: true,
    escape_formulas: true,
  })
  return Buffer.from(text)
}
