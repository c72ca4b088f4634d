import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { fiksMigration } from '../fiks/fiks-tables.ts'

/** POSITIVE, NEGATIVE and INCONCLUSIVE are what a laboratory found; UNKNOWN is a text nobody may read a result into. */
export type Outcome = 'POSITIVE' | 'NEGATIVE' | 'INCONCLUSIVE' | 'UNKNOWN'
export type ResultState = 'PRELIMINARY' | 'FINAL' | 'CORRECTED'
/** NAAT is a PCR or like test, RAT a rapid antigen test. */
export type TestMethod = 'NAAT' | 'RAT' | 'ANTIBODY'

export type TestTables = {
  'test.result': {
    /** The laboratory's message id as a UUID. A correction has its own. */
    result_id: string
    /** The sampling event: the same for a preliminary answer, the final one and its corrections. */
    sample_id: string
    person_identifier: PersonIdentifier
    method: TestMethod
    outcome: Outcome
    state: ResultState
    /** The result as the laboratory wrote it: «Ikkje påvist», «Se kommentar». Always kept. */
    result_text: string
    /** Null when the laboratory did not say; then only the time of receipt is known. */
    sampled_at: Date | null
    received_at: Date
    /** When this store got it, or a change of it; set by the database. */
    arrived_at?: Date
    /** EU device id of a rapid test (value set covid-19-lab-test-manufacturer-and-name). */
    device_id: string | null
    test_name: string | null
    laboratory_her_id: string | null
    laboratory_name: string | null
    performer_number: string | null
    performer_name: string | null
  }
  'test.freshness': { only: true; updated_at: Date }
}

export const testMigrations: Record<string, Migration> = {
  '0001-results': {
    async up(db) {
      await sql`
        create table test.result (
          result_id uuid primary key,
          sample_id uuid not null,
          person_identifier char(11) not null,
          method text not null check (method in ('NAAT', 'RAT', 'ANTIBODY')),
          outcome text not null check (outcome in ('POSITIVE', 'NEGATIVE', 'INCONCLUSIVE', 'UNKNOWN')),
          state text not null check (state in ('PRELIMINARY', 'FINAL', 'CORRECTED')),
          result_text text not null,
          sampled_at timestamptz,
          received_at timestamptz not null,
          device_id text,
          test_name text,
          laboratory_her_id text,
          laboratory_name text,
          performer_number char(9),
          performer_name text
        )`.execute(db)
      await sql`create index result_of_person on test.result (person_identifier)`.execute(db)
      await sql`
        create table test.freshness ("only" boolean primary key default true check ("only"), updated_at timestamptz not null)`.execute(
        db,
      )
    },
  },
  '0002-fiks': fiksMigration,
  '0003-arrivals': {
    async up(db) {
      await sql`alter table test.result add column arrived_at timestamptz not null default now()`.execute(db)
    },
  },
}
