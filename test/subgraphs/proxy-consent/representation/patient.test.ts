import { expect, test } from 'vitest'
import type { Caller } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import {
  admitPersonnel,
  type PatientPurpose,
} from '../../../../subgraphs/proxy-consent/representation/domain/patient.ts'

const doctor: Caller = { kind: 'health-personnel', id: 'd', client: 'journal', hprNumber: '7100004' }
const onDuty: Caller = { ...doctor, scopes: ['helsegraf:emergency'] }
const reason = 'Bevisstløs pasient på legevakten'

test.each<[string, Caller, PatientPurpose, string | undefined, string | undefined]>([
  ['a doctor who gives treatment', doctor, 'treatment', undefined, undefined],
  ['a doctor with the emergency role and a reason', onDuty, 'emergency', reason, undefined],
  ['a doctor without the emergency role', doctor, 'emergency', reason, 'EMERGENCY_ROLE_REQUIRED'],
  ['an emergency without a reason', onDuty, 'emergency', undefined, 'REASON_REQUIRED'],
  ['an emergency whose reason says nothing', onDuty, 'emergency', '   haster  ', 'REASON_REQUIRED'],
  ['a reason as long as a record', onDuty, 'emergency', 'x'.repeat(501), 'REASON_REQUIRED'],
  [
    'health personnel without an HPR number',
    { kind: 'health-personnel', id: 'd', client: 'j' },
    'treatment',
    undefined,
    'HEALTH_PERSONNEL_REQUIRED',
  ],
  ['a clerk', { kind: 'clerk', id: 'c', client: 'j' }, 'treatment', undefined, 'HEALTH_PERSONNEL_REQUIRED'],
  [
    'a machine',
    { kind: 'machine', id: 'm', client: 'j', scopes: ['helsegraf:emergency'] },
    'emergency',
    reason,
    'HEALTH_PERSONNEL_REQUIRED',
  ],
  ['a citizen', { kind: 'citizen', id: 'k', client: 'web' }, 'treatment', undefined, 'HEALTH_PERSONNEL_REQUIRED'],
  [
    'a citizen who says she has an HPR number',
    { kind: 'citizen', id: 'k', client: 'web', hprNumber: '1' },
    'treatment',
    undefined,
    'HEALTH_PERSONNEL_REQUIRED',
  ],
])('%s', (_, caller, purpose, why, code) => {
  let refused: unknown
  try {
    admitPersonnel(caller, purpose, why)
  } catch (error) {
    refused = error
  }
  expect(refused instanceof PublicError ? refused.code : refused).toBe(code)
})
