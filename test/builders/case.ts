import { randomUUID } from 'node:crypto'
import { localDate } from '../../schema/scalars/local-date.ts'
import type { RecoveryTables } from '../../subgraphs/recovery/store/tables.ts'
import { aFodselsnummer } from './identifier.ts'

export type CaseRow = RecoveryTables['recovery.confirmed_case']

/** A case in Norway, confirmed by a PCR test. */
export function aCase(but: Partial<CaseRow> = {}): CaseRow {
  return {
    case_id: randomUUID(),
    person_identifier: but.person_identifier ?? aFodselsnummer(),
    first_positive_on: localDate('2021-09-01'),
    confirmed_by: 'NAAT',
    country: 'NO',
    registered_at: new Date('2021-09-02T10:00:00Z'),
    ...but,
  }
}
