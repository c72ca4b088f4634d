import { type Generated, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type DomesticAndPdfTables, domesticAndPdf } from './domestic-and-pdf.ts'
import { trustAndRevocation } from './trust-and-revocation.ts'

export type CertificateTables = DomesticAndPdfTables & {
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
  /** The signature under an issue key, sealed; kept until its certificate expires. */
  'certificate.signature': { issue_key: string; sealed: string; expires_at: Date }
  /** What a certificate's event has in common with others: HMACs of lot and organisation, for revoking by them. */
  'certificate.issuance_mark': { mark: string; uvci: string }
  /** Certificates somebody vouches for. The one list of a source is replaced as a whole. */
  'certificate.trusted_certificate': {
    source: string
    /** SHA-256 of the DER, hex. */
    thumbprint: string
    role: CertificateRole
    /** Base64, as the list gives it. */
    key_id: string
    country: string
    /** DER, base64. */
    certificate: string
    not_before: Date
    not_after: Date
    /** The earlier of its own end and its authority's (shell model). */
    trusted_until: Date
    /** What it may sign, read from its extended key usage: `vaccination,test`. */
    usages: string
    added_at: Date
    revoked_at: Date | null
    /** Order of arrival: the resume token of those who read the list in parts. */
    position: Generated<number>
  }
  /** Entries of the last list of a source that were not believed, and why. */
  'certificate.refused_entry': {
    source: string
    ordinal: number
    key_id: string | null
    country: string | null
    role: string | null
    thumbprint: string | null
    reason: string
    seen_at: Date
  }
  /** A number that grows with every change, so that replicas see from one row that their copy is old. */
  'certificate.epoch': { name: EpochName; version: number }
  /** Who asked for which revocation and who approved it. Append-only. */
  'certificate.revocation_step': {
    request: string
    step: 'requested' | 'approved'
    at: Date
    /** Pseudonym. */
    actor: string
    /** Pseudonym of the one who asked, on both steps: the database itself refuses an approval by the same. */
    requested_by: string
    reason: string
    /** A revocation target, JSON. */
    target: string
  }
  'certificate.revoked_certificate': { uvci: string; request: string; revoked_at: Date; position: Generated<number> }
  'certificate.revoked_mark': { mark: string; request: string }
  'certificate.revoked_key': { request: string; key_id: string; issued_from: Date; issued_until: Date | null }
  /** Batches of revocations of other countries, as their gateway lists them. */
  'certificate.foreign_batch': {
    batch: string
    country: string
    /** Base64, or `UNKNOWN_KID`. */
    key_id: string
    hash_type: string
    listed_at: Date
    expires_at: Date
  }
  'certificate.foreign_hash': { hash: string; batch: string }
  /** Batches that were not believed, and why. They are tried again: whom to believe changes. */
  'certificate.refused_batch': { batch: string; country: string; listed_at: Date; reason: string; seen_at: Date }
}

export type CertificateRole = 'AUTHENTICATION' | 'UPLOAD' | 'CSCA' | 'DSC'
export type EpochName = 'trust' | 'revocation'

/** The source of the signers this issuer signs with itself. */
export const ownSource = 'own'

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
  '0002-trust-and-revocation': trustAndRevocation,
  '0003-signature': {
    async up(db) {
      await sql`
        create table certificate.signature (
          issue_key text primary key,
          sealed text not null,
          expires_at timestamptz not null
        )`.execute(db)
      await sql`create index signature_by_expiry on certificate.signature (expires_at)`.execute(db)
    },
  },
  '0004-domestic-and-pdf': domesticAndPdf,
}
