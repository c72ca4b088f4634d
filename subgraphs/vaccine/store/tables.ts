import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

export type VaccineTables = {
  'vaccine.vaccination': {
    /** SYSVAK's own id of the event, a UUID. Stable for the event's life. */
    event_id: string
    /** The number the dose was registered on; the person may have another now. */
    person_identifier: PersonIdentifier
    /** As registered: two or three capital letters and two digits, but unknown codes occur and are kept. */
    sysvak_code: string
    given_on: LocalDate
    /** As registered. No upper bound, may be missing. */
    dose_number: number | null
    batch_number: string | null
    /** ISO 3166-1 alpha-2. */
    country: string
    /** Registered later by somebody other than the one who gave it. */
    is_after_registered: boolean
    registered_at: Date
    performer_number: string | null
    performer_name: string | null
  }
  /** One row: when the copy was last brought up to date. */
  'vaccine.freshness': { only: true; updated_at: Date }
}

export const vaccineMigrations: Record<string, Migration> = {
  '0001-vaccinations': {
    async up(db) {
      await sql`
        create table vaccine.vaccination (
          event_id uuid primary key,
          person_identifier char(11) not null,
          sysvak_code text not null,
          given_on date not null,
          dose_number int check (dose_number > 0),
          batch_number text,
          country char(2) not null,
          is_after_registered boolean not null,
          registered_at timestamptz not null,
          performer_number char(9),
          performer_name text
        )`.execute(db)
      await sql`create index vaccination_of_person on vaccine.vaccination (person_identifier)`.execute(db)
      await sql`
        create table vaccine.freshness ("only" boolean primary key default true check ("only"), updated_at timestamptz not null)`.execute(
        db,
      )
    },
  },
}
