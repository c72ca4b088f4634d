import type { Migration } from 'kysely/migration'
import { privacyMigrations } from './privacy/store/tables.ts'
import { representationMigrations } from './representation/store/tables.ts'

/** The registry's tables. Of both rooms together a new one sorts last: representation 0001 and from 0201, privacy from 0101. */
export const proxyConsentMigrations: Readonly<Record<string, Migration>> = {
  ...representationMigrations,
  ...privacyMigrations,
}
