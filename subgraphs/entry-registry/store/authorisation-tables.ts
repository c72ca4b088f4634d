import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Basis, Purpose } from '../../../schema/access.ts'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { Actor, LawSource } from '../domain/law.ts'
import lines from './legal-bases.json' with { type: 'json' }

/** Who may ask for what: law, agreements, subscriptions and authorisations as data, read at every request. */
export type AuthorisationTables = {
  /** Which organisations are a kommune's. */
  'entry_registry.municipality_organisation': { kommune: string; organisation: string }
  /** Databehandleravtale between a kommune and KS. */
  'entry_registry.agreement': {
    kommune: string
    reference: string
    valid_from: LocalDate
    valid_to: LocalDate | null
  }
  'entry_registry.subscription': {
    kommune: string
    source: Exclude<LawSource, 'CONVERSATION'>
    valid_from: LocalDate
    valid_to: LocalDate | null
  }
  'entry_registry.authorisation': {
    authorisation_id: string
    kommune: string | null
    /** Pseudonym: never an identity number. */
    caller: string
    organisation: string
    role: Actor
    purposes: Purpose[]
    shows_negative: boolean
    district: string | null
    valid_from: Date
    valid_to: Date | null
    given_by: string
    given_at: Date
    revoked_by: string | null
    revoked_at: Date | null
  }
  'entry_registry.legal_basis': {
    legal_basis_id: string
    actor: Actor
    source: LawSource
    purpose: Purpose
    on_demand: boolean
    basis: Basis
    paragraph: string
    /** The ground in the General Data Protection Regulation. */
    ground: string
    valid_from: LocalDate | null
    valid_to: LocalDate | null
  }
  'entry_registry.feature': { name: string; active_from: Date; active_to: Date | null }
  /** Why somebody demanded what is given in the single case only, or searched across kommuner. */
  'entry_registry.reason': {
    reason_id: string
    at: Date
    caller: string
    organisation: string
    kommune: string | null
    purpose: Purpose
    /** The provisions that were used. */
    paragraphs: string[]
    reason: string
  }
}

export const authorisationMigration: Migration = {
  async up(db) {
    await sql`
      create table entry_registry.municipality_organisation (
        kommune char(4) not null, organisation char(9) not null, primary key (organisation, kommune))`.execute(db)
    await sql`
      create table entry_registry.agreement (
        kommune char(4) not null, reference text not null, valid_from date not null, valid_to date,
        primary key (kommune, reference))`.execute(db)
    await sql`
      create table entry_registry.subscription (
        kommune char(4) not null, source text not null check (source in ('IRRS', 'PREPAREDNESS', 'MSIS_LAB')),
        valid_from date not null, valid_to date, primary key (kommune, source, valid_from))`.execute(db)
    await sql`
      create table entry_registry.authorisation (
        authorisation_id uuid primary key,
        kommune char(4),
        caller text not null,
        organisation char(9) not null,
        role text not null,
        purposes text[] not null,
        shows_negative boolean not null default false,
        district char(2),
        valid_from timestamptz not null,
        valid_to timestamptz,
        given_by text not null,
        given_at timestamptz not null,
        revoked_by text,
        revoked_at timestamptz
      )`.execute(db)
    await sql`
      create index authorisation_of_caller on entry_registry.authorisation (caller, organisation)`.execute(db)
    await sql`
      create table entry_registry.legal_basis (
        legal_basis_id text primary key,
        actor text not null,
        source text not null,
        purpose text not null,
        on_demand boolean not null,
        basis text not null,
        paragraph text not null,
        ground text not null,
        valid_from date,
        valid_to date
      )`.execute(db)
    await sql`
      create table entry_registry.feature (
        name text primary key, active_from timestamptz not null, active_to timestamptz)`.execute(db)
    await sql`
      create table entry_registry.reason (
        reason_id uuid primary key,
        at timestamptz not null,
        caller text not null,
        organisation char(9) not null,
        kommune char(4),
        purpose text not null,
        paragraphs text[] not null,
        reason text not null
      )`.execute(db)
    for (const [id, actor, source, purpose, onDemand, basis, paragraph, ground, from, to] of lines.lines) {
      await sql`
        insert into entry_registry.legal_basis
        values (${id}, ${actor}, ${source}, ${purpose}, ${onDemand}, ${basis}, ${paragraph}, ${ground}, ${from}, ${to})`.execute(
        db,
      )
    }
  },
}
