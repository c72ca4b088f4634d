import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { CountedService } from '../domain/report.ts'

export type ActivationTables = {
  /** That a kommune used a service in a month: nobody and nothing that was seen, only that it was. */
  'entry_registry.activation': { kommune: string; service: CountedService; month: string; first_used_at: Date }
}

export const activationMigration: Migration = {
  async up(db) {
    await sql`
      create table entry_registry.activation (
        kommune char(4) not null,
        service text not null,
        month char(7) not null,
        first_used_at timestamptz not null,
        primary key (month, kommune, service)
      )`.execute(db)
  },
}
