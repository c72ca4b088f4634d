import type { Migration } from 'kysely/migration'
import { privacyMigrations } from './privacy/store/tables.ts'
import { representationMigrations } from './representation/store/tables.ts'

/**
 * The registry's tables. Of both rooms together a new one sorts last: so far representation has 0001 and 0201, privacy
 * 0101 and 0301.
 */
export const proxyConsentMigrations: Readonly<Record<string, Migration>> = {
  ...representationMigrations,
  ...privacyMigrations,
}
