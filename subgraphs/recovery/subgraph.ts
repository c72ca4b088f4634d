import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { PersonRecoveries } from './resolvers/person-recoveries.ts'
import { PersonStub } from './schema/person.ts'
import { createPostgresCaseStore } from './store/postgres.ts'
import { recoveryMigrations } from './store/tables.ts'

/** Confirmed cases in MSIS. */
export const recoverySubgraph = defineSubgraph({
  name: 'recovery',
  resolvers: [PersonRecoveries],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant }) => ({ grant }) },
  migrations: recoveryMigrations,
  start: async ({ database }) => createPostgresCaseStore(database),
  createLoaders,
})
