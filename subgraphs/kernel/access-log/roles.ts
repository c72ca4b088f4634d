import { sql } from 'kysely'
import { type Database, migrate } from '../database.ts'
import { accessLogMigrations } from './tables.ts'

export type LogRoles = { readonly writer: string; readonly reader: string }

/**
 * Makes the log's tables, for an owner that no subgraph signs in as, and two roles without a login: one may insert and
 * nothing else, one may read and nothing else. May be run again.
 */
export async function prepareAccessLog(database: Database, { writer, reader }: LogRoles): Promise<void> {
  await migrate(database, 'access_log', accessLogMigrations)
  const kysely = database.as<unknown>()
  for (const role of [writer, reader]) {
    await sql`
      do $$ begin create role ${sql.id(role)} nologin; exception when duplicate_object then null; end $$`.execute(
      kysely,
    )
    await sql`revoke all on all tables in schema access_log from ${sql.id(role)}`.execute(kysely)
    await sql`grant usage on schema access_log to ${sql.id(role)}`.execute(kysely)
  }
  await sql`grant insert on access_log.entry, access_log.head to ${sql.id(writer)}`.execute(kysely)
  await sql`grant select on access_log.entry, access_log.head to ${sql.id(reader)}`.execute(kysely)
  await sql`revoke all on all tables in schema access_log from public`.execute(kysely)
}
