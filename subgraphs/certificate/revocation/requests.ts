import { randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Epochs } from '../store/epochs.ts'
import { type CertificateTables, ownSource } from '../store/tables.ts'
import { marksOf, type RevocationReason, type RevocationTarget, readTarget } from './target.ts'

export type RevocationRequest = {
  readonly id: string
  readonly target: RevocationTarget
  readonly reason: RevocationReason
  /** Pseudonyms. */
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly approvedBy: string | undefined
  readonly approvedAt: Date | undefined
  readonly state: 'waiting' | 'effective' | 'lapsed'
}

export type ApprovalRefusal = 'REQUEST_UNKNOWN' | 'SAME_PERSON' | 'ALREADY_APPROVED' | 'REQUEST_LAPSED'

/** An approval that is not taken; nothing has changed. */
export class ApprovalRefused extends Error {
  override name = 'ApprovalRefused'
  readonly reason: ApprovalRefusal
  constructor(reason: ApprovalRefusal, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/**
 * How something comes to be revoked: one person asks, another approves, and then it is. Both stay in a history that
 * only grows, and that the database keeps from changing.
 */
export type RevocationRequests = {
  /** @param by pseudonym of who asks @throws TargetInvalid */
  request(target: RevocationTarget, why: { readonly reason: RevocationReason; readonly by: string }): Promise<string>
  /**
   * Effective when it resolves: on this replica at once, on others within a second or the next look.
   * @param by pseudonym of who approves
   * @throws ApprovalRefused
   */
  approve(id: string, by: string): Promise<{ /** Certificates known to be affected. */ readonly certificates: number }>
  /** Newest first. */
  list(): Promise<readonly RevocationRequest[]>
}

export type RequestParts = {
  readonly kysely: Kysely<CertificateTables>
  readonly epochs: Pick<Epochs, 'advance' | 'announce'>
  /** Of the marks in the ledger. */
  readonly markSecret: Uint8Array
  readonly clock: () => Date
}

/** A request nobody has approved by then is not one any longer: what it was about may have changed. */
const lapsesAfterMs = 7 * 86_400_000
const shownRequests = 500
const uniqueViolation = '23505'

export function createRevocationRequests({ kysely, epochs, markSecret, clock }: RequestParts): RevocationRequests {
  function stepOf(transaction: Kysely<CertificateTables>, id: string) {
    return transaction
      .selectFrom('certificate.revocation_step')
      .selectAll()
      .where('request', '=', id)
      .where('step', '=', 'requested')
      .executeTakeFirst()
  }

  return {
    async request(target, { reason, by }) {
      const id = randomUUID()
      await kysely
        .insertInto('certificate.revocation_step')
        .values({
          request: id,
          step: 'requested',
          at: clock(),
          actor: by,
          requested_by: by,
          reason,
          target: JSON.stringify(readTarget(target)),
        })
        .execute()
      return id
    },
    async approve(id, by) {
      const now = clock()
      const asked = isId(id) ? await stepOf(kysely, id) : undefined
      if (!asked) throw new ApprovalRefused('REQUEST_UNKNOWN')
      if (asked.actor === by) throw new ApprovalRefused('SAME_PERSON')
      if (hasLapsed(asked.at, now)) throw new ApprovalRefused('REQUEST_LAPSED')
      const target: RevocationTarget = JSON.parse(asked.target)
      const certificates = await kysely
        .transaction()
        .execute(async transaction => {
          await transaction
            .insertInto('certificate.revocation_step')
            .values({ ...asked, step: 'approved', at: now, actor: by })
            .execute()
          return takeEffect(transaction, { id, target, now, epochs, markSecret })
        })
        .catch(cause => {
          throw (cause as { code?: string }).code === uniqueViolation
            ? new ApprovalRefused('ALREADY_APPROVED', cause)
            : cause
        })
      await epochs.announce()
      return { certificates }
    },
    async list() {
      const now = clock()
      const rows = await kysely
        .selectFrom('certificate.revocation_step as asked')
        .leftJoin('certificate.revocation_step as approved', join =>
          join.onRef('approved.request', '=', 'asked.request').on('approved.step', '=', 'approved'),
        )
        .where('asked.step', '=', 'requested')
        .select(['asked.request', 'asked.target', 'asked.reason', 'asked.actor', 'asked.at'])
        .select(['approved.actor as approvedBy', 'approved.at as approvedAt'])
        .orderBy('asked.at', 'desc')
        .limit(shownRequests)
        .execute()
      return rows.map(row => ({
        id: row.request,
        target: JSON.parse(row.target) as RevocationTarget,
        reason: row.reason as RevocationReason,
        requestedBy: row.actor,
        requestedAt: row.at,
        approvedBy: row.approvedBy ?? undefined,
        approvedAt: row.approvedAt ?? undefined,
        state: row.approvedAt ? 'effective' : hasLapsed(row.at, now) ? 'lapsed' : 'waiting',
      }))
    },
  }
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

const hasLapsed = (askedAt: Date, now: Date): boolean => now.getTime() - askedAt.getTime() > lapsesAfterMs

type Approved = {
  readonly id: string
  readonly target: RevocationTarget
  readonly now: Date
  readonly epochs: Pick<Epochs, 'advance'>
  readonly markSecret: Uint8Array
}

/** Answers how many certificates it is known to concern. */
async function takeEffect(transaction: Transaction<CertificateTables>, approved: Approved): Promise<number> {
  const { id, target, now, epochs, markSecret } = approved
  switch (target.kind) {
    case 'certificates': {
      await epochs.advance(transaction, 'revocation')
      return revokeCertificates(transaction, target.uvcis, id, now)
    }
    case 'lot':
      return revokeMarked(transaction, marksOf({ lot: target.lot }, markSecret), approved)
    case 'organisation':
      return revokeMarked(transaction, marksOf({ organisation: target.organisation }, markSecret), approved)
    case 'key':
      return revokeKey(transaction, target, approved)
    default:
      return target satisfies never
  }
}

/** A key whose every signature is revoked is nobody's signer any longer: it leaves the trust list. */
async function revokeKey(
  transaction: Transaction<CertificateTables>,
  { keyId, from, until }: Extract<RevocationTarget, { kind: 'key' }>,
  { id, now, epochs }: Approved,
): Promise<number> {
  await epochs.advance(transaction, 'revocation')
  await transaction
    .insertInto('certificate.revoked_key')
    .values({
      request: id,
      key_id: keyId,
      issued_from: new Date(from),
      issued_until: until === null ? null : new Date(until),
    })
    .execute()
  const concerned = await countSigned(transaction, { keyId, from, until })
  if (until !== null) return concerned
  await epochs.advance(transaction, 'trust')
  await transaction
    .updateTable('certificate.trusted_certificate')
    .set({ revoked_at: now })
    .where('source', '=', ownSource)
    .where('key_id', '=', keyId)
    .where('not_before', '>=', new Date(from))
    .execute()
  return concerned
}

/** How many certificates the ledger has of a key and a time. Those for use in Norway are not among them: they end within a day. */
async function countSigned(
  transaction: Transaction<CertificateTables>,
  { keyId, from, until }: Omit<Extract<RevocationTarget, { kind: 'key' }>, 'kind'>,
): Promise<number> {
  // A certificate says its time in whole seconds.
  const { rows } = await sql<{ count: string }>`
    select count(*) from certificate.issuance
    where key_id = ${keyId} and date_trunc('second', recorded_at) >= ${from}::timestamptz
      and (${until}::timestamptz is null or date_trunc('second', recorded_at) <= ${until}::timestamptz)`.execute(
    transaction,
  )
  return Number(rows[0]?.count)
}

async function revokeCertificates(
  transaction: Transaction<CertificateTables>,
  uvcis: readonly string[],
  request: string,
  now: Date,
): Promise<number> {
  await transaction
    .insertInto('certificate.revoked_certificate')
    .values(uvcis.map(uvci => ({ uvci, request, revoked_at: now })))
    .onConflict(conflict => conflict.column('uvci').doNothing())
    .execute()
  return uvcis.length
}

/**
 * Those that are in the ledger, and from now on those that come. The lock comes first: it waits for ledger entries that
 * are being written, and those that wait for it meet the mark (see the trigger on issuance_mark). Taken after the epoch
 * it could wait for one that waits for the epoch.
 */
async function revokeMarked(
  transaction: Transaction<CertificateTables>,
  marks: readonly string[],
  { id, now, epochs }: Approved,
): Promise<number> {
  await sql`lock table certificate.issuance_mark in share mode`.execute(transaction)
  await epochs.advance(transaction, 'revocation')
  await transaction
    .insertInto('certificate.revoked_mark')
    .values(marks.map(mark => ({ mark, request: id })))
    .onConflict(conflict => conflict.column('mark').doNothing())
    .execute()
  const { rows } = await sql<{ uvci: string }>`
    insert into certificate.revoked_certificate (uvci, request, revoked_at)
    select distinct uvci, ${id}::uuid, ${now}::timestamptz from certificate.issuance_mark
    where mark = any(${marks}::text[])
    on conflict (uvci) do nothing
    returning uvci`.execute(transaction)
  return rows.length
}
