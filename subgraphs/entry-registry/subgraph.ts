import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { ContactFields, EntryFields } from './resolvers/entry-fields.ts'
import { PersonEntries } from './resolvers/person-entries.ts'
import { PersonStub } from './schema/person.ts'
import type { EntryNeeds, EntryServices } from './services.ts'
import { createPostgresEntryStore } from './store/postgres.ts'
import { entryMigrations } from './store/tables.ts'

/** The copies of Innreiseregisteret and Beredskapsregisteret. */
export const entryRegistrySubgraph = defineSubgraph({
  name: 'entry-registry',
  resolvers: [PersonEntries, EntryFields, ContactFields],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant }) => ({ grant }) },
  migrations: entryMigrations,
  start: async ({ database, needs }: { database: Database; needs: EntryNeeds }): Promise<EntryServices> => ({
    store: createPostgresEntryStore(database),
    keys: needs,
  }),
  createLoaders,
})
