import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createLoaders } from './loaders.ts'
import { PersonVaccinations } from './resolvers/person-vaccinations.ts'
import { VaccineCatalogue } from './resolvers/vaccine-catalogue.ts'
import { PersonStub } from './schema/person.ts'
import { createPostgresVaccinationStore } from './store/postgres.ts'
import { vaccineMigrations } from './store/tables.ts'

/** SYSVAK. */
export const vaccineSubgraph = defineSubgraph({
  name: 'vaccine',
  resolvers: [PersonVaccinations, VaccineCatalogue],
  orphanedTypes: [PersonStub],
  references: { Person: ({ grant }) => ({ grant }) },
  migrations: vaccineMigrations,
  start: async ({ database }) => createPostgresVaccinationStore(database),
  createLoaders,
})
