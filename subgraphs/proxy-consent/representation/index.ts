// Who may act for whom: parents, fullmakt, tildelt fullmakt, health personnel with a patient.
// It knows no consents, reservations or restrictions: those are privacy/.
import type { NonEmptyArray } from 'type-graphql'
import { AssignedFullmakter } from './resolvers/assigned-fullmakter.ts'
import { PersonFullmakter } from './resolvers/fullmakter.ts'
import { Patient } from './resolvers/patient.ts'
import { PersonRepresentations } from './resolvers/representations.ts'

export type { RepresentationLoaders } from './loaders.ts'
export type { RepresentationServices } from './services.ts'
export { representationMigrations } from './store/tables.ts'

export const representationResolvers: NonEmptyArray<new () => object> = [
  PersonRepresentations,
  PersonFullmakter,
  AssignedFullmakter,
  Patient,
]
