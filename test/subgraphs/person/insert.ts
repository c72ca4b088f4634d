import type { Database } from '../../../subgraphs/kernel/database.ts'
import type { PersonTables } from '../../../subgraphs/person/store/tables.ts'
import type { aPerson } from '../../builders/person.ts'

type Person = ReturnType<typeof aPerson>

export async function insertPersons(database: Database, persons: readonly Person[]): Promise<void> {
  const kysely = database.as<PersonTables>()
  await kysely
    .insertInto('person.person')
    .values(persons.map(({ person }) => person))
    .execute()
  await kysely
    .insertInto('person.identifier')
    .values(persons.flatMap(({ identifiers }) => identifiers))
    .execute()
}

/** `child` gets these parents; they have custody unless it says otherwise. */
export async function insertParents(
  database: Database,
  child: Person,
  parents: readonly { readonly parent: Person; readonly hasCustody?: boolean }[],
): Promise<void> {
  await database
    .as<PersonTables>()
    .insertInto('person.parenthood')
    .values(
      parents.map(({ parent, hasCustody = true }) => ({
        child_id: child.person.person_id,
        parent_id: parent.person.person_id,
        has_custody: hasCustody,
      })),
    )
    .execute()
}
