import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { EntryRow } from './entry.ts'
import type { HeadRow } from './heads.ts'

export type AccessLogTables = { 'access_log.entry': EntryRow; 'access_log.head': HeadRow }

export const accessLogMigrations: Record<string, Migration> = {
  '0001-entries': {
    async up(db) {
      await sql`
        create table access_log.entry (
          writer uuid not null,
          sequence bigint not null,
          at timestamptz not null,
          register text not null,
          area text not null,
          subject text not null,
          caller_kind text not null,
          caller text not null,
          client text not null,
          organisation text,
          basis text not null,
          purpose text not null,
          correlation_id text not null,
          hash text not null,
          primary key (writer, sequence)
        )`.execute(db)
      await sql`create index entry_of_subject on access_log.entry (subject, at desc)`.execute(db)
      // Whatever a role may do, nothing in the log changes: only new rows are taken.
      await sql`
        create function access_log.refuse_change() returns trigger language plpgsql as
        $$ begin raise exception 'the access log is append-only' using errcode = '42501'; end $$`.execute(db)
      await sql`
        create trigger append_only before update or delete on access_log.entry
        for each row execute function access_log.refuse_change()`.execute(db)
      await sql`
        create trigger no_truncate before truncate on access_log.entry
        for each statement execute function access_log.refuse_change()`.execute(db)
    },
  },
  '0002-disclosures-and-heads': {
    async up(db) {
      // Rows that are there keep the format their hashes were made by.
      await sql`
        alter table access_log.entry
          add column kind text not null default 'read',
          add column hpr_number text,
          add column organisation_parent text,
          add column organisation_supplier text,
          add column recipient text,
          add column sealed_actor text,
          add column format smallint not null default 1`.execute(db)
      await sql`alter table access_log.entry alter column kind drop default, alter column format drop default`.execute(
        db,
      )
      await sql`drop index access_log.entry_of_subject`.execute(db)
      await sql`
        create index entry_of_subject on access_log.entry (subject, at desc, writer desc, sequence desc)`.execute(db)
      await sql`
        create table access_log.head (
          writer uuid not null,
          sequence bigint not null,
          hash text not null,
          at timestamptz not null,
          is_final boolean not null,
          key_id text not null,
          signature text not null,
          primary key (writer, sequence, is_final)
        )`.execute(db)
      await sql`
        create trigger append_only before update or delete on access_log.head
        for each row execute function access_log.refuse_change()`.execute(db)
      await sql`
        create trigger no_truncate before truncate on access_log.head
        for each statement execute function access_log.refuse_change()`.execute(db)
    },
  },
  '0003-denials': {
    async up(db) {
      await sql`alter table access_log.entry add column refusal text`.execute(db)
    },
  },
}
