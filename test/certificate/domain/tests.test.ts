import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RegisteredTest } from '../../../subgraphs/certificate/domain/index.ts'
import { decideTests } from '../../../subgraphs/certificate/domain/index.ts'
import { aTest, holder } from './situations.ts'

const decide = (now: string | Date, ...testResults: RegisteredTest[]) =>
  decideTests({ holder, testResults }, new Date(now)).certificates
const at = '2022-01-26T07:00:00Z'

describe('the facts of a test certificate', () => {
  test('of a NAAT are the sample, its name and where it was taken', () => {
    const sample = aTest(at, { id: 't1', testName: 'PCR', testingCentre: 'Ullern', deviceId: '1833' })
    expect(decide('2022-01-26T08:00:00Z', sample)).toEqual([
      {
        outcome: 'eligible',
        facts: {
          kind: 'test',
          holder,
          event: 't1',
          country: 'NO',
          method: 'NAAT',
          testName: 'PCR',
          testingCentre: 'Ullern',
          sampledAt: new Date(at),
          isDetected: false,
        },
        until: new Date('2022-01-29T07:00:00Z'),
        rule: 'NO-TEST-2021-06-24',
        considered: [
          {
            register: 'test',
            event: 't1',
            on: '2022-01-26',
            content: { kind: 'test', method: 'NAAT', outcome: 'NEGATIVE', state: 'FINAL' },
            counted: true,
            note: 'NEGATIVE_TEST',
          },
        ],
      },
    ])
  })

  test('of a rapid test are the device, and no name', () => {
    const [decision] = decide('2022-01-26T08:00:00Z', aTest(at, { method: 'RAT', deviceId: '1833', testName: 'x' }))
    expect(decision).toMatchObject({ facts: { method: 'RAT', deviceId: '1833' } })
    expect(decision).not.toHaveProperty('facts.testName')
    expect(decision).not.toHaveProperty('facts.testingCentre')
  })
})

describe('72 hours are hours, whatever the clocks do', () => {
  test.each([
    ['forward', '2022-03-26T12:00:00Z', '2022-03-29T12:00:00Z'],
    ['back', '2021-10-30T12:00:00Z', '2021-11-02T12:00:00Z'],
  ])('the night they go %s', (_, sampledAt, until) => {
    expect(decide(new Date(Date.parse(until) - 1), aTest(sampledAt))).toMatchObject([{ until: new Date(until) }])
    expect(decide(until, aTest(sampledAt))).toMatchObject([{ reason: 'TOO_OLD' }])
  })
})

describe('on both sides of 24 June 2021', () => {
  const fresh = (now: string) => aTest(new Date(Date.parse(now) - 3_600_000).toISOString(), { id: 'fresh' })
  const fiveDays = (now: string) => aTest(new Date(Date.parse(now) - 5 * 86_400_000).toISOString())

  test('the day before, a negative test of the last seven days has an answer of its own', () => {
    const now = '2021-06-23T21:59:59Z'
    expect(decide(now, fiveDays(now), fresh(now))).toMatchObject([
      { outcome: 'eligible', rule: 'NO-TEST-2021-06-01' },
      { reason: 'TOO_OLD', rule: 'NO-TEST-2021-06-01' },
    ])
  })

  test('from that day, one of the last 72 hours', () => {
    const now = '2021-06-23T22:00:00Z'
    expect(decide(now, fiveDays(now), fresh(now))).toMatchObject([{ outcome: 'eligible', rule: 'NO-TEST-2021-06-24' }])
    expect(decide(now, fiveDays(now), fresh(now))).toHaveLength(1)
  })

  test.each([
    ['2021-06-23T21:59:59Z', 'POSITIVE_RESULT'],
    ['2021-06-23T22:00:00Z', 'NO_TEST'],
  ])('asked %s, a positive test five days old gives %s', (now, reason) => {
    expect(decide(now, { ...fiveDays(now), outcome: 'POSITIVE' })).toMatchObject([{ reason }])
  })
})

const registered = fc.record<RegisteredTest>({
  id: fc.uuid(),
  method: fc.constantFrom('NAAT', 'RAT', 'ANTIBODY'),
  outcome: fc.constantFrom('POSITIVE', 'NEGATIVE', 'INCONCLUSIVE', 'UNKNOWN'),
  state: fc.constantFrom('PRELIMINARY', 'FINAL', 'CORRECTED'),
  sampledAt: fc.option(fc.integer({ min: -100, max: 20 }).map(hours => new Date(Date.parse(at) + hours * 3_600_000))),
  deviceId: fc.option(fc.constant('1833')),
  testName: fc.constant(null),
  testingCentre: fc.constant(null),
})

describe('whatever is registered', () => {
  test('only finished negative samples of the last 72 hours are certified', () => {
    fc.assert(
      fc.property(fc.array(registered, { maxLength: 6 }), results => {
        const decisions = decide(at, ...results)
        expect(decisions.length).toBeGreaterThan(0)
        for (const decision of decisions) {
          if (decision.outcome !== 'eligible') continue
          const { facts, until } = decision
          const source = results.find(({ id }) => id === facts.event)
          expect(source).toMatchObject({ outcome: 'NEGATIVE', method: facts.method })
          expect(source?.state).not.toBe('PRELIMINARY')
          expect(facts.isDetected).toBe(false)
          expect(facts.sampledAt.getTime()).toBeLessThanOrEqual(Date.parse(at))
          expect(until.getTime() - facts.sampledAt.getTime()).toBe(72 * 3_600_000)
          expect(until.getTime()).toBeGreaterThan(Date.parse(at))
        }
      }),
    )
  })

  test('there are certificates, or one refusal alone', () => {
    fc.assert(
      fc.property(fc.array(registered, { maxLength: 6 }), results => {
        const decisions = decide(at, ...results)
        if (!decisions.some(({ outcome }) => outcome === 'eligible')) expect(decisions).toHaveLength(1)
      }),
    )
  })

  test('the order of the results changes nothing', () => {
    fc.assert(
      fc.property(fc.array(registered, { maxLength: 6 }), results => {
        expect(decide(at, ...results.toReversed())).toEqual(decide(at, ...results))
      }),
    )
  })
})
