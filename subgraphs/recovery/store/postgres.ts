import { sql } from 'kysely'
import type { Database } from '../../kernel/database.ts'
import type { ConfirmedCase } from '../domain/confirmed-case.ts'
import type { CaseStore } from './case-store.ts'
import type { RecoveryTables } from './tables.ts'

type Row = RecoveryTables['recovery.confirmed_case']

export function createPostgresCaseStore(database: Database): CaseStore {
  const kysely = database.as<RecoveryTables>()
  return {
    async findByIdentifiers(identifiers) {
      // One statement for cases and freshness, so that both are of the same moment. The aggregate gives its row even
      // when the copy has never been updated; the outer join keeps it when there is no case.
      const rows = await kysely
        .selectFrom(
          kysely
            .selectFrom('recovery.freshness')
            .select(({ fn }) => fn.max('updated_at').as('updated_at'))
            .as('copy'),
        )
        .leftJoin('recovery.confirmed_case as found', join =>
          join.on(sql<boolean>`found.person_identifier = any(${identifiers})`),
        )
        .selectAll('found')
        .select('copy.updated_at')
        .execute()
      return {
        cases: rows.filter(row => row.case_id !== null).map(row => toCase(row as Row)),
        updatedAt: rows[0]?.updated_at ?? undefined,
      }
    },
  }
}

const toCase = (row: Row): ConfirmedCase => ({
  id: row.case_id,
  person: row.person_identifier,
  firstPositiveOn: row.first_positive_on,
  confirmedBy: row.confirmed_by,
  country: row.country,
  registeredAt: row.registered_at,
})
