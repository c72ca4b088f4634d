import { type Kysely, sql } from 'kysely'
import type { Database } from '../../kernel/database.ts'
import type { EntryTables } from '../store/tables.ts'
import { breachExtract, contactExtract } from './conversation-extracts.ts'
import { copyLine } from './copy-text.ts'
import { entryExtract } from './entry-extract.ts'
import { readHeader, splitLine } from './extract-columns.ts'
import type { ExtractKind } from './extract-kind.ts'
import { ExtractRefused } from './extract-refused.ts'
import { createWaitingTable, type IngestTables } from './ingest-tables.ts'
import type { ExtractContent, Manifest } from './manifest.ts'
import { readLines } from './read-lines.ts'
import type { BadRow, RowRules } from './validate-row.ts'

type Tables = IngestTables & EntryTables

export type IngestParts = {
  readonly database: Database
  readonly rules: RowRules
  readonly now: () => Date
  readonly progress: (rows: number, of: number) => void
  /** Rows that are committed together on their way in: a process that dies goes on after the last of them. */
  readonly rowsPerCommit?: number
}

export type Taken = { readonly rows: number; readonly badRows: number }

const usualRowsPerCommit = 50_000
/** Cardinality and unique violation: a row is there twice. */
const twice: readonly unknown[] = ['21000', '23505']

/** A kind whatever its rows are: they are read, written and merged by the same one. */
type AnyKind = ExtractKind<Record<string, unknown>>
const kinds: Readonly<Record<ExtractContent, AnyKind>> = {
  entries: entryExtract as unknown as AnyKind,
  contacts: contactExtract as unknown as AnyKind,
  breaches: breachExtract as unknown as AnyKind,
}

/**
 * Takes one whole extract in: row by row into a room of its own, then in one step into the register. Until that step
 * nobody sees any of it, and afterwards all.
 * @throws where the file is not what its manifest says; the register is as it was
 */
export async function ingestExtract(path: string, manifest: Manifest, parts: IngestParts): Promise<Taken> {
  const kysely = parts.database.as<Tables>()
  const kind = kinds[manifest.content]
  const waiting = `entry_registry.waiting_${manifest.sha256.slice(0, 24)}`
  await sql.raw(createWaitingTable(waiting, kind.definitions)).execute(kysely)
  await kysely
    .insertInto('entry_registry.extract')
    .values({
      sha256: manifest.sha256,
      source: manifest.source,
      file: manifest.file,
      extracted_at: manifest.extractedAt,
      rows: 0,
      bad_rows: 0,
      finished_at: null,
    })
    .onConflict(conflict => conflict.column('sha256').doNothing())
    .execute()
  const { rows, badRows } = await copyRows(path, waiting, manifest, parts)
  if (rows + badRows !== manifest.rows)
    throw new ExtractRefused('the extract has another number of rows than its manifest says')
  return merge(kysely, waiting, manifest, { rows, badRows }, parts.now())
}

async function copyRows(path: string, waiting: string, manifest: Manifest, parts: IngestParts): Promise<Taken> {
  const kysely = parts.database.as<Tables>()
  const { rows: found } = await sql<{ line: number | null; rows: number }>`
    select max(line) as line, count(*) as rows from ${sql.raw(waiting)}`.execute(kysely)
  const resumeAfter = found[0]?.line ?? 0
  const kind = kinds[manifest.content]
  const reader = createReader(path, kind, parts.rules, resumeAfter)
  let rows = found[0]?.rows ?? 0
  let badRows = await countBadUntil(kysely, manifest.sha256, resumeAfter)
  for (let isOver = false; !isOver; ) {
    const bad: { line: number; row: BadRow }[] = []
    const before = reader.good
    await parts.database.copyIn(
      waiting,
      ['line', ...kind.written],
      reader.take(parts.rowsPerCommit ?? usualRowsPerCommit, (line, row) => bad.push({ line, row })),
    )
    rows += reader.good - before
    await keepAside(kysely, manifest.sha256, bad)
    badRows += bad.length
    isOver = reader.isOver
    parts.progress(rows + badRows, manifest.rows)
  }
  return { rows, badRows }
}

type Reader = {
  readonly good: number
  readonly isOver: boolean
  /** Lines for COPY, of so many rows of the file; what is wrong is told apart. */
  take(rows: number, tellBad: (line: number, row: BadRow) => void): AsyncGenerator<string, void>
}

