import type { Database } from '../kernel/database.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { PersonKin } from './resolvers/kin.ts'
import { Me } from './resolvers/me.ts'
import { PersonFields } from './resolvers/person-fields.ts'
import { resolvePerson } from './resolvers/person-reference.ts'
import { RepresentativeName } from './resolvers/representative-name.ts'
import { PatientPerson, RepresentedPerson } from './resolvers/represented-person.ts'
import { PatientAccessStub, RepresentationStub, RepresentativeStub } from './schema/person.ts'
import type { PersonNeeds, PersonServices } from './services.ts'
import { createPostgresPersonStore } from './store/postgres.ts'
import { personMigrations } from './store/tables.ts'

/** Folkeregisteret's copy (PREG). */
export const personSubgraph = defineSubgraph({
  name: 'person',
  resolvers: [Me, PersonFields, PersonKin, RepresentedPerson, PatientPerson, RepresentativeName],
  orphanedTypes: [RepresentationStub, PatientAccessStub, RepresentativeStub],
  references: {
    Person: resolvePerson,
    Representation: ({ mandate }) => ({ mandate }),
    PatientAccess: ({ mandate }) => ({ mandate }),
    AccessLogRepresentative: ({ reference }) => ({ reference }),
  },
  migrations: personMigrations,
  start: async ({ database, needs }: { database: Database; needs: PersonNeeds }): Promise<PersonServices> => ({
    store: createPostgresPersonStore(database),
    keys: needs,
  }),
  createLoaders: ({ store }, scope) => createLoaders(store, scope),
})
