import { sql } from 'kysely'
import type { Database } from '../../subgraphs/kernel/database.ts'
import type { Table } from './rows.ts'

/**
 * Drops the indexes of tables that are to be filled, and writes down how to make them again in the same transaction:
 * `restoreIndexes` does that, and whoever comes after a load that died. Primary keys stay: they are filled in their
 * own order, which costs little.
 */
export async function dropIndexes(database: Database, tables: readonly Table[]): Promise<void> {
  await database
    .as<unknown>()
    .transaction()
    .execute(async transaction => {
      const { rows } = await sql<{ name: string; definition: string }>`
      select format('%I.%I', schemaname, indexname) as name, indexdef as definition
      from pg_indexes
      where schemaname || '.' || tablename in (${sql.join(tables)})
        and not exists (select from pg_constraint where conindid = format('%I.%I', schemaname, indexname)::regclass)
    `.execute(transaction)
      await sql`create schema if not exists local`.execute(transaction)
      await sql`create table if not exists local.dropped_index (definition text not null)`.execute(transaction)
      for (const { name, definition } of rows) {
        await sql`insert into local.dropped_index values (${definition})`.execute(transaction)
        await sql`drop index ${sql.raw(name)}`.execute(transaction)
      }
    })
}

/** Makes the indexes that `dropIndexes` has dropped, if any. With all of Norway it takes minutes. */
export async function restoreIndexes(database: Database): Promise<void> {
  await database
    .as<unknown>()
    .transaction()
    .execute(async transaction => {
      const known = await sql<{ found: string | null }>`select to_regclass('local.dropped_index') as found`.execute(
        transaction,
      )
      if (!known.rows[0]?.found) return
      const { rows } = await sql<{ definition: string }>`select definition from local.dropped_index`.execute(
        transaction,
      )
      for (const { definition } of rows) await sql.raw(definition).execute(transaction)
      await sql`drop table local.dropped_index`.execute(transaction)
    })
}
