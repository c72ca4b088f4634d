import type { X509Certificate } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Epochs } from '../store/epochs.ts'
import type { CertificateTables } from '../store/tables.ts'
import { type BatchRefusal, BatchRefused, type RevocationBatch, readUpload } from './batches.ts'
import type { BatchGateway, ListedBatch } from './gateway-reader.ts'

export type ImportReport = {
  readonly added: number
  readonly deleted: number
  readonly refused: readonly { readonly batch: string; readonly reason: BatchRefusal }[]
}

export type ImportParts = {
  readonly gateway: BatchGateway
  /** Who might sign a country's uploads at a moment. */
  readonly uploadersOf: (country: string, at: Date) => readonly X509Certificate[]
  readonly kysely: Kysely<CertificateTables>
  readonly epochs: Pick<Epochs, 'advance' | 'announce'>
  readonly clock: () => Date
}

/** The day the scheme began: nothing was revoked before it. */
const theBeginning = new Date('2021-06-01T00:00:00Z')
/** The list is read again from a little before what was read last: clocks differ, and commits overtake each other. */
const overlapMs = 10 * 60_000
const mostPages = 10_000

/**
 * Reads other countries' revocations: all pages, new batches with their signatures checked, deleted ones removed, those
 * that ended forgotten. A batch that is not believed is kept aside by name, tried again the next time, and holds up no
 * other.
 * @param scope `news` from where it ended last time. The gateway forgets a deletion after some days: whoever was away
 *   for longer reads `everything`, and drops what is not listed any more.
 * @throws GatewayFailure what was read before it is kept
 */
export async function importBatches(parts: ImportParts, scope: 'news' | 'everything'): Promise<ImportReport> {
  const { kysely, epochs, clock, gateway } = parts
  const tally: Tally = { added: 0, deleted: 0, refused: [] }
  try {
    for (const line of await keptAside(kysely)) await takeLine(parts, line, tally)
    const since = scope === 'news' ? await whereItEnded(kysely) : theBeginning
    const listed = new Set<string>()
    for await (const line of linesOf(gateway, since)) {
      if (!line.isDeleted) listed.add(line.batchId)
      await takeLine(parts, line, tally)
    }
    if (scope === 'everything') {
      for (const batch of await knownBatches(kysely)) {
        if (!listed.has(batch)) tally.deleted += await removeBatch(kysely, epochs, batch)
      }
    }
  } finally {
    await forgetEnded(kysely, clock())
    if (tally.added + tally.deleted > 0) await epochs.announce()
  }
  return tally
}

type Tally = { added: number; deleted: number; refused: { batch: string; reason: BatchRefusal }[] }

/** Line by line over all pages. */
async function* linesOf(gateway: BatchGateway, from: Date): AsyncGenerator<ListedBatch> {
  let since = from
  for (let page = 0; page < mostPages; page++) {
    const { hasMore, batches } = await gateway.list(since)
    yield* batches
    const latest = batches.at(-1)?.date ?? since
    // A page that does not move on would be read for ever: its lines have all been taken.
    if (!hasMore || latest <= since) return
    since = latest
  }
}

async function takeLine(parts: ImportParts, line: ListedBatch, tally: Tally): Promise<void> {
  const { kysely, epochs } = parts
  const isHere = await isKnown(kysely, line.batchId)
  if (line.isDeleted) {
    if (isHere) tally.deleted += await removeBatch(kysely, epochs, line.batchId)
    await dropAside(kysely, line.batchId)
  } else if (!isHere) await takeBatch(parts, line, tally)
}

async function takeBatch(parts: ImportParts, line: ListedBatch, tally: Tally): Promise<void> {
  const { gateway, uploadersOf, kysely, epochs, clock } = parts
  const { batchId, country } = line
  const upload = await gateway.fetch(batchId)
  if (upload === undefined) return dropAside(kysely, batchId)
  try {
    // As it was uploaded: what somebody revoked while she might is revoked for whoever reads of it years later.
    const uploadedAt = line.date < clock() ? line.date : clock()
    const batch = await readUpload(upload, country, of => uploadersOf(of, uploadedAt))
    if (batch.expires > clock()) {
      await keepBatch(kysely, epochs, { batch, id: batchId, listedAt: line.date })
      tally.added++
    }
    await dropAside(kysely, batchId)
  } catch (error) {
    if (!(error instanceof BatchRefused)) throw error
    if (!tally.refused.some(({ batch }) => batch === batchId))
      tally.refused.push({ batch: batchId, reason: error.reason })
    await keepAside(kysely, line, error.reason, clock())
  }
}

