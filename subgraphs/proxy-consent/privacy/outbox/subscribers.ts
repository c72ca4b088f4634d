import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { PublicError } from '../../../../schema/errors.ts'
import { type SealKeys, seal, unseal } from '../../../../schema/seal.ts'
import type { PrivacyTables, Requester, SubscriberKind } from '../store/tables.ts'
import { newSecret } from './webhook.ts'

type Db = Kysely<PrivacyTables>

/** One who is told of every change of some definitions, from a position on. */
export type Subscriber = {
  readonly id: string
  readonly party: string
  readonly kind: SubscriberKind
  readonly address: string | null
  readonly requestedBy: Requester | null
  readonly createdAt: Date
  readonly stoppedAt: Date | null
}

/** How far a subscriber has come in one definition’s feed, and how it goes. */
export type Cursor = {
  readonly subscriber: string
  readonly definition: string
  readonly position: number
  readonly failures: number
  readonly lastFailure: string | null
}

/** A subscriber’s way through one definition’s feed, with something left to tell. */
export type Lane = {
  readonly subscriber: string
  readonly party: string
  readonly kind: SubscriberKind
  readonly address: string | null
  readonly sealedSecret: string | null
  readonly requestedBy: Requester | null
  readonly definition: string
  readonly position: number
  readonly failures: number
}

const boundTo = (subscriber: string) => `privacy subscriber ${subscriber}`

/** More than a party has systems. Whoever has stolen a party’s token cannot send its changes to everybody. */
const mostOfOneParty = 20

/**
 * @returns the secret too: it is told once, and kept sealed
 * @throws PublicError SUBSCRIBERS_TOO_MANY
 */
export async function addSubscriber(
  db: Db,
  keys: SealKeys,
  {
    party,
    kind,
    address,
    requestedBy,
    definitions,
    now,
  }: {
    readonly party: string
    readonly kind: SubscriberKind
    readonly address: string | null
    readonly requestedBy: Requester
    /** Each with the position after which the subscriber wants to be told. */
    readonly definitions: readonly { readonly guid: string; readonly after: number }[]
    readonly now: Date
  },
): Promise<{ readonly subscriber: Subscriber; readonly secret: string | null }> {
  const id = randomUUID()
  const secret = kind === 'AMQP' ? null : newSecret()
  await db.transaction().execute(async trx => {
    // Those who ask at the same time are counted one after the other.
    await sql`select pg_advisory_xact_lock(hashtext(${`privacy subscribers ${party}`}))`.execute(trx)
    const { many } = await trx
      .selectFrom('proxy_consent.privacy_subscriber')
      .select(({ fn }) => fn.countAll<number>().as('many'))
      .where('party', '=', party)
      .where('stopped_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (many >= mostOfOneParty) {
      throw new PublicError('SUBSCRIBERS_TOO_MANY', { details: { limit: String(mostOfOneParty) } })
    }
    await trx
      .insertInto('proxy_consent.privacy_subscriber')
      .values({
        subscriber_id: id,
        party,
        kind,
        address,
        sealed_secret: secret && seal(keys, secret, boundTo(id)),
        requested_by: JSON.stringify(requestedBy),
        created_at: now,
        stopped_at: null,
      })
      .execute()
    await trx
      .insertInto('proxy_consent.privacy_cursor')
      .values(
        definitions.map(({ guid, after }) => ({
          subscriber_id: id,
          definition: guid,
          position: after,
          failures: 0,
          next_try_at: now,
          last_failure: null,
        })),
      )
      .execute()
  })
  return { subscriber: { id, party, kind, address, requestedBy, createdAt: now, stoppedAt: null }, secret }
}

export const secretOf = (keys: SealKeys, { subscriber, sealedSecret }: Lane): string =>
  sealedSecret === null ? '' : unseal(keys, sealedSecret, boundTo(subscriber))

export async function findSubscribers(db: Db, party: string): Promise<readonly Subscriber[]> {
  const rows = await db
    .selectFrom('proxy_consent.privacy_subscriber')
    .selectAll()
    .where('party', '=', party)
    .orderBy('created_at')
    .execute()
  return rows.map(row => ({
    id: row.subscriber_id,
    party: row.party,
    kind: row.kind,
    address: row.address,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    stoppedAt: row.stopped_at,
  }))
}

