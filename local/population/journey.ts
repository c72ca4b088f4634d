import { createKommuneOfPostalCode } from '../../schema/code-lists/postal-codes.ts'
import { addDays, osloDay } from '../../schema/scalars/local-date.ts'
import type { ExtractColumn } from '../../subgraphs/entry-registry/ingest/extract-columns.ts'
import { validateRow } from '../../subgraphs/entry-registry/ingest/validate-row.ts'
import type { BreachKind, ContactOutcome } from '../../subgraphs/entry-registry/store/contact-tables.ts'
import type { NewEntryRow } from '../../subgraphs/entry-registry/store/tables.ts'
import { dayOf, osloInstant } from './calendar.ts'
import type { PersonRows } from './rows.ts'

/** How somebody came to Norway, and what was registered of it, under the names of Fiks innreise. */
export type Journey = {
  /** One day at least: entries are copied at night, so nobody who came today is there. */
  readonly arrivedDaysAgo: number
  /** As the third part of a reference code: 1 SMS, 2 e-mail, 3 manual, 4 ID-porten. */
  readonly login: 1 | 2 | 3 | 4
  readonly fields: Partial<Record<ExtractColumn, string>>
  readonly contacts?: readonly {
    readonly daysAgo: number
    readonly outcome: ContactOutcome
    readonly answer?: string
    readonly healthNote?: string
  }[]
  readonly breaches?: readonly { readonly daysAgo: number; readonly kind: BreachKind; readonly description: string }[]
}

type EntryParts = Pick<
  PersonRows,
  'entry_registry.irrs_entry' | 'entry_registry.preparedness_entry' | 'entry_registry.contact' | 'entry_registry.breach'
>

export const stayedAtHome: EntryParts = {
  'entry_registry.irrs_entry': [],
  'entry_registry.preparedness_entry': [],
  'entry_registry.contact': [],
  'entry_registry.breach': [],
}

const kommuneOf = createKommuneOfPostalCode()
const registered = 600
const copied = 240
/** Beredskapsregisteret holds the same entries, for ten days. */
const daysInPreparedness = 10

/** When the copies of both registers were last made: in the night before. */
export function copiedAt(on: Date): Date {
  const night = osloInstant(dayOf(osloDay(on)), copied)
  return night < on ? night : on
}

/** What both registers hold of one journey, read by the rules that extracts are read by. */
export function entryRowsOf(personId: number, journey: Journey, on: Date): EntryParts {
  const { arrivedDaysAgo, login, fields, contacts = [], breaches = [] } = journey
  const today = osloDay(on)
  const arrived = addDays(today, -arrivedDaysAgo)
  const at = (daysAgo: number, minute: number) => osloInstant(dayOf(today) - daysAgo, minute)
  const registeredAt = at(arrivedDaysAgo, registered).toISOString()
  const filled: Journey['fields'] = {
    a_reference_code: `4601-47-${login}-${personId}`,
    p_serial: '1',
    a_date: arrived,
    a_created: registeredAt,
    p_updated: registeredAt,
    l1: '1001',
    l4: '4002',
    ...fields,
  }
  const row = validateRow(column => filled[column] ?? null, { kommuneOf, profile: 'only-synthetic', now: on })
  if (!isRow(row)) throw new RangeError(`the journey of ${personId} has no valid ${row.column}`)
  const isInPreparedness = arrivedDaysAgo <= daysInPreparedness
  const past = <Event extends { at: Date }>(events: readonly Event[]) =>
    isInPreparedness ? events.filter(event => event.at <= on) : []
  return {
    'entry_registry.irrs_entry': [row],
    'entry_registry.preparedness_entry': isInPreparedness ? [row] : [],
    'entry_registry.contact': past(contacts.map(contact => ({ ...contact, at: at(contact.daysAgo, 720) }))).map(
      ({ at: contacted_at, outcome, answer = null, healthNote = null }) => ({
        reference: row.reference,
        contacted_at,
        outcome,
        answer,
        health_note: healthNote,
      }),
    ),
    'entry_registry.breach': past(breaches.map(breach => ({ ...breach, at: at(breach.daysAgo, 780) }))).map(
      ({ at: suspected_at, kind, description }) => ({ reference: row.reference, suspected_at, kind, description }),
    ),
  }
}

const isRow = (row: ReturnType<typeof validateRow>): row is NewEntryRow => 'reference' in row