async function whereItEnded(kysely: Kysely<CertificateTables>): Promise<Date> {
  const row = await kysely
    .selectFrom('certificate.foreign_batch')
    .select(select => select.fn.max('listed_at').as('last'))
    .executeTakeFirst()
  return row?.last ? new Date(row.last.getTime() - overlapMs) : theBeginning
}

async function isKnown(kysely: Kysely<CertificateTables>, batch: string): Promise<boolean> {
  const row = await kysely
    .selectFrom('certificate.foreign_batch')
    .select('batch')
    .where('batch', '=', batch)
    .executeTakeFirst()
  return row !== undefined
}

async function knownBatches(kysely: Kysely<CertificateTables>): Promise<readonly string[]> {
  const rows = await kysely.selectFrom('certificate.foreign_batch').select('batch').execute()
  return rows.map(({ batch }) => batch)
}

async function keepBatch(
  kysely: Kysely<CertificateTables>,
  epochs: Pick<Epochs, 'advance'>,
  { batch, id, listedAt }: { batch: RevocationBatch; id: string; listedAt: Date },
): Promise<void> {
  await kysely.transaction().execute(async transaction => {
    await epochs.advance(transaction, 'revocation')
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('certificate.foreign_batch')
      .values({
        batch: id,
        country: batch.country,
        key_id: batch.keyId,
        hash_type: batch.hashType,
        listed_at: listedAt,
        expires_at: batch.expires,
      })
      .onConflict(conflict => conflict.column('batch').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n || batch.hashes.length === 0) return
    await transaction
      .insertInto('certificate.foreign_hash')
      .values(batch.hashes.map(hash => ({ hash, batch: id })))
      .execute()
  })
}

async function removeBatch(
  kysely: Kysely<CertificateTables>,
  epochs: Pick<Epochs, 'advance'>,
  id: string,
): Promise<number> {
  return kysely.transaction().execute(async transaction => {
    await epochs.advance(transaction, 'revocation')
    const { numDeletedRows } = await transaction
      .deleteFrom('certificate.foreign_batch')
      .where('batch', '=', id)
      .executeTakeFirst()
    return Number(numDeletedRows)
  })
}

/**
 * An expired batch revokes nothing from the moment it expires; this only makes room. The one listed last stays: it says
 * where the next import begins.
 */
async function forgetEnded(kysely: Kysely<CertificateTables>, now: Date): Promise<void> {
  await kysely
    .deleteFrom('certificate.foreign_batch')
    .where('expires_at', '<=', now)
    .where('listed_at', '<', select =>
      select.selectFrom('certificate.foreign_batch').select(inner => inner.fn.max('listed_at').as('last')),
    )
    .execute()
}

async function keptAside(kysely: Kysely<CertificateTables>): Promise<readonly ListedBatch[]> {
  const rows = await kysely.selectFrom('certificate.refused_batch').selectAll().orderBy('listed_at').execute()
  return rows.map(({ batch, country, listed_at }) => ({ batchId: batch, country, date: listed_at, isDeleted: false }))
}

async function keepAside(
  kysely: Kysely<CertificateTables>,
  { batchId, country, date }: ListedBatch,
  reason: BatchRefusal,
  now: Date,
): Promise<void> {
  await kysely
    .insertInto('certificate.refused_batch')
    .values({ batch: batchId, country, listed_at: date, reason, seen_at: now })
    .onConflict(conflict => conflict.column('batch').doUpdateSet({ reason, seen_at: now }))
    .execute()
}

async function dropAside(kysely: Kysely<CertificateTables>, batch: string): Promise<void> {
  await kysely.deleteFrom('certificate.refused_batch').where('batch', '=', batch).execute()
}