export async function findCursors(db: Db, subscriber: string): Promise<readonly Cursor[]> {
  const rows = await db
    .selectFrom('proxy_consent.privacy_cursor')
    .selectAll()
    .where('subscriber_id', '=', subscriber)
    .orderBy('definition')
    .execute()
  return rows.map(row => ({
    subscriber: row.subscriber_id,
    definition: row.definition,
    position: row.position,
    failures: row.failures,
    lastFailure: row.last_failure,
  }))
}

/** @returns whether the party has such a subscriber */
export async function stopSubscriber(
  db: Db,
  { id, party, now }: { id: string; party: string; now: Date },
): Promise<boolean> {
  const stopped = await db
    .updateTable('proxy_consent.privacy_subscriber')
    .set({ stopped_at: now })
    .where('subscriber_id', '=', id)
    .where('party', '=', party)
    .where('stopped_at', 'is', null)
    .returning('subscriber_id')
    .executeTakeFirst()
  return stopped !== undefined
}

/** Tells everything after a position again. @returns whether the party’s subscriber has such a cursor */
export async function replay(
  db: Db,
  { id, party, definition, after, now }: { id: string; party: string; definition: string; after: number; now: Date },
): Promise<boolean> {
  const moved = await db
    .updateTable('proxy_consent.privacy_cursor')
    .set({ position: after, failures: 0, next_try_at: now, last_failure: null })
    .where('definition', '=', definition)
    .where('subscriber_id', '=', eb =>
      eb
        .selectFrom('proxy_consent.privacy_subscriber')
        .select('subscriber_id')
        .where('subscriber_id', '=', id)
        .where('party', '=', party),
    )
    .returning('subscriber_id')
    .executeTakeFirst()
  return moved !== undefined
}

/** Everybody who is behind and may be tried now. */
export async function findLanes(db: Db, now: Date): Promise<readonly Lane[]> {
  const rows = await db
    .selectFrom('proxy_consent.privacy_cursor as cursor')
    .innerJoin('proxy_consent.privacy_subscriber as subscriber', 'subscriber.subscriber_id', 'cursor.subscriber_id')
    .innerJoin('proxy_consent.privacy_feed as feed', 'feed.definition', 'cursor.definition')
    .selectAll('cursor')
    .select(['subscriber.party', 'subscriber.kind', 'subscriber.address'])
    .select(['subscriber.sealed_secret', 'subscriber.requested_by'])
    .where('subscriber.stopped_at', 'is', null)
    .where('cursor.next_try_at', '<=', now)
    .where(sql<boolean>`cursor.position < feed.position`)
    .execute()
  return rows.map(row => ({
    subscriber: row.subscriber_id,
    party: row.party,
    kind: row.kind,
    address: row.address,
    sealedSecret: row.sealed_secret,
    requestedBy: row.requested_by,
    definition: row.definition,
    position: row.position,
    failures: row.failures,
  }))
}

/** Moves a cursor on. One that was moved meanwhile, by a replay, stays where it was moved to. */
export async function advance(db: Db, lane: Lane, position: number): Promise<void> {
  await db
    .updateTable('proxy_consent.privacy_cursor')
    .set({ position, failures: 0, last_failure: null })
    .where('subscriber_id', '=', lane.subscriber)
    .where('definition', '=', lane.definition)
    .where('position', '=', lane.position)
    .execute()
}

export async function recordFailure(
  db: Db,
  lane: Lane,
  { reason, nextTryAt }: { readonly reason: string; readonly nextTryAt: Date },
): Promise<void> {
  await db
    .updateTable('proxy_consent.privacy_cursor')
    .set({ failures: lane.failures + 1, next_try_at: nextTryAt, last_failure: reason.slice(0, 100) })
    .where('subscriber_id', '=', lane.subscriber)
    .where('definition', '=', lane.definition)
    .execute()
}
