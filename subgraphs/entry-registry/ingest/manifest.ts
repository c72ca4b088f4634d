import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { type EntrySource, entrySources } from '../store/tables.ts'
import { ExtractRefused } from './extract-refused.ts'

export const extractContents = ['entries', 'contacts', 'breaches'] as const
export type ExtractContent = (typeof extractContents)[number]

/** What is dropped last, beside an extract: that all of it is there, and what it is. */
export type Manifest = {
  readonly source: EntrySource
  /** What of the register it is an extract of. */
  readonly content: ExtractContent
  readonly file: string
  readonly rows: number
  readonly sha256: string
  readonly extractedAt: Date
  /** Where it is of some kommuner alone, as Fiks gives it. */
  readonly kommuner: readonly string[]
}

/**
 * What an extract is known by. The same bytes are another extract of another register, of other content or of another
 * day: that nothing has been registered since yesterday is news.
 */
export function extractIdOf({ sha256, source, content, extractedAt }: Manifest): string {
  return createHash('sha256').update([sha256, source, content, extractedAt.toISOString()].join(' ')).digest('hex')
}

const largestManifest = 10_000

/** @throws naming what of it cannot be used */
export function readManifest(text: string): Manifest {
  if (text.length > largestManifest) throw new ExtractRefused('the manifest is too large')
  const { source, content = 'entries', file, rows, sha256, extractedAt, kommuner = [] } = parse(text)
  if (!entrySources.includes(source as EntrySource)) throw new ExtractRefused('the manifest names no source')
  if (!extractContents.includes(content as ExtractContent) || (content !== 'entries' && source !== 'PREPAREDNESS'))
    throw new ExtractRefused('the manifest names no content that its source has')
  if (typeof file !== 'string' || file === '' || basename(file) !== file)
    throw new ExtractRefused('the manifest names no file')
  if (!Number.isInteger(rows) || Number(rows) < 0) throw new ExtractRefused('the manifest does not say how many rows')
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new ExtractRefused('the manifest has no sha256')
  const at = new Date(String(extractedAt))
  if (Number.isNaN(at.getTime())) throw new ExtractRefused('the manifest does not say when it was extracted')
  if (!Array.isArray(kommuner) || !kommuner.every(one => /^\d{4}$/.test(String(one))))
    throw new ExtractRefused('the manifest names kommuner that are none')
  return {
    source: source as EntrySource,
    content: content as ExtractContent,
    file,
    rows: Number(rows),
    sha256,
    extractedAt: at,
    kommuner: kommuner.map(String),
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    throw new ExtractRefused('the manifest cannot be read')
  }
}
