import { describe, expect, test } from 'vitest'
import type { Identified } from '../../../gateway/identity/index.ts'
import { createQuotas, type QuotaAlarm } from '../../../gateway/load/quota.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'

const limits = { ...audiences['first-party'].limits, requestsPerMinute: 6, personsPerHour: 4, streams: 2 }

const aCaller = (id: string, client = 'a tool') =>
  ({ caller: { kind: 'health-personnel', id, client }, view: 'health-personnel' }) as Identified

const named = (...last: number[]) => ({ ids: last.map(digit => `1381511234${digit}`) })

function aQuota() {
  let at = 0
  const alarms: QuotaAlarm[] = []
  const refused: string[] = []
  const quotas = createQuotas({
    now: () => at,
    refused: (quota, view) => void refused.push(`${quota} ${view}`),
    alarm: told => void alarms.push(told),
  })
  return {
    alarms,
    refused,
    open: (who = aCaller('anne')) => quotas.openStream(who, limits),
    wait(seconds: number) {
      at += seconds * 1_000
    },
    /** Undefined where it is let in, else what is to be waited for. */
    ask(variables: Record<string, unknown> = {}, who = aCaller('anne')) {
      try {
        quotas.take(who, limits, variables)
        return undefined
      } catch (error) {
        return (error as { extensions: unknown }).extensions
      }
    },
  }
}

const times = (many: number, of: () => unknown) => Array.from({ length: many }, () => of())

describe('operations a minute', () => {
  test('all at once are let in, the next is told how long to wait, and then there is room for one', () => {
    const { ask, wait } = aQuota()
    expect(times(6, ask)).toEqual(times(6, () => undefined))
    expect(ask()).toEqual({ code: 'QUOTA_EXCEEDED', quota: 'requestsPerMinute', limit: '6', seconds: '10' })
    wait(9.9)
    expect(ask()).toMatchObject({ seconds: '1' })
    wait(0.1)
    expect(ask()).toBeUndefined()
    expect(ask()).toMatchObject({ seconds: '10' })
  })

  test('who was refused has not used anything', () => {
    const { ask, wait } = aQuota()
    times(100, ask)
    wait(60)
    expect(times(6, ask)).toEqual(times(6, () => undefined))
  })

  test('one caller’s are not another’s, nor the same caller’s through another client', () => {
    const { ask } = aQuota()
    times(7, ask)
    expect(ask({}, aCaller('berit'))).toBeUndefined()
    expect(ask({}, aCaller('anne', 'another tool'))).toBeUndefined()
    expect(ask()).toBeDefined()
  })
})

describe('persons an hour', () => {
  test('each number counts once an operation, wherever it stands in variables', () => {
    const { ask } = aQuota()
    expect(ask({ a: '13815112341', in: { deep: [{ b: '13815112342' }] } })).toBeUndefined()
    expect(ask({ a: '13815112341', b: '13815112341', c: '13815112343' })).toBeUndefined()
    expect(ask(named(9))).toEqual({ code: 'QUOTA_EXCEEDED', quota: 'personsPerHour', limit: '4', seconds: '900' })
    expect(ask({ text: 'no person, 12 digits: 138151123456', number: 13815112341 })).toBeUndefined()
  })

  test('who names more than there are is let in once, and then waits for all of them', () => {
    const { ask } = aQuota()
    expect(ask(named(1, 2, 3, 4, 5, 6, 7))).toBeUndefined()
    expect(ask(named(1))).toMatchObject({ seconds: '900' })
  })
})

test('streams: so many at once for one caller through one client, and one more when one has ended', () => {
  const { open, refused, alarms } = aQuota()
  const [end] = [open(), open()]
  const refusal = { extensions: { code: 'QUOTA_EXCEEDED', quota: 'streams', limit: '2', seconds: '60' } }
  expect(() => open()).toThrow(expect.objectContaining(refusal))
  open(aCaller('berit'))
  open(aCaller('anne', 'another tool'))
  end()
  open()
  expect(() => open()).toThrow()
  expect(refused).toEqual(['streams health-personnel', 'streams health-personnel'])
  expect(alarms).toHaveLength(1)
})

test('every refusal is counted, and one in a period is an alarm', () => {
  const { ask, wait, alarms, refused } = aQuota()
  times(10, ask)
  expect(refused).toEqual(times(4, () => 'requestsPerMinute health-personnel'))
  expect(alarms).toEqual([{ quota: 'requestsPerMinute', view: 'health-personnel', caller: aCaller('anne').caller }])
  wait(60)
  times(10, ask)
  expect(alarms).toHaveLength(2)
})
