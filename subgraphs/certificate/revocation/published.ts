import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { OpenSignature } from '../store/ledger.ts'
import { type CertificateTables, ownSource } from '../store/tables.ts'
import { type RevokedEntry, unknownKey } from './batches.ts'
import { countryUciHash, type HashType, signatureHash, uciHash } from './hashes.ts'

/**
 * How long a revoked certificate that the ledger does not know may still be shown: a recovery certificate, the longest,
 * holds for 180 days.
 */
const longestValidityDays = 180

export type PublishedParts = {
  readonly kysely: Kysely<CertificateTables>
  readonly country: string
  /** Certificates of a key that was revoked are told of by the signatures the ledger keeps. */
  readonly openSignature: OpenSignature
  /** Which hashes are published of a certificate that was revoked by its id. */
  readonly types?: readonly Exclude<HashType, 'SIGNATURE'>[]
}

/** Our own revoked certificates that somebody could still show. */
export async function ownEntries(parts: PublishedParts, now: Date): Promise<readonly RevokedEntry[]> {
  return [...(await revokedById(parts, now)), ...(await revokedByKey(parts, now))]
}

/** One entry a key that signed one, until the last of them has expired. */
async function revokedById(
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

const readAtOnce = 1_000

/**
 * Those of a stretch of time in which a key was not to be believed, each by its signature: its id stands in the one that
 * was signed anew as well. A signer that was revoked from its first day on has left the trust list, which says it of all
 * that it signed.
 */
async function revokedByKey({ kysely, openSignature }: PublishedParts, now: Date): Promise<readonly RevokedEntry[]> {
  const { rows } = await sql<SignedRow>`
    select issuance.issue_key, issuance.uvci, issuance.key_id, issuance.recorded_at, issuance.expires_at, kept.sealed,
      revoked.issued_from, revoked.issued_until, approved.at as revoked_at
    from certificate.revoked_key as revoked
    join certificate.revocation_step as approved on approved.request = revoked.request and approved.step = 'approved'
    join certificate.issuance as issuance on issuance.key_id = revoked.key_id and issuance.expires_at > ${now}
      and (revoked.issued_until is null or issuance.recorded_at <= revoked.issued_until + interval '1 second')
    left join certificate.signature as kept on kept.issue_key = issuance.issue_key
    where not exists (
      select from certificate.trusted_certificate as own
      where own.source = ${ownSource} and own.key_id = revoked.key_id and own.revoked_at is not null
    )`.execute(kysely)
  const entries = new Map<string, RevokedEntry>()
  for (const [index, row] of rows.entries()) {
    // Others are waiting for this process.
    if (index % readAtOnce === readAtOnce - 1) await setImmediate()
    const named = nameOf(row, openSignature)
    if (!named) continue
    const { key_id: keyId, revoked_at: revokedAt, expires_at: expiresAt } = row
    entries.set(`${keyId} ${named.hash}`, { keyId, ...named, revokedAt, expiresAt })
  }
  return [...entries.values()]
}

type SignedRow = {
  readonly issue_key: string
  readonly uvci: string
  readonly key_id: string
  readonly recorded_at: Date
  readonly expires_at: Date
  readonly sealed: string | null
  readonly issued_from: Date
  readonly issued_until: Date | null
  readonly revoked_at: Date
}

/**
 * By which hash a certificate is told of; undefined where it is not of the time that was revoked. One whose signature is
 * not kept any more is told of by its id, if its key signs nothing under it again.
 */
function nameOf(row: SignedRow, openSignature: OpenSignature): Pick<RevokedEntry, 'type' | 'hash'> | undefined {
  const kept = row.sealed === null ? undefined : openSignature(row.issue_key, row.sealed)
  const signedAt = kept?.issuedAt ?? row.recorded_at
  if (signedAt < row.issued_from || (row.issued_until && signedAt > row.issued_until)) return undefined
  if (kept) return { type: 'SIGNATURE', hash: signatureHash(kept.signature).toString('base64') }
  return row.issued_until ? undefined : { type: 'UCI', hash: uciHash(row.uvci).toString('base64') }
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
