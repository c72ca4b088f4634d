import { sql } from 'kysely'
import type { Database } from '../../kernel/database.ts'
import type { VaccinationEvent } from '../domain/vaccination-event.ts'
import type { VaccineTables } from './tables.ts'
import type { VaccinationStore } from './vaccination-store.ts'

type Row = VaccineTables['vaccine.vaccination']

export function createPostgresVaccinationStore(database: Database): VaccinationStore {
  const kysely = database.as<VaccineTables>()
  return {
    async findByIdentifiers(identifiers) {
      // One statement for doses and freshness, so that both are of the same moment. The aggregate gives its row even
      // when the copy has never been updated; the outer join keeps it when there is no dose.
      const rows = await kysely
        .selectFrom(
          kysely
            .selectFrom('vaccine.freshness')
            .select(({ fn }) => fn.max('updated_at').as('updated_at'))
            .as('copy'),
        )
        .leftJoin('vaccine.vaccination as dose', join =>
          join.on(sql<boolean>`dose.person_identifier = any(${identifiers})`),
        )
        .selectAll('dose')
        .select('copy.updated_at')
        .execute()
      return {
        events: rows.filter(row => row.event_id !== null).map(row => toEvent(row as Row)),
        updatedAt: rows[0]?.updated_at ?? undefined,
      }
    },
  }
}

function toEvent(row: Row): VaccinationEvent {
  const { performer_number: organisationNumber, performer_name: name } = row
  return {
    id: row.event_id,
    person: row.person_identifier,
    code: row.sysvak_code,
    givenOn: row.given_on,
    doseNumber: row.dose_number,
    batchNumber: row.batch_number,
    country: row.country,
    isAfterRegistered: row.is_after_registered,
    registeredAt: row.registered_at,
    performer: organisationNumber === null && name === null ? null : { organisationNumber, name },
  }
}
