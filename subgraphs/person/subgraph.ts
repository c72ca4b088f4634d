import type { AccessLog } from '../kernel/access-log.ts'
import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createHelpNumbers } from './help-number/find-or-issue.ts'
import { createLoaders } from './loaders.ts'
import { HelpNumbers } from './resolvers/help-number.ts'
import { PersonKin } from './resolvers/kin.ts'
import { Me } from './resolvers/me.ts'
import { PersonFields } from './resolvers/person-fields.ts'
import { RepresentativeName } from './resolvers/representative-name.ts'
import { PatientPerson, RepresentedPerson } from './resolvers/represented-person.ts'
import { TravellerAliases } from './resolvers/traveller-aliases.ts'
import { TravellerPerson } from './resolvers/traveller-person.ts'
import { PatientAccessStub, RepresentationStub, RepresentativeStub } from './schema/person.ts'
import { TravellerListStub, TravellerStub } from './schema/traveller-list.ts'
import type { PersonNeeds, PersonServices } from './services.ts'
import { createPostgresPersonStore } from './store/postgres.ts'
import { personMigrations } from './store/tables.ts'

type PersonParts = { database: Database; accessLog: AccessLog; needs: PersonNeeds }

/** Folkeregisteret's copy (PREG). */
export const personSubgraph = defineSubgraph({
  name: 'person',
  resolvers: [
    Me,
    PersonFields,
    PersonKin,
    RepresentedPerson,
    PatientPerson,
    RepresentativeName,
    TravellerAliases,
    TravellerPerson,
    HelpNumbers,
  ],
  orphanedTypes: [RepresentationStub, PatientAccessStub, RepresentativeStub, TravellerListStub, TravellerStub],
  references: {
    Person: ({ grant }) => ({ grant }),
    Representation: ({ mandate }) => ({ mandate }),
    PatientAccess: ({ mandate }) => ({ mandate }),
    AccessLogRepresentative: ({ reference }) => ({ reference }),
    TravellerList: ({ cohort }) => ({ cohort }),
    Traveller: ({ mandate }) => ({ mandate }),
  },
  migrations: personMigrations,
  start: async ({ database, accessLog, needs }: PersonParts): Promise<PersonServices> => ({
    store: createPostgresPersonStore(database),
    helpNumbers: createHelpNumbers(database),
    keys: needs,
    accessLog,
  }),
  createLoaders: ({ store }, scope) => createLoaders(store, scope),
})
