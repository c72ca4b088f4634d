import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../../../kernel/database.ts'
import type { Fullmakt } from '../domain/fullmakt.ts'
import type { Assignment, RepresentationStore } from './representation-store.ts'
import type { RepresentationTables } from './tables.ts'

type Row = RepresentationTables['proxy_consent.fullmakt']

/** Nobody has use for more; without a bound one giver could fill the table. */
const mostGiven = 100
const columns = { giver: 'giver_identifier', receiver: 'receiver_identifier' } as const
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function createPostgresRepresentationStore(database: Database): RepresentationStore {
  const kysely = database.as<RepresentationTables>()
  const select = () => kysely.selectFrom('proxy_consent.fullmakt').selectAll()
  return {
    async findBySide(side, identifiers) {
      const rows = await select()
        .where(sql<boolean>`${sql.ref(columns[side])} = any(${identifiers})`)
        .orderBy('given_at', 'desc')
        .orderBy('fullmakt_id')
        .execute()
      return rows.map(toFullmakt)
    },

    async find(id, side, identifiers) {
      if (!uuid.test(id)) return undefined
      const row = await select()
        .where('fullmakt_id', '=', id)
        .where(sql<boolean>`${sql.ref(columns[side])} = any(${identifiers})`)
        .executeTakeFirst()
      return row && toFullmakt(row)
    },

    async give({ giver, receiver, areas, validUntil }, identifiers, now, assignment) {
      const row = {
        fullmakt_id: randomUUID(),
        kind: assignment ? 'assigned' : 'ordinary',
        giver_identifier: giver.identifier,
        giver_name: giver.name,
        receiver_identifier: receiver.identifier,
        receiver_name: receiver.name,
        areas: [...areas],
        given_at: now,
        valid_until: validUntil,
        ended_at: null,
        ended_by: null,
      } as const
      const { count } = await kysely
        .selectFrom('proxy_consent.fullmakt')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where(sql<boolean>`giver_identifier = any(${identifiers})`)
        .where('ended_at', 'is', null)
        .executeTakeFirstOrThrow()
      if (count >= mostGiven) return undefined
      await kysely.transaction().execute(async trx => {
        await trx.insertInto('proxy_consent.fullmakt').values(row).execute()
        if (assignment) await trx.insertInto('proxy_consent.assignment').values(toAssignment(row, assignment)).execute()
      })
      return toFullmakt(row)
    },

    async hasAssigned(organisation, id) {
      if (!uuid.test(id)) return false
      const found = await kysely
        .selectFrom('proxy_consent.assignment')
        .select('fullmakt_id')
        .where('fullmakt_id', '=', id)
        .where('organisation', '=', organisation)
        .executeTakeFirst()
      return found !== undefined
    },

    async end(id, by, now) {
      const row = await kysely
        .updateTable('proxy_consent.fullmakt')
        .set({ ended_at: now, ended_by: by })
        .where('fullmakt_id', '=', id)
        .where('ended_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return row && toFullmakt(row)
    },

    async recordEmergency({ at, patient, caller, hprNumber, organisation, reason, correlationId }) {
      await kysely
        .insertInto('proxy_consent.emergency_opening')
        .values({
          opening_id: randomUUID(),
          at,
          patient_identifier: patient,
          caller,
          hpr_number: hprNumber,
          organisation,
          reason,
          correlation_id: correlationId,
        })
        .execute()
    },

    async recordOverride({ at, subject, area, restriction, caller, correlationId }) {
      await kysely
        .insertInto('proxy_consent.restriction_override')
        .values({
          override_id: randomUUID(),
          at,
          subject,
          area,
          restriction,
          caller,
          correlation_id: correlationId,
        })
        .execute()
    },
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

const toAssignment = (
  { fullmakt_id }: Pick<Row, 'fullmakt_id'>,
  { caller, hprNumber, organisation, assessment, correlationId }: Assignment,
) => ({ fullmakt_id, caller, hpr_number: hprNumber, organisation, assessment, correlation_id: correlationId })
