import { type Kysely, sql } from 'kysely'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Identifiers } from './settings.ts'
import type { PrivacyTables } from './tables.ts'

/**
 * Keeps which numbers a person has, as a grant tells them: an actor names a citizen by one number, and what was set
 * under an earlier one is hers as well. Nothing is written where nothing is new.
 */
export async function learnNumbers(
  db: Kysely<PrivacyTables>,
  { subject, identifiers, now }: { subject: string; identifiers: Identifiers; now: Date },
): Promise<void> {
  await db
    .insertInto('proxy_consent.privacy_person')
    .values({ subject, identifiers: [...identifiers], learned_at: now })
    .onConflict(conflict =>
      conflict
        .column('subject')
        .doUpdateSet({ identifiers: [...identifiers], learned_at: now })
        .where('proxy_consent.privacy_person.identifiers', 'is distinct from', sql<never>`excluded.identifiers`),
    )
    .execute()
}

/** All numbers of the person behind a pseudonym, the current first. */
export async function findNumbers(db: Kysely<PrivacyTables>, subject: string): Promise<Identifiers | undefined> {
  const row = await db
    .selectFrom('proxy_consent.privacy_person')
    .select('identifiers')
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.identifiers
}

/** All numbers of the person who has or has had one, as far as is known here; else the number stands alone. */
export async function findAliases(db: Kysely<PrivacyTables>, identifier: PersonIdentifier): Promise<Identifiers> {
  const row = await db
    .selectFrom('proxy_consent.privacy_person')
    .select('identifiers')
    .where(sql<boolean>`identifiers @> array[${identifier}]::text[]`)
    .orderBy('learned_at', 'desc')
    .executeTakeFirst()
  return row?.identifiers ?? [identifier]
}
