import { expect, test } from 'vitest'
import { PublicError } from '../../../schema/errors.ts'
import { createDenials } from '../../../subgraphs/kernel/access-log/denials.ts'
import type { AccessLogEntry } from '../../../subgraphs/kernel/access-log.ts'
import { anEntry } from './an-entry.ts'

function aLog() {
  const lines: AccessLogEntry[] = []
  return { lines, record: async (...entries: readonly AccessLogEntry[]) => void lines.push(...entries) }
}

const { at, register, caller, correlationId } = anEntry()
const attempt = { at, register, caller, correlationId }
const denied = () => new PublicError('FORBIDDEN')

test('a denial is a line with its code, and with what is known of whom it was about', async () => {
  const log = aLog()
  const note = createDenials(log)
  await note(denied(), { ...attempt, area: 'tests', subject: 'kari', basis: 'fullmakt', purpose: 'own-insight' })
  await note(new PublicError('HEALTH_PERSONNEL_REQUIRED'), attempt)
  expect(log.lines).toMatchObject([
    { kind: 'denied', refusal: 'FORBIDDEN', area: 'tests', subject: 'kari' },
    { kind: 'denied', refusal: 'HEALTH_PERSONNEL_REQUIRED', area: 'none', subject: 'none' },
  ])
})

test.each([
  ['a register that is down', new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'vaccine' } })],
  ['a sign-in that is missing: nobody is known', new PublicError('UNAUTHENTICATED')],
  ['a bug', new Error('a bug')],
])('%s is no denial', async (_, error) => {
  const log = aLog()
  await createDenials(log)(error, attempt)
  expect(log.lines).toEqual([])
})

test('one and the same is written once, however often it is tried or told', async () => {
  const log = aLog()
  const note = createDenials(log)
  const error = denied()
  await note(error, { ...attempt, area: 'tests', subject: 'kari' })
  await note(error, attempt)
  for (let i = 0; i < 100; i++) await note(denied(), { ...attempt, area: 'tests', subject: 'kari' })
  expect(log.lines).toHaveLength(1)
})

test('whoever tries a thousand persons cannot fill the log, and others are still written', async () => {
  const log = aLog()
  const note = createDenials(log)
  for (let i = 0; i < 1_000; i++) await note(denied(), { ...attempt, subject: `subject-${i}` })
  expect(log.lines).toHaveLength(60)
  await note(denied(), { ...attempt, caller: { ...caller, id: 'another' } })
  expect(log.lines).toHaveLength(61)
})

test('where the log cannot be written the refusal stands without a line', async () => {
  const note = createDenials({ record: () => Promise.reject(new PublicError('ACCESS_LOG_UNAVAILABLE')) })
  await expect(note(denied(), attempt)).resolves.toBeUndefined()
})
