import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What came of a call from the control centre. */
export type ContactOutcome = 'ANSWERED' | 'NO_ANSWER' | 'WRONG_NUMBER' | 'LANGUAGE_BARRIER'
export type BreachKind = 'NOT_AT_ADDRESS' | 'AT_WORK' | 'NOT_TESTED' | 'OTHER'

/** What only Beredskapsregisteret holds: the control centre's conversations, and breaches it suspects. */
export type ContactTables = {
  'entry_registry.contact': {
    reference: string
    contacted_at: Date
    outcome: ContactOutcome
    /** What the traveller answered about quarantine. */
    answer: string | null
    /** What the traveller told of her health: for health personnel alone (requirements E10). */
    health_note: string | null
  }
  'entry_registry.breach': {
    reference: string
    suspected_at: Date
    kind: BreachKind
    /** About the traveller's conduct or the employer's; never health. */
    description: string | null
  }
}

/** Kept by the entry's reference, which a new extract does not change; they end with the entry. */
export const contactMigration: Migration = {
  async up(db) {
    await sql`
      create table entry_registry.contact (
        reference text not null references entry_registry.preparedness_entry (reference) on delete cascade,
        contacted_at timestamptz not null,
        outcome text not null check (outcome in ('ANSWERED', 'NO_ANSWER', 'WRONG_NUMBER', 'LANGUAGE_BARRIER')),
        answer text,
        health_note text,
        primary key (reference, contacted_at)
      )`.execute(db)
    await sql`
      create table entry_registry.breach (
        reference text not null references entry_registry.preparedness_entry (reference) on delete cascade,
        suspected_at timestamptz not null,
        kind text not null check (kind in ('NOT_AT_ADDRESS', 'AT_WORK', 'NOT_TESTED', 'OTHER')),
        description text,
        primary key (reference, suspected_at)
      )`.execute(db)
  },
}
