import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { EntrySource } from '../store/tables.ts'

export type IngestTables = {
  /** One row a file, by its content: the same file dropped twice is taken in once. */
  'entry_registry.extract': {
    sha256: string
    source: EntrySource
    file: string
    extracted_at: Date
    rows: number
    bad_rows: number
    finished_at: Date | null
  }
  /** Rows that were kept aside: which line, and what is wrong with it. Never what stood there. */
  'entry_registry.bad_row': { sha256: string; line: number; column_name: string; reason: string }
}

export const ingestMigration: Migration = {
  async up(db) {
    await sql`
      create table entry_registry.extract (
        sha256 text primary key,
        source text not null,
        file text not null,
        extracted_at timestamptz not null,
        rows bigint not null default 0,
        bad_rows bigint not null default 0,
        finished_at timestamptz
      )`.execute(db)
    await sql`
      create table entry_registry.bad_row (
        sha256 text not null, line bigint not null, column_name text not null, reason text not null,
        primary key (sha256, line)
      )`.execute(db)
  },
}

/** Where the rows of one file wait until all of it has come. What a crash of the database loses is read again. */
export function createWaitingTable(name: string, definitions: string): string {
  return `create unlogged table if not exists ${name} (line bigint not null, ${definitions})`
}
