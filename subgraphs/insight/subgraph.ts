import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { PersonAccessLog } from './resolvers/person-access-log.ts'
import { PersonStub } from './schema/person.ts'
import type { InsightNeeds, InsightServices } from './services.ts'
import { createPostgresInsightStore } from './store/postgres.ts'

/** Who has seen whose data: the access log of every registry, for the one it is about. */
export const insightSubgraph = defineSubgraph({
  name: 'insight',
  resolvers: [PersonAccessLog],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant }) => ({ grant }) },
  migrations: {},
  // It keeps nothing of its own: its database is the log's, and its role may only read.
  start: async ({ database, needs }: { database: Database; needs: InsightNeeds }): Promise<InsightServices> => ({
    store: createPostgresInsightStore(database),
    keys: needs,
  }),
  createLoaders: () => undefined,
})
