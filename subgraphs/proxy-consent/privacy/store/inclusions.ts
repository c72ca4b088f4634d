import { type Kysely, sql } from 'kysely'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Identifiers } from './settings.ts'
import type { InclusionKind, PrivacyTables } from './tables.ts'

/** That a citizen stands in a party's register, or takes part in its programme. */
export type Inclusion = {
  readonly party: string
  readonly kind: InclusionKind
  readonly isActive: boolean
  readonly changedAt: Date
}

/** @returns whether anything changed */
export async function setInclusion(
  db: Kysely<PrivacyTables>,
  {
    party,
    identifier,
    kind,
    isActive,
    now,
  }: { party: string; identifier: PersonIdentifier; kind: InclusionKind; isActive: boolean; now: Date },
): Promise<boolean> {
  const written = await db
    .insertInto('proxy_consent.privacy_inclusion')
    .values({ party, identifier, kind, is_active: isActive, changed_at: now })
    .onConflict(conflict =>
      conflict
        .columns(['identifier', 'party', 'kind'])
        .doUpdateSet({ is_active: isActive, changed_at: now })
        .where('proxy_consent.privacy_inclusion.is_active', '<>', isActive),
    )
    .returning('party')
    .executeTakeFirst()
  return written !== undefined
}

/** What holds for a person, under all her numbers: the last message of each party and kind. */
export async function findInclusions(
  db: Kysely<PrivacyTables>,
  identifiers: Identifiers,
): Promise<readonly Inclusion[]> {
  const rows = await db
    .selectFrom('proxy_consent.privacy_inclusion')
    .selectAll()
    .where(sql<boolean>`identifier = any(${identifiers})`)
    .orderBy('changed_at', 'desc')
    .execute()
  const latest = new Map<string, Inclusion>()
  for (const { party, kind, is_active, changed_at } of rows) {
    const key = `${party} ${kind}`
    if (!latest.has(key)) latest.set(key, { party, kind, isActive: is_active, changedAt: changed_at })
  }
  return [...latest.values()]
}
