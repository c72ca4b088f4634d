import { ExtractRefused } from './extract-refused.ts'

/** Columns of an extract, under the names that Fiks innreise gives them; the first line of a file names those it has. */
export const extractColumns = [
  'a_reference_code',
  'p_serial',
  'p_unique_id',
  'p_dnr',
  'p_fh_number',
  'p_fh_automatic',
  'p_id_country',
  'p_first_name',
  'p_last_name',
  'p_birth_date',
  'phone',
  'email',
  'p_lang_follow_up',
  'p_follow_up',
  'a_country',
  'a_border_crossing',
  'a_date',
  'a_created',
  'p_updated',
  'a_location_address',
  'a_location_zip_code',
  'a_q_zip_code',
  'hotel_municipality_number',
  'district',
  'l1',
  'l2',
  'l3',
  'l4',
  'hotel_name',
  'hotel_arrival',
  'hotel_departure',
  'a_employer_orgnr',
  'a_employer_name',
  'a_employer_contact',
  'a_num_travelers',
  'a_num_travelers_under_16',
] as const
export type ExtractColumn = (typeof extractColumns)[number]

/** Without these no row of entries can be. */
export const requiredColumns: readonly ExtractColumn[] = [
  'a_reference_code',
  'p_serial',
  'p_first_name',
  'p_last_name',
  'a_date',
  'a_created',
  'p_updated',
]

/**
 * Where each column stands in a file.
 * @throws where one is missing that no row can be without: then the file is something else
 */
export function readHeader(
  line: string,
  columns: readonly string[],
  required: readonly string[],
): ReadonlyMap<string, number> {
  const names = line.split(';')
  const found = new Map(columns.map(column => [column, names.indexOf(column)] as const))
  const missing = required.filter(column => (found.get(column) ?? -1) < 0)
  if (missing.length > 0) throw new ExtractRefused(`the extract has no column ${missing.join(', ')}`)
  return found
}

/** A line's fields, between semicolons; quotes where a field has one in it, doubled inside (RFC 4180). */
export function splitLine(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(';')
  const fields: string[] = []
  const pattern = /(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g
  for (const match of line.matchAll(pattern)) fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
  return fields
}
