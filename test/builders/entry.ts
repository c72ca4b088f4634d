import { localDate } from '../../schema/scalars/local-date.ts'
import type { NewEntryRow } from '../../subgraphs/entry-registry/store/tables.ts'
import { aFodselsnummer } from './identifier.ts'

let next = 1

/** Somebody who came two days ago, signed in with ID-porten, and is in quarantine at home in Bergen. */
export function anEntry(but: Partial<NewEntryRow> = {}): NewEntryRow {
  const serial = String(next++).padStart(6, '0')
  return {
    reference: `4601-47-4-${serial}-1`,
    party_reference: `4601-47-4-${serial}`,
    login_method: 'ID_PORTEN',
    identity_source: 'ID_PORTEN',
    identity_assignment: 'MANUAL',
    fodselsnummer: 'fodselsnummer' in but || 'unmatched_reason' in but ? null : aFodselsnummer(),
    d_nummer: null,
    felles_hjelpenummer: null,
    other_id: null,
    other_id_kind: null,
    other_id_country: null,
    unmatched_reason: null,
    given_name: 'Kari',
    family_name: 'Nordmann',
    birth_date: localDate('1985-04-03'),
    phone: '+4740000001',
    email: 'kari@example.org',
    language: 'nb',
    from_country: 'SE',
    border_crossing: 'Gardermoen',
    travelled_on: localDate('2021-11-20'),
    registered_at: new Date('2021-11-20T10:00:00Z'),
    updated_at: new Date('2021-11-20T10:00:00Z'),
    stay_address: 'Testveien 1',
    postal_code: '5003',
    entry_kommune: '4601',
    quarantine_kommune: null,
    district: null,
    quarantine_choice: 1001,
    exemption_ground: null,
    exemption_detail: null,
    quarantine_place: 4002,
    hotel_name: null,
    hotel_arrival_on: null,
    hotel_departure_on: null,
    employer_number: null,
    employer_name: null,
    employer_contact: null,
    party_size: 1,
    party_children: 0,
    follow_up: 'NOT_SET',
    ...but,
  }
}
