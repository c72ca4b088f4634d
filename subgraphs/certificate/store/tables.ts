import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export type CertificateTables = {
  /** The issuance ledger: one row for every certificate that was, or was about to be, signed. */
  'certificate.issuance': {
    /** HMAC of facts, rules, key and expiry: the same certificate asked twice is one row. */
    issue_key: string
    uvci: string
    kind: string
    /** Pseudonym of the holder. */
    subject: string
    key_id: string
    rules_version: string
    recorded_at: Date
    expires_at: Date
  }
}

export const certificateMigrations: Record<string, Migration> = {
  '0001-issuance': {
    async up(db) {
      await sql`
        create table certificate.issuance (
          issue_key text primary key,
          uvci text not null,
          kind text not null check (kind in ('vaccination', 'test', 'recovery')),
          subject text not null,
          key_id text not null,
          rules_version text not null,
          recorded_at timestamptz not null,
          expires_at timestamptz not null
        )`.execute(db)
      await sql`create index issuance_of_uvci on certificate.issuance (uvci)`.execute(db)
      await sql`create index issuance_of_subject on certificate.issuance (subject)`.execute(db)
    },
  },
}
