import type { AccessLog } from '../kernel/access-log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { Clearance } from './clearance/clearance.ts'
import { createLoaders } from './loaders.ts'
import { proxyConsentMigrations } from './migrations.ts'
import { privacyResolvers, startPrivacy } from './privacy/index.ts'
import { representationResolvers } from './representation/index.ts'
import { createPostgresRepresentationStore } from './representation/store/postgres.ts'
import { PersonStub } from './schema/person.ts'
import type { ProxyConsentNeeds, ProxyConsentServices } from './services.ts'

/** Personvernkomponenten (PVK): who may act for whom, and what each person has decided about her data. */
export const proxyConsentSubgraph = defineSubgraph({
  name: 'proxy-consent',
  databaseSchema: 'proxy_consent',
  resolvers: [...representationResolvers, ...privacyResolvers, Clearance],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant, kin }) => ({ grant, kin }) },
  migrations: proxyConsentMigrations,
  start: async (parts: {
    database: Database
    clock: Clock
    accessLog: AccessLog
    needs: ProxyConsentNeeds
  }): Promise<ProxyConsentServices> => ({
    keys: parts.needs,
    askPerson: parts.needs.askPerson,
    representation: createPostgresRepresentationStore(parts.database),
    privacy: startPrivacy({ ...parts, needs: parts.needs.privacy }),
  }),
  routes: ({ privacy }) => privacy.routes ?? (async () => false),
  createLoaders,
  stop: ({ privacy }) => privacy.stop(),
})
