import { type Kysely, sql } from 'kysely'

/** What the certificate for use in Norway and the links to PDFs add to the tables of certificates. */
export type DomesticAndPdfTables = {
  /** One row for every certificate for use in Norway that was, or was about to be, signed. It has no id of its own. */
  'certificate.domestic_issuance': {
    /** HMAC of holder, rules, key and end. */
    issue_key: string
    /** Pseudonym of the holder. */
    subject: string
    key_id: string
    rules_version: string
    recorded_at: Date
    expires_at: Date
  }
  /** Links that have not been followed. A row goes when its link is followed, or has expired. */
  'certificate.pdf_link': {
    /** SHA-256 of the token in the link, base64url. */
    token_hash: string
    /** What to print, sealed with a key that only the token gives. */
    sealed: string
    expires_at: Date
  }
}

export const domesticAndPdf = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table certificate.domestic_issuance (
        issue_key text primary key,
        subject text not null,
        key_id text not null,
        rules_version text not null,
        recorded_at timestamptz not null,
        expires_at timestamptz not null
      )`.execute(db)
    await sql`create index domestic_issuance_of_subject on certificate.domestic_issuance (subject)`.execute(db)
    await sql`
      create table certificate.pdf_link (
        token_hash text primary key,
        sealed text not null,
        expires_at timestamptz not null
      )`.execute(db)
    await sql`create index pdf_link_by_expiry on certificate.pdf_link (expires_at)`.execute(db)
  },
}
