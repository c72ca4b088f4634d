import { sql } from 'kysely'
import type { AccessLogTables } from '../../kernel/access-log/tables.ts'
import type { Database } from '../../kernel/database.ts'
import type { InsightStore } from './access-log-store.ts'

export function createPostgresInsightStore(database: Database): InsightStore {
  const kysely = database.as<AccessLogTables>()
  return {
    find({ subjects, from, to, area, kind, after, many }) {
      return (
        kysely
          .selectFrom('access_log.entry')
          .selectAll()
          .where(sql<boolean>`subject = any(${subjects})`)
          // Who was denied has seen nothing: those lines are for whoever controls the log.
          .where('kind', '!=', 'denied')
          .$if(from !== null, query => query.where('at', '>=', from as Date))
          .$if(to !== null, query => query.where('at', '<', to as Date))
          .$if(area !== null, query => query.where('area', '=', area))
          .$if(kind !== null, query => query.where('kind', '=', kind as 'read'))
          .$if(after !== null, query =>
            query.where(
              sql<boolean>`(at, writer, sequence) < (${after?.at}::timestamptz, ${after?.writer}::uuid, ${after?.sequence}::bigint)`,
            ),
          )
          .orderBy('at', 'desc')
          .orderBy('writer', 'desc')
          .orderBy('sequence', 'desc')
          .limit(many + 1)
          .execute()
      )
    },
  }
}
