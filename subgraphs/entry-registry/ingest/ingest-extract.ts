import { type Kysely, sql } from 'kysely'
import type { Database } from '../../kernel/database.ts'
import type { EntryTables } from '../store/tables.ts'
import { breachExtract, contactExtract } from './conversation-extracts.ts'
import { copyLine } from './copy-text.ts'
import { entryExtract } from './entry-extract.ts'
import { readHeader, splitLine } from './extract-columns.ts'
import type { ExtractKind } from './extract-kind.ts'
import { ExtractRefused } from './extract-refused.ts'
import { createWaitingTable, type IngestTables, waitingTableOf } from './ingest-tables.ts'
import { type ExtractContent, extractIdOf, type Manifest } from './manifest.ts'
import { readLines } from './read-lines.ts'
import { Bad, type BadRow, type RowRules } from './validate-row.ts'

type Tables = IngestTables & EntryTables

export type IngestParts = {
  readonly database: Database
  readonly rules: Omit<RowRules, 'now'>
  readonly now: () => Date
  readonly progress: (rows: number, of: number) => void
  /** Rows that are committed together on their way in: a process that dies goes on after the last of them. */
  readonly rowsPerCommit?: number
}

export type Taken = { readonly rows: number; readonly badRows: number }

const usualRowsPerCommit = 50_000
const longestField = 2_000
/** Cardinality and unique violation: a row is there twice. */
const twice: readonly unknown[] = ['21000', '23505']
/** SQLSTATE class 22, data exception: what the rules let through, and no column holds. */
const isOfTheData = (error: unknown) => /^22/.test(String((error as { code?: unknown }).code))

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
 * @throws where the file is not what its manifest says, or the database refuses what is in it; the register is as it was
 */
export async function ingestExtract(path: string, manifest: Manifest, parts: IngestParts): Promise<Taken> {
  const kysely = parts.database.as<Tables>()
  const extract = { id: extractIdOf(manifest), waiting: waitingTableOf(extractIdOf(manifest)), manifest }
  try {
    const begunAt = await begin(kysely, extract, parts.now())
    const { rows, badRows } = await copyRows(path, extract, parts, begunAt)
    if (rows + badRows !== manifest.rows)
      throw new ExtractRefused('the extract has another number of rows than its manifest says')
    return await merge(kysely, extract, { rows, badRows }, parts.now())
  } catch (error) {
    if (!(error instanceof ExtractRefused || isOfTheData(error))) throw error
    await forget(kysely, extract)
    if (error instanceof ExtractRefused) throw error
    throw new ExtractRefused('the extract has something that the database does not take', { cause: error })
  }
}

/** One extract on its way in. */
type Extract = { readonly id: string; readonly waiting: string; readonly manifest: Manifest }

/** @returns when it was begun, which may be before a process died */
async function begin(kysely: Kysely<Tables>, { id, waiting, manifest }: Extract, now: Date): Promise<Date> {
  await sql.raw(createWaitingTable(waiting, kinds[manifest.content].definitions)).execute(kysely)
  const { begun_at } = await kysely
    .insertInto('entry_registry.extract')
    .values({
      extract_id: id,
      sha256: manifest.sha256,
      source: manifest.source,
      content: manifest.content,
      file: manifest.file,
      extracted_at: manifest.extractedAt,
      begun_at: now,
      merging_at: null,
      rows: 0,
      bad_rows: 0,
      finished_at: null,
    })
    .onConflict(conflict => conflict.column('extract_id').doUpdateSet({ merging_at: null }))
    .returning('begun_at')
    .executeTakeFirstOrThrow()
  return begun_at
}

/** Its rows do not wait for anything: they are deleted at once. Which lines were bad stays, for who sent it. */
async function forget(kysely: Kysely<Tables>, { id, waiting }: Pick<Extract, 'id' | 'waiting'>): Promise<void> {
  await sql.raw(`drop table if exists ${waiting}`).execute(kysely)
  await kysely.deleteFrom('entry_registry.extract').where('extract_id', '=', id).execute()
}

/** Extracts that were begun before, and never finished: nobody has come back for them. */
export async function forgetUnfinished(database: Database, begunBefore: Date): Promise<void> {
  const kysely = database.as<Tables>()
  const left = await kysely
    .selectFrom('entry_registry.extract')
    .select('extract_id')
    .where('finished_at', 'is', null)
    .where('begun_at', '<', begunBefore)
    .execute()
  for (const { extract_id: id } of left) await forget(kysely, { id, waiting: waitingTableOf(id) })
}

