import { personas } from '../../local/population/personas.ts'
import type { LocalDate } from '../../schema/scalars/local-date.ts'
import type { PersonTables } from '../../subgraphs/person/store/tables.ts'
import type { World } from '../world.ts'

/** What Folkeregisteret comes to know of somebody: that she lives at a protected address, or has died. */
export type Fate = 'STRENGT_FORTROLIG' | { readonly diedOn: LocalDate }

/** From now on, until what is returned is disposed of. */
export async function befalls(world: World, persona: string, fate: Fate): Promise<AsyncDisposable> {
  const kysely = world.database.as<PersonTables>()
  const { person_id: id } = await kysely
    .selectFrom('person.identifier')
    .select('person_id')
    .where('identifier', '=', personas.find(({ name }) => name === persona)?.identifier as never)
    .executeTakeFirstOrThrow()
  const before = await kysely
    .selectFrom('person.person')
    .select(['address_key', 'address_protection', 'died_on'])
    .where('person_id', '=', id)
    .executeTakeFirstOrThrow()
  const set = (values: Partial<typeof before>) =>
    kysely.updateTable('person.person').set(values).where('person_id', '=', id).execute()
  await set(fate === 'STRENGT_FORTROLIG' ? { address_key: null, address_protection: fate } : { died_on: fate.diedOn })
  return { [Symbol.asyncDispose]: async () => void (await set(before)) }
}
