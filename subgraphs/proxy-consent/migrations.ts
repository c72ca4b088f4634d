import type { Migration } from 'kysely/migration'
import { privacyMigrations } from './privacy/store/tables.ts'
import { representationMigrations } from './representation/store/tables.ts'

/** The registry's tables. The names of one room's migrations sort together: representation from 0001, privacy from 0101. */
export const proxyConsentMigrations: Readonly<Record<string, Migration>> = {
  ...representationMigrations,
  ...privacyMigrations,
}
