import { type Kysely, sql } from 'kysely'
import type { CertificateTables } from '../store/tables.ts'
import { type RevokedEntry, unknownKey } from './batches.ts'
import { countryUciHash, type HashType, uciHash } from './hashes.ts'

/**
 * How long a revoked certificate that the ledger does not know may still be shown: a recovery certificate, the longest,
 * holds for 180 days.
 */
const longestValidityDays = 180

export type PublishedParts = {
  readonly kysely: Kysely<CertificateTables>
  readonly country: string
  /** Which hashes of a certificate are published. The signature is not among what the ledger knows. */
  readonly types?: readonly Exclude<HashType, 'SIGNATURE'>[]
}

/**
 * Our own revoked certificates that somebody could still show: one entry a key that signed one, until the last of them
 * has expired.
 */
export async function ownEntries(
  { kysely, country, types = ['UCI'] }: PublishedParts,
  now: Date,
): Promise<readonly RevokedEntry[]> {
  const { rows } = await sql<{ uvci: string; key_id: string | null; revoked_at: Date; expires_at: Date }>`
    select revoked.uvci, issuance.key_id, revoked.revoked_at,
      coalesce(max(issuance.expires_at), revoked.revoked_at + make_interval(days => ${longestValidityDays}::int))
        as expires_at
    from certificate.revoked_certificate as revoked
    left join certificate.issuance as issuance on issuance.uvci = revoked.uvci
    group by revoked.uvci, revoked.revoked_at, issuance.key_id`.execute(kysely)
  return rows
    .filter(row => row.expires_at > now)
    .flatMap(({ uvci, key_id, revoked_at, expires_at }) =>
      types.map(type => ({
        keyId: key_id ?? unknownKey,
        type,
        hash: (type === 'UCI' ? uciHash(uvci) : countryUciHash(country, uvci)).toString('base64'),
        revokedAt: revoked_at,
        expiresAt: expires_at,
      })),
    )
}

/** What other countries have revoked and is still in force. */
export async function foreignEntries(kysely: Kysely<CertificateTables>, now: Date): Promise<readonly RevokedEntry[]> {
  const rows = await kysely
    .selectFrom('certificate.foreign_hash as entry')
    .innerJoin('certificate.foreign_batch as batch', 'batch.batch', 'entry.batch')
    .where('batch.expires_at', '>', now)
    .select(['entry.hash', 'batch.key_id', 'batch.hash_type', 'batch.listed_at', 'batch.expires_at'])
    .execute()
  return rows.map(({ hash, key_id, hash_type, listed_at, expires_at }) => ({
    keyId: key_id,
    type: hash_type as HashType,
    hash,
    revokedAt: listed_at,
    expiresAt: expires_at,
  }))
}
