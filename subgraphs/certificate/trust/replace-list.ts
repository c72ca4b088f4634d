import { createHash, type X509Certificate } from 'node:crypto'
import { type Selectable, sql, type Transaction } from 'kysely'
import { profileOf } from '../dcc/index.ts'
import type { Epochs } from '../store/epochs.ts'
import { type CertificateTables, ownSource } from '../store/tables.ts'
import type { AcceptedCertificate, RefusedEntry } from './check-trust-list.ts'

/* How a list takes the place of the one before, inside one transaction. */

type Row = Selectable<CertificateTables['certificate.trusted_certificate']>

/** One change of the list at a time: positions become visible in their order. */
export async function lockList(transaction: Transaction<CertificateTables>): Promise<void> {
  await sql`select version from certificate.epoch where name = 'trust' for update`.execute(transaction)
}

export type Difference = {
  readonly added: readonly AcceptedCertificate[]
  /** Thumbprints. */
  readonly ended: readonly string[]
}

export async function differenceOf(
  transaction: Transaction<CertificateTables>,
  source: string,
  accepted: readonly AcceptedCertificate[],
  now: Date,
): Promise<Difference> {
  const rows = await transaction
    .selectFrom('certificate.trusted_certificate')
    .selectAll()
    .where('source', '=', source)
    .execute()
  const standing = new Map(rows.filter(row => row.revoked_at === null).map(row => [row.thumbprint, row]))
  const listed = new Map(accepted.map(one => [thumbprintOf(one.certificate), one]))
  return {
    added: [...listed].filter(([thumbprint, one]) => !isSame(standing.get(thumbprint), one)).map(([, one]) => one),
    // What ended by itself was not taken back by anyone.
    ended: [...standing].flatMap(([thumbprint, row]) =>
      listed.has(thumbprint) || row.not_after < now ? [] : [thumbprint],
    ),
  }
}

/** Own signers that were never listed. */
export async function notYetKnown(
  transaction: Transaction<CertificateTables>,
  own: readonly AcceptedCertificate[],
): Promise<readonly AcceptedCertificate[]> {
  const rows = await transaction
    .selectFrom('certificate.trusted_certificate')
    .select('thumbprint')
    .where('source', '=', ownSource)
    .execute()
  const known = new Set(rows.map(({ thumbprint }) => thumbprint))
  return own.filter(({ certificate }) => !known.has(thumbprintOf(certificate)))
}

/** A key that was revoked for good does not begin to be trusted when its certificate is added afterwards. */
export async function revokeOwn(transaction: Transaction<CertificateTables>): Promise<void> {
  await sql`
    update certificate.trusted_certificate as listed set revoked_at = approved.at
    from certificate.revoked_key as revoked
    join certificate.revocation_step as approved on approved.request = revoked.request and approved.step = 'approved'
    where listed.source = ${ownSource} and listed.revoked_at is null and listed.key_id = revoked.key_id
      and revoked.issued_until is null and listed.not_before >= revoked.issued_from`.execute(transaction)
}

function isSame(row: Row | undefined, { role, keyId, country, trustedUntil }: AcceptedCertificate): boolean {
  return (
    row !== undefined &&
    row.role === role &&
    row.key_id === keyId &&
    row.country === country &&
    row.trusted_until.getTime() === trustedUntil.getTime()
  )
}

/** Rows of one statement: PostgreSQL takes 65 535 parameters. */
const rowsAtOnce = 2_000

export async function applyDifference(
  transaction: Transaction<CertificateTables>,
  epochs: Epochs,
  source: string,
  { added, ended }: Difference,
  now: Date,
): Promise<void> {
  await epochs.advance(transaction, 'trust')
  if (ended.length > 0) {
    await transaction
      .updateTable('certificate.trusted_certificate')
      .set({ revoked_at: now })
      .where('source', '=', source)
      .where('thumbprint', 'in', ended)
      .execute()
  }
  for (let first = 0; first < added.length; first += rowsAtOnce) {
    const rows = added.slice(first, first + rowsAtOnce).map(one => toRow(source, one, now))
    // One that comes back takes a new place in the order: readers who dropped it must meet it again.
    await transaction
      .deleteFrom('certificate.trusted_certificate')
      .where('source', '=', source)
      .where(
        'thumbprint',
        'in',
        rows.map(({ thumbprint }) => thumbprint),
      )
      .execute()
    await transaction.insertInto('certificate.trusted_certificate').values(rows).execute()
  }
}

function toRow(source: string, { role, keyId, country, certificate, trustedUntil }: AcceptedCertificate, now: Date) {
  return {
    source,
    thumbprint: thumbprintOf(certificate),
    role,
    key_id: keyId,
    country,
    certificate: certificate.raw.toString('base64'),
    not_before: certificate.validFromDate,
    not_after: certificate.validToDate,
    trusted_until: trustedUntil,
    usages: role === 'DSC' ? [...profileOf(certificate).kinds].sort().join(',') : '',
    added_at: now,
    revoked_at: null,
  }
}

export function toOwn(certificate: X509Certificate, country: string): AcceptedCertificate {
  return {
    role: 'DSC',
    keyId: Buffer.from(profileOf(certificate).keyId).toString('base64'),
    country,
    certificate,
    trustedUntil: certificate.validToDate,
  }
}

/** SHA-256 of the DER, hex. */
function thumbprintOf({ raw }: X509Certificate): string {
  return createHash('sha256').update(raw).digest('hex')
}

export async function keepRefused(
  transaction: Transaction<CertificateTables>,
  source: string,
  refused: readonly RefusedEntry[],
  now: Date,
): Promise<void> {
  await transaction.deleteFrom('certificate.refused_entry').where('source', '=', source).execute()
  for (let first = 0; first < refused.length; first += rowsAtOnce) {
    const rows = refused.slice(first, first + rowsAtOnce).map((entry, index) => ({
      source,
      ordinal: first + index,
      key_id: entry.keyId,
      country: entry.country,
      role: entry.role,
      thumbprint: entry.thumbprint,
      reason: entry.reason,
      seen_at: now,
    }))
    await transaction.insertInto('certificate.refused_entry').values(rows).execute()
  }
}
