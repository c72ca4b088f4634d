import { type Kysely, type RawBuilder, sql } from 'kysely'
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

/** Clocks of two databases differ, and results are stored in transactions of seconds. */
const overlapSeconds = 60
/** A merge takes minutes: one that was begun so long ago has died, and none of its rows came in. */
const longestMergeMinutes = 60

/**
 * The moment up to which all that has come here can be seen: what a tool asks for changes since, the next time. Rows are
 * dated when their transaction begins and seen when it ends, so it is before any that may be under way. To be read in the
 * same statement as the rows, or before them.
 */
export const watermark: RawBuilder<Date> = sql<Date>`least(
  now() - make_interval(secs => ${overlapSeconds}),
  (select min(merging_at) from entry_registry.extract
    where finished_at is null and merging_at > now() - make_interval(mins => ${longestMergeMinutes})))`

export async function readWatermark(kysely: Kysely<unknown>): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ${watermark} as at`.execute(kysely)
  const [row] = rows
  if (!row) throw new Error('no watermark')
  return row.at
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
