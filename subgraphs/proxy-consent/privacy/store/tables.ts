import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { LoggedCaller } from '../../../kernel/access-log.ts'
import type { EvidenceType } from '../domain/evidence.ts'
import type { Restriction } from '../domain/setting.ts'

/** Who made a change: the citizen, somebody who acts for her, or an actor with her paper. */
export type MadeBy = 'CITIZEN' | 'PARENT' | 'TILDELT_FULLMAKT' | 'ACTOR'

/** Kysely writes a list to a jsonb column as text; both drivers read it back as a list. */
type Restrictions = JSONColumnType<readonly Restriction[], string, string>

export type RequestState = 'SENT' | 'ANSWERED_YES' | 'ANSWERED_NO' | 'WITHDRAWN'
export const inclusionKinds = ['INCLUDED', 'PARTICIPANT', 'LISTED'] as const
export type InclusionKind = (typeof inclusionKinds)[number]
export const subscriberKinds = ['WEBHOOK', 'REPLICA', 'AMQP'] as const
export type SubscriberKind = (typeof subscriberKinds)[number]

/** The machine that made a subscription, for its party: by its pseudonym, client and organisations. */
export type Requester = Pick<LoggedCaller, 'kind' | 'id' | 'client' | 'organisation'>

export type PrivacyTables = {
  /** Which numbers belong together, the current first, as `person` last said in a grant. */
  'proxy_consent.privacy_person': { subject: string; identifiers: PersonIdentifier[]; learned_at: Date }
  /** The last position given in each definition's feed. Its row is locked by whoever writes the next. */
  'proxy_consent.privacy_feed': { definition: string; position: number }
  /** What holds now. One row a definition and person, on a number the person has or has had. */
  'proxy_consent.privacy_setting': {
    setting_number: Generated<number>
    definition: string
    identifier: PersonIdentifier
    is_active: boolean
    awaits_confirmation: boolean
    until: LocalDate | null
    restrictions: Restrictions
    /** PVK's `sekvensnummer`: 1, and one more for each change. */
    sequence: number
    created_at: Date
    /** When it was decided: of a paper, the time on it. */
    decided_at: Date
    changed_at: Date
  }
  /** Every change there has been, and at the same time the outbox: `position` counts without a gap in each definition. */
  'proxy_consent.privacy_change': {
    definition: string
    position: number
    setting_number: number
    identifier: PersonIdentifier
    is_active: boolean
    awaits_confirmation: boolean
    until: LocalDate | null
    restrictions: Restrictions
    sequence: number
    decided_at: Date
    changed_at: Date
    made_by: MadeBy
    /** The actor's part, where it was an actor. */
    party: string | null
    /** Pseudonym. */
    caller: string
  }
  'proxy_consent.privacy_evidence': {
    definition: string
    position: number
    media_type: EvidenceType
    bytes: ColumnType<Uint8Array, Uint8Array, never>
  }
  'proxy_consent.privacy_request': {
    request_id: string
    definition: string
    identifier: PersonIdentifier
    state: RequestState
    sent_at: Date
    expires_at: Date
    closed_at: Date | null
  }
  'proxy_consent.privacy_inclusion': {
    party: string
    identifier: PersonIdentifier
    kind: InclusionKind
    is_active: boolean
    changed_at: Date
  }
  'proxy_consent.privacy_subscriber': {
    subscriber_id: string
    party: string
    kind: SubscriberKind
    /** Where a webhook or a replica is told; null for AMQP, where the queue has the subscriber's id. */
    address: string | null
    sealed_secret: string | null
    /** Who asked for it; null of those from before that was kept. */
    requested_by: JSONColumnType<Requester, string, never> | null
    created_at: Date
    stopped_at: Date | null
  }
  /** How far each subscriber has come in each definition's feed. */
  'proxy_consent.privacy_cursor': {
    subscriber_id: string
    definition: string
    position: number
    failures: number
    next_try_at: Date
    last_failure: string | null
  }
}

export const privacyMigrations: Record<string, Migration> = {
  '0101-privacy-settings': {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  },
  '0301-subscribers-requester': {
    async up(db) {
      await sql`alter table proxy_consent.privacy_subscriber add column requested_by jsonb`.execute(db)
    },
  },
}

const value = `
  is_active boolean not null,
  awaits_confirmation boolean not null,
  until date,
  restrictions jsonb not null,
  sequence int not null check (sequence > 0),
  decided_at timestamptz not null,
  changed_at timestamptz not null`

const statements = [
  `create table proxy_consent.privacy_person (
    subject text primary key, identifiers text[] not null, learned_at timestamptz not null)`,
  `create index privacy_person_by_number on proxy_consent.privacy_person using gin (identifiers)`,
  `create table proxy_consent.privacy_feed (definition uuid primary key, position bigint not null)`,
  `create table proxy_consent.privacy_setting (
    setting_number bigint generated always as identity primary key,
    definition uuid not null,
    identifier char(11) not null,
    ${value},
    created_at timestamptz not null,
    unique (identifier, definition))`,
  `create index privacy_setting_in_force on proxy_consent.privacy_setting (definition, setting_number) where is_active`,
  `create table proxy_consent.privacy_change (
    definition uuid not null,
    position bigint not null,
    setting_number bigint not null,
    identifier char(11) not null,
    ${value},
    made_by text not null check (made_by in ('CITIZEN', 'PARENT', 'TILDELT_FULLMAKT', 'ACTOR')),
    party text,
    caller text not null,
    primary key (definition, position))`,
  `create index privacy_change_of_person on proxy_consent.privacy_change (identifier)`,
  `create table proxy_consent.privacy_evidence (
    definition uuid not null, position bigint not null, media_type text not null, bytes bytea not null,
    primary key (definition, position))`,
  `create table proxy_consent.privacy_request (
    request_id uuid primary key,
    definition uuid not null,
    identifier char(11) not null,
    state text not null check (state in ('SENT', 'ANSWERED_YES', 'ANSWERED_NO', 'WITHDRAWN')),
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    closed_at timestamptz)`,
  `create index privacy_request_to_person on proxy_consent.privacy_request (identifier)`,
  `create table proxy_consent.privacy_inclusion (
    party text not null, identifier char(11) not null,
    kind text not null check (kind in ('INCLUDED', 'PARTICIPANT', 'LISTED')),
    is_active boolean not null, changed_at timestamptz not null,
    primary key (identifier, party, kind))`,
  `create table proxy_consent.privacy_subscriber (
    subscriber_id uuid primary key,
    party text not null,
    kind text not null check (kind in ('WEBHOOK', 'REPLICA', 'AMQP')),
    address text,
    sealed_secret text,
    created_at timestamptz not null,
    stopped_at timestamptz)`,
  `create table proxy_consent.privacy_cursor (
    subscriber_id uuid not null references proxy_consent.privacy_subscriber,
    definition uuid not null,
    position bigint not null,
    failures int not null,
    next_try_at timestamptz not null,
    last_failure text,
    primary key (subscriber_id, definition))`,
]
