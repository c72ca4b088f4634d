import type { BreachKind, ContactOutcome, ContactTables } from '../store/contact-tables.ts'
import type { ExtractKind } from './extract-kind.ts'
import { Bad, type BadRow, instantOf, type RowRules, required } from './validate-row.ts'

/*
 * What only Beredskapsregisteret has: the control centre's calls with what travellers answered, and breaches it suspects.
 * Each names the entry it belongs to; one whose entry is not here is kept aside.
 */
type Contact = ContactTables['entry_registry.contact']
type Breach = ContactTables['entry_registry.breach']

const outcomes: Readonly<Record<string, ContactOutcome>> = {
  SVARTE: 'ANSWERED',
  'IKKE SVAR': 'NO_ANSWER',
  'FEIL NUMMER': 'WRONG_NUMBER',
  SPRÅK: 'LANGUAGE_BARRIER',
}
const kinds: Readonly<Record<string, BreachKind>> = {
  'IKKE PÅ ADRESSE': 'NOT_AT_ADDRESS',
  'PÅ ARBEID': 'AT_WORK',
  'IKKE TESTET': 'NOT_TESTED',
  ANNET: 'OTHER',
}

const isOrphan = 'not exists (select from entry_registry.preparedness_entry e where e.reference = w.reference)'

type Field = (column: string) => string | null

function listed<Value>(field: Field, column: string, list: Readonly<Record<string, Value>>): Value {
  const found = list[required(field, column).toUpperCase()]
  if (found === undefined) throw new Bad({ column, reason: 'not in the list' })
  return found
}

const reference = (field: Field) => `${required(field, 'a_reference_code')}-${required(field, 'p_serial')}`

function reading<Row>(read: (field: Field, rules: RowRules) => Row): (field: Field, rules: RowRules) => Row | BadRow {
  return (field, rules) => {
    try {
      return read(field, rules)
    } catch (error) {
      if (error instanceof Bad) return error.row
      throw error
    }
  }
}

/**
 * The newest line of the file rules; what is held already is what the file says now. What was said or suspected is a
 * change of the entry, to whoever asks for changes: where it is another than was held.
 */
function mergeInto(table: string, columns: readonly string[], [reference, at]: readonly [string, string]) {
  const changes = columns.filter(column => column !== reference && column !== at)
  const of = (row: string) => `(${changes.map(one => `${row}.${one}`).join(', ')})`
  return (waiting: string) => [
    `with changed as (
      insert into entry_registry.${table} as held (${columns.join(', ')})
      select distinct on (${reference}, ${at}) ${columns.join(', ')} from ${waiting} w where not (${isOrphan})
      order by ${reference}, ${at}, line desc
      on conflict (${reference}, ${at}) do update set ${changes.map(one => `${one} = excluded.${one}`).join(', ')}
      where ${of('held')} is distinct from ${of('excluded')}
      returning ${reference})
    update entry_registry.preparedness_entry e set arrived_at = now()
    where e.reference in (select ${reference} from changed)`,
  ]
}

const contactColumns = ['reference', 'contacted_at', 'outcome', 'answer', 'health_note'] as const

export const contactExtract: ExtractKind<Contact> = {
  columns: ['a_reference_code', 'p_serial', 'c_time', 'c_outcome', 'c_answer', 'c_health_note'],
  required: ['a_reference_code', 'p_serial', 'c_time', 'c_outcome'],
  written: contactColumns,
  definitions:
    'reference text not null, contacted_at timestamptz not null, outcome text not null, answer text, health_note text',
  freshnessOf: () => 'CONVERSATION',
  read: reading((field, rules) => ({
    reference: reference(field),
    contacted_at: instantOf(field, 'c_time', rules),
    outcome: listed(field, 'c_outcome', outcomes),
    answer: field('c_answer'),
    health_note: field('c_health_note'),
  })),
  orphans: isOrphan,
  merge: mergeInto('contact', contactColumns, ['reference', 'contacted_at']),
}

const breachColumns = ['reference', 'suspected_at', 'kind', 'description'] as const

export const breachExtract: ExtractKind<Breach> = {
  columns: ['a_reference_code', 'p_serial', 'b_time', 'b_kind', 'b_description'],
  required: ['a_reference_code', 'p_serial', 'b_time', 'b_kind'],
  written: breachColumns,
  definitions: 'reference text not null, suspected_at timestamptz not null, kind text not null, description text',
  freshnessOf: () => 'CONVERSATION',
  read: reading((field, rules) => ({
    reference: reference(field),
    suspected_at: instantOf(field, 'b_time', rules),
    kind: listed(field, 'b_kind', kinds),
    description: field('b_description'),
  })),
  orphans: isOrphan,
  merge: mergeInto('breach', breachColumns, ['reference', 'suspected_at']),
}
