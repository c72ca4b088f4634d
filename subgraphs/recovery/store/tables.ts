import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

export type RecoveryTables = {
  'recovery.confirmed_case': {
    /** MSIS's own id of the case, a UUID. */
    case_id: string
    person_identifier: PersonIdentifier
    /** The day of the first positive NAAT sample of this case. */
    first_positive_on: LocalDate
    /** NAAT, RAT or antibody: only a NAAT case gives a recovery certificate. */
    confirmed_by: 'NAAT' | 'RAT' | 'ANTIBODY'
    country: string
    registered_at: Date
  }
  'recovery.freshness': { only: true; updated_at: Date }
}

export const recoveryMigrations: Record<string, Migration> = {
  '0001-cases': {
    async up(db) {
      await sql`
        create table recovery.confirmed_case (
          case_id uuid primary key,
          person_identifier char(11) not null,
          first_positive_on date not null,
          confirmed_by text not null check (confirmed_by in ('NAAT', 'RAT', 'ANTIBODY')),
          country char(2) not null,
          registered_at timestamptz not null
        )`.execute(db)
      await sql`create index case_of_person on recovery.confirmed_case (person_identifier)`.execute(db)
      await sql`
        create table recovery.freshness ("only" boolean primary key default true check ("only"), updated_at timestamptz not null)`.execute(
        db,
      )
    },
  },
}
