import { type Kysely, sql } from 'kysely'
import type { Child } from '../../../schema/kin.ts'
import type { Database } from '../../kernel/database.ts'
import { isProtected } from '../domain/address-protection.ts'
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

    async findChildren(personIds) {
      const rows = await selectChildren(kysely, personIds)
      return new Map([...Map.groupBy(rows, row => row.of)].map(([of, ofPerson]) => [of, ofPerson.map(toChild)]))
    },

    async findAliases(numbers) {
      const { rows } = await sql<{ parts: string | null }>`
        select string_agg(case when own.person_id is null then '' else ':' || coalesce(others.numbers, '') end, ','
          order by asked.at) as parts
        from unnest(string_to_array(${numbers}, ',')) with ordinality as asked (number, at)
        left join person.identifier own on own.identifier = asked.number::bpchar
        left join lateral (
          select string_agg(other.identifier, '' order by other.identifier) as numbers
          from person.identifier other
          where other.person_id = own.person_id and other.identifier <> own.identifier
        ) others on true`.execute(kysely)
      return rows[0]?.parts ?? ''
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

/** A protected address has no key, so nobody is found to live there. */
function selectChildren(kysely: Kysely<PersonTables>, personIds: readonly number[]) {
  return kysely
    .selectFrom('person.parenthood as tie')
    .innerJoin('person.person as child', 'child.person_id', 'tie.child_id')
    .innerJoin('person.identifier as own', join =>
      join.onRef('own.person_id', '=', 'child.person_id').on('own.superseded_on', 'is', null),
    )
    .where(sql<boolean>`tie.parent_id = any(${personIds})`)
    .where('child.died_on', 'is', null)
    .select([
      'tie.parent_id as of',
      'tie.has_custody',
      'own.identifier',
      'child.birth_date',
      'child.address_protection',
    ])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('person.parenthood as other')
          .innerJoin('person.person as parent', 'parent.person_id', 'other.parent_id')
          .whereRef('other.child_id', '=', 'tie.child_id')
          .whereRef('parent.address_key', '=', 'child.address_key')
          .where('other.has_custody', '=', true)
          .select('other.parent_id'),
      ).as('lives_with_custodian'),
    )
    .orderBy('child.birth_date')
    .orderBy('child.person_id')
    .execute()
}

type ChildRow = Awaited<ReturnType<typeof selectChildren>>[number]

const toChild = ({ address_protection: addressProtection, ...row }: ChildRow): Child => ({
  identifier: row.identifier,
  birthDate: row.birth_date,
  isProtected: isProtected({ addressProtection }),
  hasCustody: row.has_custody,
  livesWithCustodian: Boolean(row.lives_with_custodian),
})

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
