import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { EntrySource } from '../store/tables.ts'
import type { ExtractContent } from './manifest.ts'

export type IngestTables = {
  /** One row an extract: the same one dropped twice is taken in once. */
  'entry_registry.extract': {
    /** See `extractIdOf` in manifest.ts. */
    extract_id: string
    sha256: string
    source: EntrySource
    content: ExtractContent
    file: string
    extracted_at: Date
    /** When its first row was read: what may be registered ahead is counted from it. */
    begun_at: Date
    /** Written, in a commit of its own, just before its rows go into the register: see arrivals.ts. */
    merging_at: Date | null
    rows: number
    bad_rows: number
    finished_at: Date | null
  }
  /** Rows that were kept aside: which line, and what is wrong with it. Never what stood there. */
  'entry_registry.bad_row': { extract_id: string; line: number; column_name: string; reason: string }
  /** Of what is fetched by kommune: the day of the newest extract that has come in of each. */
  'entry_registry.kommune_freshness': { source: EntrySource; kommune: string; updated_at: Date }
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

/** An extract is known by more than its bytes. Those that were taken in before keep the name they had. */
export const extractIdentityMigration: Migration = {
  async up(db) {
    await sql`alter table entry_registry.extract rename column sha256 to extract_id`.execute(db)
    await sql`
      alter table entry_registry.extract
        add column sha256 text,
        add column content text not null default 'entries',
        add column begun_at timestamptz not null default now(),
        add column merging_at timestamptz`.execute(db)
    await sql`update entry_registry.extract set sha256 = extract_id`.execute(db)
    await sql`
      alter table entry_registry.extract alter column sha256 set not null, alter column content drop default,
        alter column begun_at drop default`.execute(db)
    await sql`alter table entry_registry.bad_row rename column sha256 to extract_id`.execute(db)
    await sql`
      create table entry_registry.kommune_freshness (
        source text not null, kommune char(4) not null, updated_at timestamptz not null,
        primary key (source, kommune))`.execute(db)
  },
}

/** Where the rows of one extract wait until all of it has come. */
export const waitingTableOf = (extractId: string) => `entry_registry.waiting_${extractId.slice(0, 24)}`

/** What a crash of the database loses is read again. */
export function createWaitingTable(name: string, definitions: string): string {
  return `create unlogged table if not exists ${name} (line bigint not null, ${definitions})`
}
