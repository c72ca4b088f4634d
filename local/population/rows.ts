import type { ContactTables } from '../../subgraphs/entry-registry/store/contact-tables.ts'
import { entryColumns, type NewEntryRow } from '../../subgraphs/entry-registry/store/tables.ts'
import type { PersonTables } from '../../subgraphs/person/store/tables.ts'
import type { RecoveryTables } from '../../subgraphs/recovery/store/tables.ts'
import type { TestTables } from '../../subgraphs/test/store/tables.ts'
import type { VaccineTables } from '../../subgraphs/vaccine/store/tables.ts'
import { type Day, dateText, dayMs } from './calendar.ts'
import { itemAt } from './random.ts'

type EntryTables = {
  'entry_registry.irrs_entry': NewEntryRow
  'entry_registry.preparedness_entry': NewEntryRow
}
type PopulationTables = PersonTables & VaccineTables & TestTables & RecoveryTables & EntryTables & ContactTables
export type Table = Exclude<keyof PopulationTables, `${string}.freshness`>
export type Row<T extends Table> = PopulationTables[T]

/** What the registries hold about one person, by table. */
export type PersonRows = { readonly [T in Table]: readonly Row<T>[] }

/** When a row came is the database's to say. */
type Columns<T extends Table> = Readonly<Record<Exclude<keyof Row<T>, 'arrived_at'>, true>>

const ofEntry = Object.fromEntries(entryColumns.map(column => [column, true])) as Columns<'entry_registry.irrs_entry'>

/** Every column of every table: the type fails when a registry gets another one. */
const columnsOf: { readonly [T in Table]: Columns<T> } = {
  'person.person': {
    person_id: true,
    given_name: true,
    middle_name: true,
    family_name: true,
    birth_date: true,
    sex: true,
    kommune_number: true,
    address_key: true,
    address_protection: true,
    language: true,
    died_on: true,
    updated_at: true,
  },
  'person.identifier': { identifier: true, person_id: true, kind: true, issued_on: true, superseded_on: true },
  'person.parenthood': { child_id: true, parent_id: true, has_custody: true },
  'vaccine.vaccination': {
    event_id: true,
    person_identifier: true,
    sysvak_code: true,
    given_on: true,
    dose_number: true,
    batch_number: true,
    country: true,
    is_after_registered: true,
    registered_at: true,
    performer_number: true,
    performer_name: true,
  },
  'test.result': {
    result_id: true,
    sample_id: true,
    person_identifier: true,
    method: true,
    outcome: true,
    state: true,
    result_text: true,
    sampled_at: true,
    received_at: true,
    device_id: true,
    test_name: true,
    laboratory_her_id: true,
    laboratory_name: true,
    performer_number: true,
    performer_name: true,
  },
  'recovery.confirmed_case': {
    case_id: true,
    person_identifier: true,
    first_positive_on: true,
    confirmed_by: true,
    country: true,
    registered_at: true,
  },
  'entry_registry.irrs_entry': ofEntry,
  'entry_registry.preparedness_entry': ofEntry,
  'entry_registry.contact': { reference: true, contacted_at: true, outcome: true, answer: true, health_note: true },
  'entry_registry.breach': { reference: true, suspected_at: true, kind: true, description: true },
}

export const tables = Object.keys(columnsOf) as readonly Table[]
export const freshnessTables = ['vaccine.freshness', 'test.freshness', 'recovery.freshness'] as const

const columnLists = new Map(tables.map(table => [table, Object.keys(columnsOf[table])]))

export function columns(table: Table): readonly string[] {
  return columnLists.get(table) ?? []
}

/** A row as COPY reads it (PostgreSQL documentation, COPY, text format). */
export function copyLine(table: Table, row: Row<Table>): string {
  const names = columns(table)
  const fields = row as Readonly<Record<string, unknown>>
  let line = copyField(fields[itemAt(names, 0)])
  for (let at = 1; at < names.length; at++) line += `\t${copyField(fields[itemAt(names, at)])}`
  return `${line}\n`
}

const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function copyField(field: unknown): string {
  if (field === null) return '\\N'
  if (typeof field === 'string') return special.test(field) ? escaped(field) : field
  if (typeof field === 'number') return String(field)
  if (typeof field === 'boolean') return field ? 't' : 'f'
  if (field instanceof Date) return instantText(field)
  throw new TypeError(`no text for a column of type ${typeof field}`)
}

const escaped = (text: string) => text.replace(new RegExp(special, 'g'), letter => escapes[letter] ?? letter)

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

/** To the second: four times as fast as `toISOString`, and dates are most of what is written. */
function instantText(instant: Date): string {
  const time = instant.getTime()
  const day: Day = Math.floor(time / dayMs)
  const second = Math.floor((time - day * dayMs) / 1000)
  return `${dateText(day)} ${two[Math.floor(second / 3600)]}:${two[Math.floor(second / 60) % 60]}:${two[second % 60]}Z`
}