/** Reads a file once, a piece at a time; lines up to `resumeAfter` are passed over, for they are there already. */
function createReader(path: string, kind: AnyKind, rules: RowRules, resumeAfter: number): Reader {
  const chunks = readLines(path)
  let pending: readonly string[] = []
  let at = 0
  let line = 0
  let header: ReturnType<typeof readHeader> | undefined
  let fields: readonly string[] = []
  const reader = { good: 0, isOver: false, take }
  const field = (column: string) => {
    const text = fields[header?.get(column) ?? -1]
    return text === undefined || text === '' ? null : text
  }

  async function* take(count: number, tellBad: (line: number, row: BadRow) => void): AsyncGenerator<string, void> {
    for (let taken = 0; taken < count; ) {
      if (at >= pending.length) {
        const next = await chunks.next()
        if (next.done) {
          reader.isOver = true
          return
        }
        pending = next.value
        at = 0
      }
      let text = ''
      for (; at < pending.length && taken < count; at++) {
        const raw = withoutReturn(pending[at] ?? '')
        if (!header) {
          header = readHeader(raw.replace(/^\uFEFF/, ''), kind.columns, kind.required)
          continue
        }
        if (raw === '') continue
        line++
        taken++
        if (line <= resumeAfter) continue
        fields = splitLine(raw)
        const row = kind.read(field, rules)
        if (isBad(row)) tellBad(line, row)
        else {
          reader.good++
          text += copyLine(kind.written, line, row)
        }
      }
      if (text !== '') yield text
    }
  }
  return reader
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)

const isBad = (row: Record<string, unknown> | BadRow): row is BadRow => 'reason' in row && 'column' in row

async function countBadUntil(kysely: Kysely<Tables>, sha256: string, line: number): Promise<number> {
  // What was written down after the last row that arrived is read again.
  await kysely.deleteFrom('entry_registry.bad_row').where('sha256', '=', sha256).where('line', '>', line).execute()
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from entry_registry.bad_row where sha256 = ${sha256}`.execute(kysely)
  return Number(rows[0]?.count ?? 0)
}

async function keepAside(kysely: Kysely<Tables>, sha256: string, bad: readonly { line: number; row: BadRow }[]) {
  for (let from = 0; from < bad.length; from += 1_000) {
    const rows = bad.slice(from, from + 1_000)
    const values = rows.map(({ line, row }) => ({ sha256, line, column_name: row.column, reason: row.reason }))
    await kysely.insertInto('entry_registry.bad_row').values(values).execute()
  }
}

/** One step: the rows, how fresh the register is now, and that this file has been taken in. */
async function merge(
  kysely: Kysely<Tables>,
  waiting: string,
  { content, source, sha256, extractedAt }: Manifest,
  taken: Taken,
  now: Date,
): Promise<Taken> {
  const kind = kinds[content]
  const run = (isDistinct: boolean) =>
    kysely.transaction().execute(async transaction => {
      const orphans = kind.orphans ? await keepOrphansAside(transaction, waiting, kind.orphans, sha256) : 0
      for (const statement of kind.merge(waiting, source, isDistinct)) await sql.raw(statement).execute(transaction)
      await sql`
        insert into entry_registry.freshness values (${kind.freshnessOf(source)}, ${extractedAt})
        on conflict (source) do update set updated_at = greatest(freshness.updated_at, excluded.updated_at)`.execute(
        transaction,
      )
      const { rows, badRows } = { rows: taken.rows - orphans, badRows: taken.badRows + orphans }
      await transaction
        .updateTable('entry_registry.extract')
        .set({ rows, bad_rows: badRows, finished_at: now })
        .where('sha256', '=', sha256)
        .execute()
      await sql.raw(`drop table ${waiting}`).execute(transaction)
      return { rows, badRows }
    })
  try {
    return await run(false)
  } catch (error) {
    // The same entry twice in one file is rare, and sorting them all away costs a third of the time.
    if (!twice.includes((error as { code?: string }).code)) throw error
    return run(true)
  }
}

async function keepOrphansAside(kysely: Kysely<Tables>, waiting: string, condition: string, sha256: string) {
  const { numAffectedRows } = await sql`
    insert into entry_registry.bad_row
    select ${sha256}, line, 'a_reference_code', 'not in the register' from ${sql.raw(waiting)} w
    where ${sql.raw(condition)}`.execute(kysely)
  return Number(numAffectedRows ?? 0)
}
