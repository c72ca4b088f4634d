import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExtractColumn, extractColumns } from '../../../subgraphs/entry-registry/ingest/extract-columns.ts'
import type { ExtractContent } from '../../../subgraphs/entry-registry/ingest/manifest.ts'

export type ExtractRow = Partial<Record<ExtractColumn, string>>

/** A row that holds: registered with ID-porten, in quarantine at home in Bergen. */
export const aRow = (serial: number, but: ExtractRow = {}): ExtractRow => ({
  a_reference_code: `4601-47-4-${serial}`,
  p_serial: '1',
  p_first_name: 'Kari',
  p_last_name: 'Nordmann',
  p_birth_date: '1985-04-03',
  a_date: '2021-11-20',
  a_created: '2021-11-20T10:00:00Z',
  p_updated: '2021-11-20T10:00:00Z',
  a_location_zip_code: '5003',
  l1: '1001',
  l4: '4002',
  p_follow_up: 'Ikke satt',
  a_num_travelers: '1',
  ...but,
})

const cell = (text = '') => (/[;"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Drops an extract and then its manifest, as a sender does. */
export async function drop(
  folder: string,
  name: string,
  rows: readonly Readonly<Record<string, string>>[],
  but: {
    source?: 'IRRS' | 'PREPAREDNESS'
    rows?: number
    sha256?: string
    extractedAt?: string
    content?: ExtractContent
  } = {},
  columns: readonly string[] = extractColumns,
): Promise<string> {
  const lines = [columns.join(';'), ...rows.map(row => columns.map(column => cell(row[column])).join(';'))]
  const text = `${lines.join('\r\n')}\r\n`
  const sha256 = but.sha256 ?? createHash('sha256').update(text).digest('hex')
  await writeFile(join(folder, `${name}.csv`), text)
  const manifest = {
    source: 'IRRS',
    file: `${name}.csv`,
    rows: rows.length,
    sha256,
    extractedAt: '2021-11-22T03:00:00Z',
    ...but,
  }
  await writeFile(join(folder, `${name}.manifest.json`), JSON.stringify(manifest))
  return sha256
}
