import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { PersonTestResults } from './resolvers/person-test-results.ts'
import { PersonStub } from './schema/person.ts'
import { createPostgresResultStore } from './store/postgres.ts'
import { testMigrations } from './store/tables.ts'

/** The copy of MSIS-labdatabasen. */
export const testSubgraph = defineSubgraph({
  name: 'test',
  resolvers: [PersonTestResults],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant }) => ({ grant }) },
  migrations: testMigrations,
  start: async ({ database }) => createPostgresResultStore(database),
  createLoaders,
})
