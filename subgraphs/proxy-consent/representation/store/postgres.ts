import { sql } from 'kysely'
import type { Database } from '../../../kernel/database.ts'
import type { Fullmakt } from '../domain/fullmakt.ts'
import type { RepresentationStore } from './representation-store.ts'
import type { RepresentationTables } from './tables.ts'

type Row = RepresentationTables['proxy_consent.fullmakt']

export function createPostgresRepresentationStore(database: Database): RepresentationStore {
  const kysely = database.as<RepresentationTables>()
  const findBy = async (side: 'giver_identifier' | 'receiver_identifier', identifiers: readonly string[]) => {
    const rows = await kysely
      .selectFrom('proxy_consent.fullmakt')
      .selectAll()
      .where(sql<boolean>`${sql.ref(side)} = any(${identifiers})`)
      .orderBy('given_at', 'desc')
      .orderBy('fullmakt_id')
      .execute()
    return rows.map(toFullmakt)
  }
  return {
    findReceived: identifiers => findBy('receiver_identifier', identifiers),
    findGiven: identifiers => findBy('giver_identifier', identifiers),
  }
}

const toFullmakt = (row: Row): Fullmakt => ({
  id: row.fullmakt_id,
  kind: row.kind,
  giver: { identifier: row.giver_identifier, name: row.giver_name },
  receiver: { identifier: row.receiver_identifier, name: row.receiver_name },
  areas: row.areas,
  givenAt: row.given_at,
  validUntil: row.valid_until,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
})
