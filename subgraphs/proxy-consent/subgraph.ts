import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { representationMigrations, representationResolvers } from './representation/index.ts'
import { createPostgresRepresentationStore } from './representation/store/postgres.ts'
import { PersonStub } from './schema/person.ts'
import type { ProxyConsentNeeds, ProxyConsentServices } from './services.ts'

/** Personvernkomponenten (PVK): who may act for whom, and what each person has decided about her data. */
export const proxyConsentSubgraph = defineSubgraph({
  name: 'proxy-consent',
  databaseSchema: 'proxy_consent',
  resolvers: [...representationResolvers],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant, kin }) => ({ grant, kin }) },
  // The names of one room's migrations sort together: representation from 0001, privacy from 0101.
  migrations: { ...representationMigrations },
  start: async (parts: { database: Database; needs: ProxyConsentNeeds }): Promise<ProxyConsentServices> => ({
    keys: parts.needs,
    askPerson: parts.needs.askPerson,
    representation: createPostgresRepresentationStore(parts.database),
  }),
  createLoaders,
})
