import { type Kysely, sql } from 'kysely'
import type { Database } from '../../kernel/database.ts'
import { currentFirst, type PersonRecord, type RelativeRecord } from '../domain/person-record.ts'
import type { PersonStore, Relation } from './person-store.ts'
import type { PersonTables } from './tables.ts'

type PersonRow = PersonTables['person.person']
type IdentifierRow = PersonTables['person.identifier']

export function createPostgresPersonStore(database: Database): PersonStore {
  const kysely = database.as<PersonTables>()
  return {
    async findByIdentifiers(identifiers) {
      const rows = await kysely
        .selectFrom('person.person as person')
        .innerJoin('person.identifier as own', 'own.person_id', 'person.person_id')
        .where('person.person_id', 'in', asked =>
          asked
            .selectFrom('person.identifier')
            .select('person_id')
            .where(sql<boolean>`identifier = any(${identifiers})`),
        )
        .selectAll('person')
        .select(['own.identifier', 'own.kind', 'own.issued_on', 'own.superseded_on'])
        .execute()
      return [...Map.groupBy(rows, row => row.person_id).values()].flatMap(ofPerson => toPerson(ofPerson) ?? [])
    },

    async findRelatives(relation, personIds) {
      const rows = await selectRelatives(kysely, relation, personIds)
      const relatives = new Map(
        [...Map.groupBy(rows, row => row.of)].map(([of, ofPerson]) => [of, ofPerson.map(toRelative)]),
      )
      return { relatives, updatedAt: earliest(rows) }
    },
  }
}

function selectRelatives(kysely: Kysely<PersonTables>, relation: Relation, personIds: readonly number[]) {
  const [own, others] =
    relation === 'parents' ? (['child_id', 'parent_id'] as const) : (['parent_id', 'child_id'] as const)
  return kysely
    .selectFrom('person.parenthood as tie')
    .innerJoin('person.person as relative', 'relative.person_id', `tie.${others}`)
    .where(sql<boolean>`tie.${sql.ref(own)} = any(${personIds})`)
    .select([`tie.${own} as of`, 'tie.has_custody'])
    .selectAll('relative')
    .orderBy('relative.birth_date')
    .orderBy('relative.person_id')
    .execute()
}

function toPerson(rows: readonly (PersonRow & IdentifierRow)[]): PersonRecord | undefined {
  const [row] = rows
  if (!row) return undefined
  return {
    personId: row.person_id,
    name: toName(row),
    birthDate: row.birth_date,
    sex: row.sex,
    kommuneNumber: row.kommune_number,
    addressProtection: row.address_protection,
    language: row.language,
    diedOn: row.died_on,
    updatedAt: row.updated_at,
    identities: currentFirst(
      rows.map(({ identifier, kind, issued_on, superseded_on }) => ({
        identifier,
        kind,
        issuedOn: issued_on,
        supersededOn: superseded_on,
      })),
    ),
  }
}

const toRelative = (row: PersonRow & { has_custody: boolean }): RelativeRecord => ({
  personId: row.person_id,
  name: toName(row),
  birthDate: row.birth_date,
  addressProtection: row.address_protection,
  hasCustody: row.has_custody,
})

const toName = ({ given_name: given, middle_name: middle, family_name: family }: PersonRow) => ({
  given,
  middle,
  family,
})

/** The copy is as fresh as the oldest row of an answer. */
function earliest(rows: readonly { readonly updated_at: Date }[]): Date | undefined {
  const [first, ...others] = rows
  return others.reduce(
    (oldest, { updated_at }) => (oldest && oldest <= updated_at ? oldest : updated_at),
    first?.updated_at,
  )
}
