import {
  exemptionDetails,
  exemptionGrounds,
  followUps,
  isCodeOf,
  loginMethods,
  quarantineChoices,
  quarantinePlaces,
} from '../../../schema/code-lists/entry-codes.ts'
import type { KommuneOfPostalCode } from '../../../schema/code-lists/postal-codes.ts'
import { addDays, type LocalDate, localDate, osloDay, parseLocalDate } from '../../../schema/scalars/local-date.ts'
import {
  type IdentifierProfile,
  isAllowed,
  type PersonIdentifier,
  parsePersonIdentifier,
} from '../../../schema/scalars/person-identifier.ts'
import type { NewEntryRow, UnmatchedReason } from '../store/tables.ts'
import type { ExtractColumn } from './extract-columns.ts'

export type RowRules = {
  readonly kommuneOf: KommuneOfPostalCode
  readonly profile: IdentifierProfile
  /** When the extract came: what a row says is to come later than can be is not read. */
  readonly now: Date
}

/** Why a row is kept aside: the column and what is wrong with it. Never what stood there. */
export type BadRow = { readonly column: string; readonly reason: 'missing' | 'unreadable' | 'not in the list' }

export type Field = (column: ExtractColumn) => string | null

const reference = /^([0-9]{4}|0)-[0-9]{1,3}-([1-4])-[0-9]{1,12}$/
const serial = /^[0-9]{1,6}$/
const fourDigits = /^[0-9]{4}$/
const twoDigits = /^[0-9]{2}$/
/** A journey is registered a few days ahead at most (72 hours); later ones would be kept as much too long. */
const daysAhead = 7
/** Clocks differ; nobody has registered anything tomorrow. */
const aheadMs = 86_400_000
const firstDay = localDate('1850-01-01')
const firstInstant = new Date('2000-01-01T00:00:00Z')
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** Ends the reading of a row; caught where the row is read. */
export class Bad extends Error {
  constructor(readonly row: BadRow) {
    super(row.reason)
  }
}

/** One row of an extract as the register keeps it, or the first thing that is wrong with it. */
export function validateRow(field: Field, rules: RowRules): NewEntryRow | BadRow {
  try {
    return toRow(field, rules)
  } catch (error) {
    if (error instanceof Bad) return error.row
    throw error
  }
}

function toRow(field: Field, rules: RowRules): NewEntryRow {
  const party = required(field, 'a_reference_code')
  const parts = reference.exec(party)
  if (!parts) throw new Bad({ column: 'a_reference_code', reason: 'unreadable' })
  const login_method = loginMethods[Number(parts[2]) as keyof typeof loginMethods]
  const travelled_on = dayOf(field, 'a_date')
  if (!travelled_on) throw new Bad({ column: 'a_date', reason: 'missing' })
  if (travelled_on > lastDay(rules.now)) throw new Bad({ column: 'a_date', reason: 'unreadable' })
  const registered_at = instantOf(field, 'a_created', rules)
  const postal_code = field('a_location_zip_code')
  // A number that is no kommune's counts as none: or nobody would see the entry, not even in the national queue.
  const named = fitting(field, 'hotel_municipality_number', fourDigits)
  const hotelKommune =
    (named !== null && rules.kommuneOf.isKommune(named) ? named : undefined) ??
    rules.kommuneOf(field('a_q_zip_code'), travelled_on) ??
    null
  const entry_kommune = rules.kommuneOf(postal_code, travelled_on) ?? null
  return {
    reference: `${party}-${fitting(field, 'p_serial', serial) ?? required(field, 'p_serial')}`,
    party_reference: party,
    login_method,
    identity_source: login_method === 'ID_PORTEN' ? 'ID_PORTEN' : login_method === 'MANUAL' ? 'MANUAL' : 'FREE_TEXT',
    identity_assignment: field('p_fh_automatic') === '1' ? 'AUTOMATIC' : 'MANUAL',
    ...identityOf(field, rules.profile),
    given_name: required(field, 'p_first_name'),
    family_name: required(field, 'p_last_name'),
    birth_date: dayOf(field, 'p_birth_date'),
    phone: field('phone'),
    email: field('email'),
    language: field('p_lang_follow_up'),
    from_country: field('a_country'),
    border_crossing: field('a_border_crossing'),
    travelled_on,
    registered_at,
    updated_at: instantOf(field, 'p_updated', rules),
    stay_address: field('a_location_address'),
    postal_code,
    entry_kommune,
    quarantine_kommune: hotelKommune === entry_kommune ? null : hotelKommune,
    district: fitting(field, 'district', twoDigits),
    quarantine_choice: codeOf(field, 'l1', code => code in quarantineChoices),
    exemption_ground: codeOf(field, 'l2', code => isCodeOf(exemptionGrounds, code)),
    exemption_detail: codeOf(field, 'l3', code => isCodeOf(exemptionDetails, code)),
    quarantine_place: codeOf(field, 'l4', code => isCodeOf(quarantinePlaces, code)),
    hotel_name: field('hotel_name'),
    hotel_arrival_on: dayOf(field, 'hotel_arrival'),
    hotel_departure_on: dayOf(field, 'hotel_departure'),
    employer_number: field('a_employer_orgnr'),
    employer_name: field('a_employer_name'),
    employer_contact: field('a_employer_contact'),
    party_size: codeOf(field, 'a_num_travelers', isCount) ?? 1,
    party_children: codeOf(field, 'a_num_travelers_under_16', isCount) ?? 0,
    follow_up: followUpOf(field),
  }
}

