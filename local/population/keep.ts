import { sql } from 'kysely'
import { osloDay } from '../../schema/scalars/local-date.ts'
import type { Database } from '../../subgraphs/kernel/database.ts'
import { loadPopulation } from './load.ts'

type Wanted = { readonly seed: number; readonly size: number; readonly on: Date }

/**
 * Loads the population unless the same one of the same day is there already: «negative test yesterday» must be true
 * tomorrow as well, while what was issued meanwhile stays.
 */
export async function keepPopulation(
  database: Database,
  { seed, size, on }: Wanted,
): Promise<{ persons: number; isFresh: boolean }> {
  const kysely = database.as<unknown>()
  await sql`create schema if not exists local`.execute(kysely)
  await sql`create table if not exists local.population (mark text not null, persons bigint not null)`.execute(kysely)
  const mark = JSON.stringify([seed, size, osloDay(on)])
  const { rows } = await sql<{ mark: string; persons: number }>`select mark, persons from local.population`.execute(
    kysely,
  )
  const [found] = rows
  if (found?.mark === mark) return { persons: found.persons, isFresh: false }
  const { persons } = await loadPopulation(database, { seed, size, on })
  await sql`delete from local.population`.execute(kysely)
  await sql`insert into local.population (mark, persons) values (${mark}, ${persons})`.execute(kysely)
  return { persons, isFresh: true }
}
