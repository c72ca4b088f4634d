import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * When a row came into the copy, or was changed there: what a tool that asks for changes has not seen. `updated_at` is the
 * register's own time, hours before any copy has it.
 */
export const arrivalMigration: Migration = {
  async up(db) {
    for (const table of ['irrs_entry', 'preparedness_entry']) {
      await sql`alter table ${sql.table(`entry_registry.${table}`)}
        add column arrived_at timestamptz not null default now()`.execute(db)
    }
  },
}

/** When the kommune's entries last changed here. */
export async function lastArrival(kysely: Kysely<unknown>, kommune: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(arrived_at) as at from (
      select arrived_at from entry_registry.irrs_entry
      where entry_kommune = ${kommune} or quarantine_kommune = ${kommune}
      union all
      select arrived_at from entry_registry.preparedness_entry
      where entry_kommune = ${kommune} or quarantine_kommune = ${kommune}) changes`.execute(kysely)
  return rows[0]?.at ?? undefined
}
