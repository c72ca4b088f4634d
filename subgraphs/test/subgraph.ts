import type { AccessLog } from '../kernel/access-log.ts'
import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { PersonTestResults } from './resolvers/person-test-results.ts'
import { TravellerOutcomes } from './resolvers/traveller-outcomes.ts'
import { PersonStub } from './schema/person.ts'
import { TravellerListStub } from './schema/traveller-list.ts'
import type { TestNeeds, TestServices } from './services.ts'
import { createPostgresResultStore } from './store/postgres.ts'
import { testMigrations } from './store/tables.ts'

type TestParts = { database: Database; accessLog: AccessLog; needs: TestNeeds }

/** The copy of MSIS-labdatabasen. */
export const testSubgraph = defineSubgraph({
  name: 'test',
  resolvers: [PersonTestResults, TravellerOutcomes],
  orphanedTypes: [PersonStub, TravellerListStub],
  references: { Person: ({ grant }) => ({ grant }), TravellerList: ({ cohort, aliases }) => ({ cohort, aliases }) },
  migrations: testMigrations,
  start: async ({ database, accessLog, needs }: TestParts): Promise<TestServices> => ({
    store: createPostgresResultStore(database),
    keys: needs,
    accessLog,
  }),
  createLoaders: ({ store }, scope) => createLoaders(store, scope),
})