async function copyRows(path: string, extract: Extract, parts: IngestParts, begunAt: Date): Promise<Taken> {
  const { waiting, manifest } = extract
  const kysely = parts.database.as<Tables>()
  const { rows: found } = await sql<{ line: number | null; rows: number }>`
    select max(line) as line, count(*) as rows from ${sql.raw(waiting)}`.execute(kysely)
  const resumeAfter = found[0]?.line ?? 0
  const kind = kinds[manifest.content]
  const reader = createReader(path, kind, { ...parts.rules, now: begunAt }, resumeAfter)
  let rows = found[0]?.rows ?? 0
  let badRows = 0
  // Rows are committed before what is wrong with others is written down, so after a crash all is looked at again.
  await kysely.deleteFrom('entry_registry.bad_row').where('extract_id', '=', extract.id).execute()
  for (let isOver = false; !isOver; ) {
    const bad: { line: number; row: BadRow }[] = []
    const before = reader.good
    await parts.database.copyIn(
      waiting,
      ['line', ...kind.written],
      reader.take(parts.rowsPerCommit ?? usualRowsPerCommit, (line, row) => bad.push({ line, row })),
    )
    rows += reader.good - before
    await keepAside(kysely, extract.id, bad)
    badRows += bad.length
    isOver = reader.isOver
    parts.progress(rows + badRows, manifest.rows)
  }
  return { rows, badRows }
}

type Reader = {
  readonly good: number
  readonly isOver: boolean
  /** Lines for COPY, of so many rows of the file; what is wrong is told apart, also of rows that are passed over. */
  take(rows: number, tellBad: (line: number, row: BadRow) => void): AsyncGenerator<string, void>
}

/** Reads a file once, a piece at a time; good rows up to `resumeAfter` are passed over, for they are there already. */
function createReader(path: string, kind: AnyKind, rules: RowRules, resumeAfter: number): Reader {
  const chunks = readLines(path)
  let pending: readonly string[] = []
  let at = 0
  let line = 0
  let header: ReturnType<typeof readHeader> | undefined
  let fields: readonly string[] = []
  let hasNul = false
  const reader = { good: 0, isOver: false, take }
  const field = (column: string) => {
    const text = fields[header?.get(column) ?? -1]
    if (text === undefined || text === '') return null
    // No text of PostgreSQL has a NUL in it, and no field of an entry is as long.
    if (text.length > longestField || (hasNul && text.includes('\0'))) throw new Bad({ column, reason: 'unreadable' })
    return text
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
        fields = splitLine(raw)
        hasNul = raw.includes('\0')
        const row = kind.read(field, rules)
        if (isBad(row)) tellBad(line, row)
        else if (line > resumeAfter) {
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

async function keepAside(kysely: Kysely<Tables>, extract_id: string, bad: readonly { line: number; row: BadRow }[]) {
  for (let from = 0; from < bad.length; from += 1_000) {
    const rows = bad.slice(from, from + 1_000)
    const values = rows.map(({ line, row }) => ({ extract_id, line, column_name: row.column, reason: row.reason }))
    await kysely.insertInto('entry_registry.bad_row').values(values).execute()
  }
}

/** One step: the rows, how fresh the register is now, and that this file has been taken in. */
async function merge(
  kysely: Kysely<Tables>,
  { id, waiting, manifest: { content, source, extractedAt, kommuner } }: Extract,
  taken: Taken,
  now: Date,
): Promise<Taken> {
  const kind = kinds[content]
  // Before its rows are dated, and where others see it: they are told to ask again from then on.
  await sql`update entry_registry.extract set merging_at = now() where extract_id = ${id}`.execute(kysely)
  const run = (isDistinct: boolean) =>
    kysely.transaction().execute(async transaction => {
      const orphans = kind.orphans ? await keepOrphansAside(transaction, waiting, kind.orphans, id) : 0
      for (const statement of kind.merge(waiting, source, isDistinct)) await sql.raw(statement).execute(transaction)
      await sql`
        insert into entry_registry.freshness values (${kind.freshnessOf(source)}, ${extractedAt})
        on conflict (source) do update set updated_at = greatest(freshness.updated_at, excluded.updated_at)`.execute(
        transaction,
      )
      await sql`
        insert into entry_registry.kommune_freshness
        select ${source}, kommune, ${extractedAt} from unnest(${kommuner}::text[]) kommune
        on conflict (source, kommune) do update
        set updated_at = greatest(kommune_freshness.updated_at, excluded.updated_at)`.execute(transaction)
      const { rows, badRows } = { rows: taken.rows - orphans, badRows: taken.badRows + orphans }
      await transaction
        .updateTable('entry_registry.extract')
        .set({ rows, bad_rows: badRows, finished_at: now })
        .where('extract_id', '=', id)
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

async function keepOrphansAside(kysely: Kysely<Tables>, waiting: string, condition: string, id: string) {
  const { numAffectedRows } = await sql`
    insert into entry_registry.bad_row
    select ${id}, line, 'a_reference_code', 'not in the register' from ${sql.raw(waiting)} w
    where ${sql.raw(condition)}`.execute(kysely)
  return Number(numAffectedRows ?? 0)
}
