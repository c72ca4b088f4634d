import { randomUUID } from 'node:crypto'
import { localDate } from '../../schema/scalars/local-date.ts'
import type { VaccineTables } from '../../subgraphs/vaccine/store/tables.ts'
import { aFodselsnummer } from './identifier.ts'

export type VaccinationRow = VaccineTables['vaccine.vaccination']

/** A second dose of Comirnaty in Oslo. */
export function aVaccination(but: Partial<VaccinationRow> = {}): VaccinationRow {
  return {
    event_id: randomUUID(),
    person_identifier: but.person_identifier ?? aFodselsnummer(),
    sysvak_code: 'BNT03',
    given_on: localDate('2021-07-14'),
    dose_number: 2,
    batch_number: 'FE4721',
    country: 'NO',
    is_after_registered: false,
    registered_at: new Date('2021-07-14T09:12:00Z'),
    performer_number: '983744516',
    performer_name: 'Testvaksinering i Oslo',
    ...but,
  }
}
