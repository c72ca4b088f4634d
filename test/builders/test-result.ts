import { randomUUID } from 'node:crypto'
import type { TestTables } from '../../subgraphs/test/store/tables.ts'
import { aFodselsnummer } from './identifier.ts'

export type TestResultRow = TestTables['test.result']

/** A final negative PCR answer, received the day after the sample. */
export function aTestResult(but: Partial<TestResultRow> = {}): TestResultRow {
  return {
    result_id: randomUUID(),
    sample_id: randomUUID(),
    person_identifier: but.person_identifier ?? aFodselsnummer(),
    method: 'NAAT',
    outcome: 'NEGATIVE',
    state: 'FINAL',
    result_text: 'Ikke påvist',
    sampled_at: new Date('2021-11-20T08:30:00Z'),
    received_at: new Date('2021-11-21T06:00:00Z'),
    device_id: null,
    test_name: 'SARS-CoV-2 RNA (PCR)',
    laboratory_her_id: '8094187',
    laboratory_name: 'Testlaboratoriet i Bergen',
    performer_number: '974761076',
    performer_name: 'Teststasjon Nøstet',
    arrived_at: but.received_at ?? new Date('2021-11-21T06:00:00Z'),
    ...but,
  }
}
