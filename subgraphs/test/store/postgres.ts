import { sql } from 'kysely'
import type { Database } from '../../kernel/database.ts'
import type { ResultVersion } from '../domain/test-result.ts'
import { readOutcomes } from './outcomes.ts'
import type { ResultStore } from './result-store.ts'
import type { TestTables } from './tables.ts'

type Row = TestTables['test.result']

export function createPostgresResultStore(database: Database): ResultStore {
  const kysely = database.as<TestTables>()
  return {
    async findByIdentifiers(identifiers) {
      // One statement for answers and freshness, so that both are of the same moment. The aggregate gives its row even
      // when the copy has never been updated; the outer join keeps it when there is no answer.
      const rows = await kysely
        .selectFrom(
          kysely
            .selectFrom('test.freshness')
            .select(({ fn }) => fn.max('updated_at').as('updated_at'))
            .as('copy'),
        )
        .leftJoin('test.result as answer', join =>
          join.on(sql<boolean>`answer.person_identifier = any(${identifiers})`),
        )
        .selectAll('answer')
        .select('copy.updated_at')
        .execute()
      return {
        versions: rows.filter(row => row.result_id !== null).map(row => toVersion(row as Row)),
        updatedAt: rows[0]?.updated_at ?? undefined,
      }
    },

    findOutcomes: question => readOutcomes(kysely, question),
  }
}

function toVersion(row: Row): ResultVersion {
  const { laboratory_her_id: herId, laboratory_name: laboratory } = row
  const { performer_number: organisationNumber, performer_name: performer } = row
  return {
    id: row.result_id,
    sample: row.sample_id,
    person: row.person_identifier,
    method: row.method,
    outcome: row.outcome,
    state: row.state,
    resultText: row.result_text,
    sampledAt: row.sampled_at,
    receivedAt: row.received_at,
    deviceId: row.device_id,
    testName: row.test_name,
    laboratory: herId === null && laboratory === null ? null : { herId, name: laboratory },
    sampleTaker: organisationNumber === null && performer === null ? null : { organisationNumber, name: performer },
  }
}
