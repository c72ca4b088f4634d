import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { FullmaktArea } from '../domain/fullmakt.ts'

export type RepresentationTables = {
  'proxy_consent.fullmakt': {
    /** The reference by which both sides speak of it. A UUID. */
    fullmakt_id: string
    /** Ordinary is given by the person herself; assigned (tildelt) by a doctor for somebody who cannot consent. */
    kind: 'ordinary' | 'assigned'
    giver_identifier: PersonIdentifier
    giver_name: string
    receiver_identifier: PersonIdentifier
    /** As the giver wrote it: the fullmakt has effect for a receiver of that name alone. */
    receiver_name: string
    areas: readonly FullmaktArea[]
    given_at: Date
    /** The last day it is in force; null until it is withdrawn. */
    valid_until: LocalDate | null
    ended_at: Date | null
    ended_by: 'giver' | 'receiver' | 'register' | null
  }
  /** Of a fullmakt that a doctor has assigned: who, for which legal entity, and why. */
  'proxy_consent.assignment': {
    fullmakt_id: string
    caller: string
    hpr_number: string
    organisation: string
    assessment: string
    correlation_id: string
  }
  /** Each opening of a patient's data in an emergency, with its reason: for those who review them. */
  'proxy_consent.emergency_opening': {
    opening_id: string
    at: Date
    patient_identifier: PersonIdentifier
    caller: string
    hpr_number: string
    organisation: string | null
    reason: string
    correlation_id: string
  }
  /** Each time an emergency opened what the patient had closed. */
  'proxy_consent.restriction_override': {
    override_id: string
    at: Date
    subject: string
    area: string
    restriction: string
    caller: string
    correlation_id: string
  }
}

export const representationMigrations: Record<string, Migration> = {
  '0001-representation': {
    async up(db) {
      await sql`
        create table proxy_consent.fullmakt (
          fullmakt_id uuid primary key,
          kind text not null check (kind in ('ordinary', 'assigned')),
          giver_identifier char(11) not null,
          giver_name text not null,
          receiver_identifier char(11) not null,
          receiver_name text not null,
          areas text[] not null,
          given_at timestamptz not null,
          valid_until date,
          ended_at timestamptz,
          ended_by text check (ended_by in ('giver', 'receiver', 'register')),
          check ((ended_at is null) = (ended_by is null))
        )`.execute(db)
      await sql`
        create table proxy_consent.emergency_opening (
          opening_id uuid primary key,
          at timestamptz not null,
          patient_identifier char(11) not null,
          caller text not null,
          hpr_number text not null,
          organisation text,
          reason text not null,
          correlation_id text not null
        )`.execute(db)
      await sql`create index emergency_opening_of_patient on proxy_consent.emergency_opening (patient_identifier)`.execute(
        db,
      )
      await sql`
        create table proxy_consent.restriction_override (
          override_id uuid primary key,
          at timestamptz not null,
          subject text not null,
          area text not null,
          restriction text not null,
          caller text not null,
          correlation_id text not null
        )`.execute(db)
      await sql`create index fullmakt_of_giver on proxy_consent.fullmakt (giver_identifier)`.execute(db)
      await sql`create index fullmakt_of_receiver on proxy_consent.fullmakt (receiver_identifier)`.execute(db)
    },
  },
  '0201-assignment': {
    async up(db) {
      await sql`
        create table proxy_consent.assignment (
          fullmakt_id uuid primary key references proxy_consent.fullmakt,
          caller text not null,
          hpr_number text not null,
          organisation text not null,
          assessment text not null,
          correlation_id text not null
        )`.execute(db)
    },
  },
}
