import { localDate } from '../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { PersonTables } from '../../subgraphs/person/store/tables.ts'
import { aFodselsnummer } from './identifier.ts'

export type PersonRow = PersonTables['person.person']
export type IdentifierRow = PersonTables['person.identifier']

let nextPersonId = 1

/** A grown woman in Oslo with one number; name what matters. `identifiers` are from the current one backwards. */
export function aPerson({
  identifiers,
  ...but
}: Partial<PersonRow> & { identifiers?: readonly Partial<IdentifierRow>[] } = {}): {
  readonly person: PersonRow
  readonly identifiers: readonly IdentifierRow[]
} {
  const person: PersonRow = {
    person_id: nextPersonId++,
    given_name: 'Kari',
    middle_name: null,
    family_name: 'Nordmann',
    birth_date: localDate('1985-04-12'),
    sex: 'F',
    kommune_number: '0301',
    address_key: null,
    address_protection: 'UGRADERT',
    language: 'nb',
    died_on: null,
    updated_at: new Date('2021-11-21T04:00:00Z'),
    ...but,
  }
  return {
    person,
    identifiers: (identifiers ?? [{}]).map(identifier => anIdentifier({ person_id: person.person_id, ...identifier })),
  }
}

/** A current fødselsnummer. */
export function anIdentifier(but: Partial<IdentifierRow> & { person_id: number }): IdentifierRow {
  const identifier: PersonIdentifier = but.identifier ?? aFodselsnummer()
  return { identifier, kind: 'FODSELSNUMMER', issued_on: localDate('1985-04-12'), superseded_on: null, ...but }
}
