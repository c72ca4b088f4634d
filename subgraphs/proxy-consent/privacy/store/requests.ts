import { randomUUID } from 'node:crypto'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Identifiers } from './settings.ts'
import type { PrivacyTables, RequestState } from './tables.ts'

/** A question from a party to one citizen: do you consent? */
export type ConsentRequest = {
  readonly id: string
  readonly definition: string
  readonly identifier: PersonIdentifier
  /** `EXPIRED` is never written: it follows from the time. */
  readonly state: RequestState | 'EXPIRED'
  readonly sentAt: Date
  readonly expiresAt: Date
  readonly closedAt: Date | null
}

type Db = Kysely<PrivacyTables> | Transaction<PrivacyTables>

export async function sendRequest(
  db: Db,
  {
    definition,
    identifier,
    now,
    expiresAt,
  }: { definition: string; identifier: PersonIdentifier; now: Date; expiresAt: Date },
): Promise<ConsentRequest> {
  const row = await db
    .insertInto('proxy_consent.privacy_request')
    .values({
      request_id: randomUUID(),
      definition,
      identifier,
      state: 'SENT',
      sent_at: now,
      expires_at: expiresAt,
      closed_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toRequest(row, now)
}

/** What a person has been asked, the last first. */
export async function findRequests(db: Db, identifiers: Identifiers, now: Date): Promise<readonly ConsentRequest[]> {
  const rows = await db
    .selectFrom('proxy_consent.privacy_request')
    .selectAll()
    .where(sql<boolean>`identifier = any(${identifiers})`)
    .orderBy('sent_at', 'desc')
    .orderBy('request_id')
    .execute()
  return rows.map(row => toRequest(row, now))
}

export async function findRequest(db: Db, id: string, now: Date): Promise<ConsentRequest | undefined> {
  const row = await db
    .selectFrom('proxy_consent.privacy_request')
    .selectAll()
    .where('request_id', '=', id)
    .executeTakeFirst()
  return row && toRequest(row, now)
}

/** Closes a request that is open; of all who try at once, one does. @returns undefined where it was not open */
export async function closeRequest(
  db: Db,
  { id, state, now }: { id: string; state: Exclude<RequestState, 'SENT'>; now: Date },
): Promise<ConsentRequest | undefined> {
  const row = await db
    .updateTable('proxy_consent.privacy_request')
    .set({ state, closed_at: now })
    .where('request_id', '=', id)
    .where('state', '=', 'SENT')
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  return row && toRequest(row, now)
}

function toRequest(row: Selectable<PrivacyTables['proxy_consent.privacy_request']>, now: Date): ConsentRequest {
  return {
    id: row.request_id,
    definition: row.definition,
    identifier: row.identifier,
    state: row.state === 'SENT' && row.expires_at <= now ? 'EXPIRED' : row.state,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    closedAt: row.closed_at,
  }
}
