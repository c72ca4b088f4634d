import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier, PersonIdentifierKind } from '../../../schema/scalars/person-identifier.ts'
import { documentMigration } from '../help-number/tables.ts'

/** Adressebeskyttelse as Folkeregisteret grades it: kode 4 is klientadresse, 7 fortrolig, 6 strengt fortrolig. */
export type AddressProtection = 'UGRADERT' | 'KLIENTADRESSE' | 'FORTROLIG' | 'STRENGT_FORTROLIG'

export type PersonTables = {
  'person.person': {
    person_id: number
    given_name: string
    middle_name: string | null
    family_name: string
    birth_date: LocalDate
    /** 'F', 'M'; from the register, never from the number. */
    sex: 'F' | 'M'
    kommune_number: string | null
    /** Two persons share an address when this is the same. Null for protected addresses. */
    address_key: number | null
    address_protection: AddressProtection
    /** Preferred language, from Kontaktregisteret. */
    language: 'nb' | 'nn' | 'en' | 'se'
    died_on: LocalDate | null
    updated_at: Date
  }
  /** Every number a person has had. Exactly one is current: `superseded_on` is null. */
  'person.identifier': {
    identifier: PersonIdentifier
    person_id: number
    kind: PersonIdentifierKind
    issued_on: LocalDate
    superseded_on: LocalDate | null
  }
  'person.parenthood': {
    child_id: number
    parent_id: number
    has_custody: boolean
  }
}

export const personMigrations: Record<string, Migration> = {
  '0001-persons': {
    async up(db) {
      await sql`
        create table person.person (
          person_id bigint primary key,
          given_name text not null,
          middle_name text,
          family_name text not null,
          birth_date date not null,
          sex char(1) not null check (sex in ('F', 'M')),
          kommune_number char(4),
          address_key bigint,
          address_protection text not null
            check (address_protection in ('UGRADERT', 'KLIENTADRESSE', 'FORTROLIG', 'STRENGT_FORTROLIG')),
          language text not null check (language in ('nb', 'nn', 'en', 'se')),
          died_on date,
          updated_at timestamptz not null
        )`.execute(db)
      await sql`
        create table person.identifier (
          identifier char(11) primary key,
          person_id bigint not null,
          kind text not null check (kind in ('FODSELSNUMMER', 'D_NUMMER', 'FELLES_HJELPENUMMER')),
          issued_on date not null,
          superseded_on date
        )`.execute(db)
      await sql`create index identifier_of_person on person.identifier (person_id)`.execute(db)
      await sql`
        create unique index one_current_identifier on person.identifier (person_id) where superseded_on is null`.execute(
        db,
      )
      await sql`
        create table person.parenthood (
          child_id bigint not null,
          parent_id bigint not null,
          has_custody boolean not null,
          primary key (child_id, parent_id)
        )`.execute(db)
      await sql`create index children_of_parent on person.parenthood (parent_id)`.execute(db)
    },
  },
  '0002-documents': documentMigration,
}
