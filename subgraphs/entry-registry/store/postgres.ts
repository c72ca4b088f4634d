import { sql } from 'kysely'
import type { Database } from '../../kernel/database.ts'
import type { Entry } from '../domain/entry.ts'
import { lastArrival, readWatermark } from './arrivals.ts'
import { readCandidates } from './candidates.ts'
import type { ContactTables } from './contact-tables.ts'
import type { EntryStore } from './entry-store.ts'
import type { EntryTables } from './tables.ts'

export function createPostgresEntryStore(database: Database): EntryStore {
  const kysely = database.as<EntryTables & ContactTables>()
  return {
    async findByIdentifiers(identifiers, { travelledFrom, registeredFrom }) {
      // One statement for both registers and their freshness, so that all are of the same moment.
      const { rows } = await sql<(Entry | { [Column in keyof Entry]: null }) & { copied_at: Date | null }>`
        select held.*, copy.copied_at
        from (
          select min(updated_at) as copied_at from entry_registry.freshness where source <> 'CONVERSATION') copy
        left join (
          select 'IRRS' as source, i.* from entry_registry.irrs_entry i
          where i.identifier = any(${identifiers}) and i.travelled_on >= ${travelledFrom}
          union all
          select 'PREPAREDNESS', p.* from entry_registry.preparedness_entry p
          where p.identifier = any(${identifiers}) and p.registered_at >= ${registeredFrom}
        ) held on true
        order by held.travelled_on desc, held.reference, held.source`.execute(kysely)
      return {
        rows: rows.filter((row): row is Entry & { copied_at: Date | null } => row.entry_id !== null),
        updatedAt: rows[0]?.copied_at ?? undefined,
      }
    },

    findCandidates: question => readCandidates(database.as<unknown>(), question),

    async findByIds(ids, { travelledFrom, registeredFrom }) {
      const { rows } = await sql<Entry>`
        select 'IRRS' as source, i.* from entry_registry.irrs_entry i
        where i.entry_id = any(${ids.IRRS}) and i.travelled_on >= ${travelledFrom}
        union all
        select 'PREPAREDNESS', p.* from entry_registry.preparedness_entry p
        where p.entry_id = any(${ids.PREPAREDNESS}) and p.registered_at >= ${registeredFrom}`.execute(kysely)
      return rows
    },

    lastArrival: kommune => lastArrival(database.as<unknown>(), kommune),
    readWatermark: () => readWatermark(database.as<unknown>()),

    findContacts: references =>
      kysely
        .selectFrom('entry_registry.contact')
        .selectAll()
        .where(sql<boolean>`reference = any(${references})`)
        .orderBy('contacted_at', 'desc')
        .execute(),

    findBreaches: references =>
      kysely
        .selectFrom('entry_registry.breach')
        .selectAll()
        .where(sql<boolean>`reference = any(${references})`)
        .orderBy('suspected_at', 'desc')
        .execute(),

    async purge({ travelledFrom, registeredFrom }) {
      const irrs = await sql`
        delete from entry_registry.irrs_entry where travelled_on < ${travelledFrom}`.execute(kysely)
      const preparedness = await sql`
        delete from entry_registry.preparedness_entry where registered_at < ${registeredFrom}`.execute(kysely)
      return {
        IRRS: Number(irrs.numAffectedRows ?? 0),
        PREPAREDNESS: Number(preparedness.numAffectedRows ?? 0),
      }
    },
  }
}