type Identity = Pick<
  NewEntryRow,
  | 'fodselsnummer'
  | 'd_nummer'
  | 'felles_hjelpenummer'
  | 'other_id'
  | 'other_id_kind'
  | 'other_id_country'
  | 'unmatched_reason'
>

/** Each number by its own rule, wherever it was written: what a free text is, its digits say (requirements E7, F6). */
function identityOf(field: Field, profile: IdentifierProfile): Identity {
  const numbers: Record<'FODSELSNUMMER' | 'D_NUMMER' | 'FELLES_HJELPENUMMER', PersonIdentifier | null> = {
    FODSELSNUMMER: null,
    D_NUMMER: null,
    FELLES_HJELPENUMMER: null,
  }
  let unreadable: string | null = null
  for (const column of ['p_unique_id', 'p_dnr', 'p_fh_number'] as const) {
    const text = field(column)?.replaceAll(' ', '') ?? null
    if (text === null) continue
    const parsed = parsePersonIdentifier(text)
    if (parsed && isAllowed(parsed, profile)) numbers[parsed.kind] = parsed.value
    else unreadable ??= text
  }
  const country = field('p_id_country')
  const isPassport = unreadable !== null && country !== null && !/^\d{11}$/.test(unreadable)
  const hasNumber = Object.values(numbers).some(number => number !== null)
  return {
    fodselsnummer: numbers.FODSELSNUMMER,
    d_nummer: numbers.D_NUMMER,
    felles_hjelpenummer: numbers.FELLES_HJELPENUMMER,
    other_id: unreadable,
    other_id_kind: unreadable === null ? null : isPassport ? 'PASSPORT' : 'UNREADABLE',
    other_id_country: isPassport ? country : null,
    unmatched_reason: hasNumber ? null : reasonFor(unreadable, isPassport),
  }
}

function reasonFor(unreadable: string | null, isPassport: boolean): UnmatchedReason {
  if (unreadable === null) return 'ID_MISSING'
  return isPassport ? 'OTHER_ID_ONLY' : 'ID_INVALID'
}

export function required<Column extends string>(field: (column: Column) => string | null, column: Column): string {
  const text = field(column)
  if (text === null) throw new Bad({ column, reason: 'missing' })
  return text
}

function dayOf(field: Field, column: ExtractColumn): LocalDate | null {
  const text = field(column)
  if (text === null) return null
  const day = parseLocalDate(text)
  if (!day || day < firstDay) throw new Bad({ column, reason: 'unreadable' })
  return day
}

/** Asked a million times in a row for the same moment. */
let lastAsked: { readonly now: Date; readonly day: LocalDate } | undefined
function lastDay(now: Date): LocalDate {
  if (lastAsked?.now !== now) lastAsked = { now, day: addDays(osloDay(now), daysAhead) }
  return lastAsked.day
}

function fitting(field: Field, column: ExtractColumn, pattern: RegExp): string | null {
  const text = field(column)
  if (text !== null && !pattern.test(text)) throw new Bad({ column, reason: 'unreadable' })
  return text
}

export function instantOf<Column extends string>(
  field: (column: Column) => string | null,
  column: Column,
  { now }: Pick<RowRules, 'now'>,
): Date {
  const text = required(field, column)
  const instant = instantPattern.test(text) ? new Date(text) : undefined
  // The comparison is false for what is no date at all.
  const canBe = instant && instant >= firstInstant && instant.getTime() <= now.getTime() + aheadMs
  if (!canBe) throw new Bad({ column, reason: 'unreadable' })
  return instant
}

function codeOf(field: Field, column: ExtractColumn, isKnown: (code: number) => boolean): number | null {
  const text = field(column)
  if (text === null) return null
  const code = Number(text)
  if (!isKnown(code)) throw new Bad({ column, reason: 'not in the list' })
  return code
}

const isCount = (count: number) => Number.isInteger(count) && count >= 0 && count < 1_000

function followUpOf(field: Field): NewEntryRow['follow_up'] {
  const text = (field('p_follow_up') ?? 'Ikke satt').toUpperCase()
  const found = (followUps as Record<string, NewEntryRow['follow_up']>)[text]
  if (!found) throw new Bad({ column: 'p_follow_up', reason: 'not in the list' })
  return found
}
