import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { Authorisations } from './resolvers/authorisations.ts'
import { ContactFields, EntryFields, QuarantineFields } from './resolvers/entry-fields.ts'
import { MunicipalityLists } from './resolvers/municipality.ts'
import { ControlCentreLists, LabourInspectionLists, NationalSearches } from './resolvers/national-lists.ts'
import { PersonEntries } from './resolvers/person-entries.ts'
import { Reports } from './resolvers/reports.ts'
import { resolveTravellerList, TravellerFields, TravellerListFields } from './resolvers/traveller-list.ts'
import { TravellersChangedFeed } from './resolvers/travellers-changed.ts'
import { PersonStub } from './schema/person.ts'
import type { EntryNeeds, EntryServices } from './services.ts'
import { createAuthorisationStore } from './store/authorisation-store.ts'
import { createPostgresEntryStore } from './store/postgres.ts'
import { createReportStore } from './store/report-store.ts'
import { entryMigrations } from './store/tables.ts'

type EntryParts = { database: Database; clock: Clock; needs: EntryNeeds }

/** The copies of Innreiseregisteret and Beredskapsregisteret, and the lists that are made of them. */
export const entryRegistrySubgraph = defineSubgraph({
  name: 'entry-registry',
  databaseSchema: 'entry_registry',
  resolvers: [
    PersonEntries,
    EntryFields,
    QuarantineFields,
    ContactFields,
    MunicipalityLists,
    ControlCentreLists,
    LabourInspectionLists,
    NationalSearches,
    TravellerListFields,
    TravellerFields,
    Authorisations,
    TravellersChangedFeed,
    Reports,
  ],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant }) => ({ grant }), TravellerList: resolveTravellerList },
  migrations: entryMigrations,
  start: async ({ database, clock, needs }: EntryParts): Promise<EntryServices> => ({
    store: createPostgresEntryStore(database),
    authorisations: createAuthorisationStore(database),
    reports: createReportStore(database),
    keys: needs,
    clock,
  }),
  createLoaders,
})
