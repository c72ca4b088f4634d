import { type Generated, type GeneratedAlways, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { FollowUp, LoginMethod } from '../../../schema/code-lists/entry-codes.ts'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { extractIdentityMigration, ingestMigration } from '../ingest/ingest-tables.ts'
import { activationMigration } from './activation-table.ts'
import { arrivalMigration } from './arrivals.ts'
import { authorisationMigration } from './authorisation-tables.ts'
import { contactMigration } from './contact-tables.ts'

/** Where an entry stands: Innreiseregisteret (IRRS, DSB) or Beredskapsregisteret (Helsedirektoratet). */
export const entrySources = ['IRRS', 'PREPAREDNESS'] as const
export type EntrySource = (typeof entrySources)[number]

/** What is copied apart: what the control centre learned comes in extracts of its own. */
export type CopiedSource = EntrySource | 'CONVERSATION'

/** How an identity number came into the entry. What ID-porten said is proven, the rest is what somebody wrote. */
export type IdentitySource = 'ID_PORTEN' | 'FREE_TEXT' | 'MANUAL'
/** Whether a person or the system gave the traveller a number (requirements G33). */
export type IdentityAssignment = 'MANUAL' | 'AUTOMATIC'
/** Why an entry is joined to no health data. */
export type UnmatchedReason = 'ID_MISSING' | 'ID_INVALID' | 'OTHER_ID_ONLY'

export type EntryRow = {
  entry_id: number
  /** The reference code of the registration and the traveller's place in the party: the same in both registers. */
  reference: string
  party_reference: string
  login_method: LoginMethod
  identity_source: IdentitySource
  identity_assignment: IdentityAssignment
  /** Apart, each checked by its own rule; a text that fits none stands in `other_id` (requirements F6). */
  fodselsnummer: PersonIdentifier | null
  d_nummer: PersonIdentifier | null
  felles_hjelpenummer: PersonIdentifier | null
  other_id: string | null
  other_id_kind: 'PASSPORT' | 'NATIONAL_ID' | 'UNREADABLE' | null
  other_id_country: string | null
  /** Made by the database: fødselsnummer before D-nummer before felles hjelpenummer (requirements F4). */
  identifier: PersonIdentifier | null
  unmatched_reason: UnmatchedReason | null
  given_name: string
  family_name: string
  birth_date: LocalDate | null
  phone: string | null
  email: string | null
  language: string | null
  from_country: string | null
  border_crossing: string | null
  /** The day of crossing the border. */
  travelled_on: LocalDate
  registered_at: Date
  updated_at: Date
  stay_address: string | null
  postal_code: string | null
  /** By the postal code of the stay; null where nobody knows the code: then it stands in the national queue. */
  entry_kommune: string | null
  /** By the place of quarantine, where that is another. */
  quarantine_kommune: string | null
  /** Bydel of Oslo, two digits. */
  district: string | null
  quarantine_choice: number | null
  exemption_ground: number | null
  exemption_detail: number | null
  quarantine_place: number | null
  hotel_name: string | null
  hotel_arrival_on: LocalDate | null
  hotel_departure_on: LocalDate | null
  employer_number: string | null
  employer_name: string | null
  employer_contact: string | null
  party_size: number
  party_children: number
  follow_up: FollowUp
}

/** What is written: the id and the joined number are the database's own. */
export type NewEntryRow = Omit<EntryRow, 'entry_id' | 'identifier'>

type EntryTable = NewEntryRow & {
  entry_id: Generated<number>
  identifier: GeneratedAlways<PersonIdentifier | null>
  /** When the copy got it, or a change of it: see arrivals.ts. */
  arrived_at: Generated<Date>
}

export type EntryTables = {
  'entry_registry.irrs_entry': EntryTable
  'entry_registry.preparedness_entry': EntryTable
  /** One row a source: when its copy was last brought up to date, to the moment of the extract. */
  'entry_registry.freshness': { source: CopiedSource; updated_at: Date }
}

/** Each source by its table, as SQL writes it. */
export const entryTables = { IRRS: 'irrs_entry', PREPAREDNESS: 'preparedness_entry' } as const satisfies Record<
  EntrySource,
  string
>

/** Every column that is written, in the order of COPY. The type fails when a column is added and not named here. */
const written: Readonly<Record<keyof NewEntryRow, true>> = {
  reference: true,
  party_reference: true,
  login_method: true,
  identity_source: true,
  identity_assignment: true,
  fodselsnummer: true,
  d_nummer: true,
  felles_hjelpenummer: true,
  other_id: true,
  other_id_kind: true,
  other_id_country: true,
  unmatched_reason: true,
  given_name: true,
  family_name: true,
  birth_date: true,
  phone: true,
  email: true,
  language: true,
  from_country: true,
  border_crossing: true,
  travelled_on: true,
  registered_at: true,
  updated_at: true,
  stay_address: true,
  postal_code: true,
  entry_kommune: true,
  quarantine_kommune: true,
  district: true,
  quarantine_choice: true,
  exemption_ground: true,
  exemption_detail: true,
  quarantine_place: true,
  hotel_name: true,
  hotel_arrival_on: true,
  hotel_departure_on: true,
  employer_number: true,
  employer_name: true,
  employer_contact: true,
  party_size: true,
  party_children: true,
  follow_up: true,
}
export const entryColumns = Object.keys(written) as readonly (keyof NewEntryRow)[]

/** The columns of an entry, without keys: the two sources and the room where an extract waits have them alike. */
export const columnDefinitions = `
  reference text not null,
  party_reference text not null,
  login_method text not null,
  identity_source text not null,
  identity_assignment text not null,
  fodselsnummer char(11),
  d_nummer char(11),
  felles_hjelpenummer char(11),
  other_id text,
  other_id_kind text,
  other_id_country text,
  unmatched_reason text,
  given_name text not null,
  family_name text not null,
  birth_date date,
  phone text,
  email text,
  language text,
  from_country text,
  border_crossing text,
  travelled_on date not null,
  registered_at timestamptz not null,
  updated_at timestamptz not null,
  stay_address text,
  postal_code text,
  entry_kommune char(4),
  quarantine_kommune char(4),
  district char(2),
  quarantine_choice int,
  exemption_ground int,
  exemption_detail int,
  quarantine_place int,
  hotel_name text,
  hotel_arrival_on date,
  hotel_departure_on date,
  employer_number text,
  employer_name text,
  employer_contact text,
  party_size int not null,
  party_children int not null,
  follow_up text not null`

export const entryMigrations: Record<string, Migration> = {
  '0001-entries': {
    async up(db) {
      for (const table of Object.values(entryTables)) {
        const name = sql.raw(`entry_registry.${table}`)
        await sql`
          create table ${name} (
            entry_id bigint generated by default as identity primary key,
            ${sql.raw(columnDefinitions)},
            identifier char(11) generated always as (coalesce(fodselsnummer, d_nummer, felles_hjelpenummer)) stored,
            unique (reference)
          )`.execute(db)
        // A municipality sees who stays and who is in quarantine there; nobody in particular sees the rest.
        await sql`create index ${sql.raw(`${table}_stay`)} on ${name} (entry_kommune, travelled_on)`.execute(db)
        await sql`create index ${sql.raw(`${table}_quarantine`)} on ${name} (quarantine_kommune, travelled_on)`.execute(
          db,
        )
        await sql`create index ${sql.raw(`${table}_person`)} on ${name} (identifier)`.execute(db)
      }
      await sql`
        create table entry_registry.freshness (source text primary key, updated_at timestamptz not null)`.execute(db)
    },
  },
  '0002-contacts': contactMigration,
  '0003-authorisations': authorisationMigration,
  '0004-ingest': ingestMigration,
  '0005-activations': activationMigration,
  '0006-arrivals': arrivalMigration,
  '0007-extract-identity': extractIdentityMigration,
}
