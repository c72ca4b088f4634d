import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Area } from '../../schema/access.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import { localDate } from '../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { EntryTables } from '../../subgraphs/entry-registry/store/tables.ts'
import { entryRegistrySubgraph } from '../../subgraphs/entry-registry/subgraph.ts'
import type { Database } from '../../subgraphs/kernel/database.ts'
import type { PersonTables } from '../../subgraphs/person/store/tables.ts'
import { personSubgraph } from '../../subgraphs/person/subgraph.ts'
import type { RecoveryTables } from '../../subgraphs/recovery/store/tables.ts'
import { recoverySubgraph } from '../../subgraphs/recovery/subgraph.ts'
import type { TestTables } from '../../subgraphs/test/store/tables.ts'
import { testSubgraph } from '../../subgraphs/test/subgraph.ts'
import type { VaccineTables } from '../../subgraphs/vaccine/store/tables.ts'
import { vaccineSubgraph } from '../../subgraphs/vaccine/subgraph.ts'
import { aCase } from '../builders/case.ts'
import { anEntry } from '../builders/entry.ts'
import { aPerson, type IdentifierRow } from '../builders/person.ts'
import { aTestResult } from '../builders/test-result.ts'
import { aVaccination } from '../builders/vaccination.ts'
import { grantKeys, mandateKeys, type RunningSubgraph, startSubgraph } from '../subgraph.ts'

export const freshAt = new Date('2021-11-22T09:00:00Z')
export const pseudonymKey = randomBytes(32)
export const cohortKeys = [{ id: 'c1', key: randomBytes(32) }]
export const identityKeys = [{ id: 'i1', key: randomBytes(32) }]

export const startPerson = () =>
  startSubgraph(personSubgraph, { identityKeys, grantKeys, mandateKeys, cohortKeys, pseudonymKey })
export const startVaccine = () => startSubgraph(vaccineSubgraph, undefined)
export const startTest = () => startSubgraph(testSubgraph, { cohortKeys })
export const startEntryRegistry = () => startSubgraph(entryRegistrySubgraph, { mandateKeys, cohortKeys, pseudonymKey })
export const startRecovery = () => startSubgraph(recoverySubgraph, undefined)

/** A registry as its neighbours see it: what one asks of a person, and how a person comes to have something there. */
export type Registry = {
  readonly name: SubgraphName
  readonly area: Area
  readonly fields: string
  /** The answer for a person who has what `fill` gives. */
  readonly filled: unknown
  readonly table: string
  start(): Promise<RunningSubgraph>
  /** One thing about each person, registered on the last of the person's numbers, that is on the oldest. */
  fill(database: Database, people: readonly (readonly PersonIdentifier[])[]): Promise<void>
}

export const registries: readonly Registry[] = [
  {
    name: 'person',
    area: 'identity',
    fields: 'name { full }',
    filled: { name: { full: 'Kari Nordmann' } },
    table: 'person.person',
    start: startPerson,
    async fill(database, people) {
      const persons = people.map(identifiers => aPerson({ updated_at: freshAt, identifiers: identifiers.map(inChain) }))
      const kysely = database.as<PersonTables>()
      await kysely
        .insertInto('person.person')
        .values(persons.map(({ person }) => person))
        .execute()
      await kysely
        .insertInto('person.identifier')
        .values(persons.flatMap(({ identifiers }) => identifiers))
        .execute()
    },
  },
  {
    name: 'vaccine',
    area: 'vaccinations',
    fields: 'vaccinations { code }',
    filled: { vaccinations: [{ code: 'BNT03' }] },
    table: 'vaccine.vaccination',
    start: startVaccine,
    async fill(database, people) {
      const kysely = database.as<VaccineTables>()
      await kysely.insertInto('vaccine.freshness').values({ only: true, updated_at: freshAt }).execute()
      await kysely.insertInto('vaccine.vaccination').values(people.map(on).map(aVaccination)).execute()
    },
  },
  {
    name: 'test',
    area: 'tests',
    fields: 'testResults { outcome }',
    filled: { testResults: [{ outcome: 'NEGATIVE' }] },
    table: 'test.result',
    start: startTest,
    async fill(database, people) {
      const kysely = database.as<TestTables>()
      await kysely.insertInto('test.freshness').values({ only: true, updated_at: freshAt }).execute()
      await kysely.insertInto('test.result').values(people.map(on).map(aTestResult)).execute()
    },
  },
  {
    name: 'recovery',
    area: 'recoveries',
    fields: 'recoveries { firstPositiveOn }',
    filled: { recoveries: [{ firstPositiveOn: '2021-09-01' }] },
    table: 'recovery.confirmed_case',
    start: startRecovery,
    async fill(database, people) {
      const kysely = database.as<RecoveryTables>()
      await kysely.insertInto('recovery.freshness').values({ only: true, updated_at: freshAt }).execute()
      await kysely.insertInto('recovery.confirmed_case').values(people.map(on).map(aCase)).execute()
    },
  },
  {
    name: 'entry-registry',
    area: 'entries',
    fields: 'entries { name }',
    filled: { entries: [{ name: 'Kari Nordmann' }] },
    table: 'entry_registry.irrs_entry',
    start: startEntryRegistry,
    async fill(database, people) {
      const kysely = database.as<EntryTables>()
      await kysely
        .insertInto('entry_registry.freshness')
        .values([
          { source: 'IRRS', updated_at: freshAt },
          { source: 'PREPAREDNESS', updated_at: new Date(freshAt.getTime() + 60_000) },
        ])
        .execute()
      await kysely
        .insertInto('entry_registry.irrs_entry')
        .values(people.map(on).map(({ person_identifier }) => anEntry({ fodselsnummer: person_identifier })))
        .execute()
    },
  },
]

/** The store stops answering. */
export async function breakStore({ table }: Registry, database: Database): Promise<void> {
  await sql`drop table ${sql.table(table)}`.execute(database.as<unknown>())
}

export async function breakAccessLog(database: Database): Promise<void> {
  await sql`drop table access_log.entry`.execute(database.as<unknown>())
}

function on(identifiers: readonly PersonIdentifier[]): { person_identifier: PersonIdentifier } {
  const oldest = identifiers.at(-1)
  if (!oldest) throw new Error('a person has at least one number')
  return { person_identifier: oldest }
}

/** The first is current; each of the others was superseded a year before the one in front of it. */
function inChain(identifier: PersonIdentifier, index: number): Partial<IdentifierRow> {
  const supersededOn = index === 0 ? null : localDate(`${2021 - index}-01-01`)
  return { identifier, issued_on: localDate(`${2020 - index}-01-01`), superseded_on: supersededOn }
}
