import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How far each kommune has been asked for, and messages that could not be kept: their id, never what stood in them. */
export const fiksMigration: Migration = {
  async up(db) {
    await sql`
      create table test.fiks_cursor (kommune char(4) primary key, received_to timestamptz not null)`.execute(db)
    await sql`
      create table test.fiks_aside (
        result_id uuid primary key, kommune char(4) not null, reason text not null)`.execute(db)
  },
}
