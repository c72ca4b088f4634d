import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, localDate, osloDay, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import { toDcc } from '../../../subgraphs/certificate/dcc/facts-to-dcc.ts'
import { checkPayload } from '../../../subgraphs/certificate/dcc/payload-gates.ts'
import { decideRecovery } from '../../../subgraphs/certificate/domain/index.ts'
import { aCase, holder, onThe } from './situations.ts'

const decide = (now: Date, ...cases: string[]) => decideRecovery({ holder, cases: cases.map(text => aCase(text)) }, now)

test('a recovery certificate states the case, its country and the days it holds', () => {
  const facts = { holder, cases: [aCase('NAAT 2022-01-14', { id: 'c1', country: 'DK' })] }
  const { considered: _, ...decision } = { considered: [], ...decideRecovery(facts, onThe('2022-01-26')) }
  expect(decision).toEqual({
    outcome: 'eligible',
    facts: {
      kind: 'recovery',
      holder,
      event: 'c1',
      country: 'DK',
      firstPositiveOn: '2022-01-14',
      validFrom: '2022-01-25',
      validUntil: '2022-04-26',
    },
    until: new Date('2022-04-26T22:00:00Z'),
    rule: 'NO-RECOVERY-2022-01-01',
  })
})

test('two cases of one day are one infection, the same event in any order', () => {
  const twins = [aCase('NAAT 2022-01-14', { id: 'b' }), aCase('NAAT 2022-01-14', { id: 'a' })]
  for (const cases of [twins, twins.toReversed()])
    expect(decideRecovery({ holder, cases }, onThe('2022-01-26'))).toMatchObject({ facts: { event: 'a' } })
})

describe('a recovery certificate lasts through the last day it names, in Oslo', () => {
  test.each([
    ['2021-06-12T10:00:00Z', 'NAAT 2021-06-01', '2021-11-28T23:00:00Z', 'winter time'],
    ['2021-09-15T10:00:00Z', 'NAAT 2021-05-04', '2021-10-31T23:00:00Z', 'the day the clocks go back'],
    ['2022-01-26T10:00:00Z', 'NAAT 2021-09-28', '2022-03-27T22:00:00Z', 'the day the clocks go forward'],
  ])('asked %s after %s: until %s (%s)', (now, positive, until) => {
    expect(decide(new Date(now), positive)).toMatchObject({ until: new Date(until) })
  })

  test('it can be had in the last second of that day, and not in the next', () => {
    const lastSecond = new Date('2022-07-13T21:59:59Z')
    expect(decide(lastSecond, 'NAAT 2022-01-14')).toMatchObject({ until: new Date('2022-07-13T22:00:00Z') })
    expect(decide(new Date('2022-07-13T22:00:00Z'), 'NAAT 2022-01-14')).toMatchObject({ reason: 'TOO_OLD' })
  })

  test('day 11 begins at midnight in Oslo, not in London', () => {
    expect(decide(new Date('2022-06-11T21:59:59Z'), 'NAAT 2022-06-01')).toMatchObject({ availableOn: '2022-06-12' })
    expect(decide(new Date('2022-06-11T22:00:00Z'), 'NAAT 2022-06-01')).toMatchObject({ outcome: 'eligible' })
  })
})

describe('on both sides of the day a rule changes', () => {
  test.each([
    ['2021-12-31', 'NAAT 2021-10-01', '2022-03-30', 'the whole of it'],
    ['2022-01-01', 'NAAT 2021-10-01', '2022-03-30', '90 days from the issue, or day 180'],
    ['2022-01-01', 'NAAT 2021-12-01', '2022-04-01', '90 days from the issue'],
  ])('asked %s after %s it holds until %s: %s', (asked, positive, validUntil) => {
    expect(decide(onThe(asked), positive)).toMatchObject({ facts: { validUntil } })
  })
})

const positives = fc.integer({ min: 0, max: 1400 }).map(day => addDays(localDate('2020-12-01'), day))
const ages = fc.integer({ min: 0, max: 200 })

/** Some moment of an Oslo day: its first, its last or one between. */
const momentsOf = (day: ReturnType<typeof localDate>) => [
  startOfOsloDay(day),
  new Date(startOfOsloDay(day).getTime() + 12 * 3_600_000),
  new Date(startOfOsloDay(addDays(day, 1)).getTime() - 1),
]

describe('whatever the day', () => {
  test('the window opens and closes once, and the certificate lies within it', () => {
    fc.assert(
      fc.property(positives, ages, (positive, age) => {
        const asked = addDays(positive, age)
        if (asked < '2021-06-01') return
        for (const now of momentsOf(asked)) {
          const decision = decide(now, `NAAT ${positive}`)
          if (age < 11) expect(decision).toMatchObject({ reason: 'TOO_EARLY' })
          else if (age <= 180) expect(decision).toMatchObject({ outcome: 'eligible' })
          else expect(decision).toMatchObject({ reason: 'TOO_OLD' })
          if (decision.outcome !== 'eligible') continue
          const { validFrom, validUntil } = decision.facts
          expect(positive <= validFrom && validFrom <= asked && asked <= validUntil).toBe(true)
          expect(decision.until > now).toBe(true)
          expect(osloDay(new Date(decision.until.getTime() - 1))).toBe(validUntil)
          // Regulation (EU) 2021/953, annex: from day 11 to day 180 at most.
          expect(daysBetween(positive, validFrom)).toBe(11)
          expect(daysBetween(positive, validUntil)).toBeLessThanOrEqual(180)
        }
      }),
    )
  })

  test('what it gives passes the gates before the signature', () => {
    fc.assert(
      fc.property(positives, fc.integer({ min: 11, max: 180 }), (positive, age) => {
        const now = onThe(addDays(positive, age))
        const decision = decide(now, `NAAT ${positive}`)
        if (decision.outcome !== 'eligible') {
          expect(now < new Date('2021-06-01')).toBe(true)
          return
        }
        const payload = toDcc(decision.facts, { uvci: 'URN:UVCI:01:NO:PRV/A', issuerName: 'Test' })
        expect(() => checkPayload(payload, { now, country: 'NO' })).not.toThrow()
      }),
    )
  })

  test('the day it is promised for is the first on which it is given', () => {
    fc.assert(
      fc.property(positives, fc.integer({ min: 0, max: 10 }), (positive, age) => {
        const decision = decide(onThe(addDays(positive, age)), `NAAT ${positive}`)
        if (decision.outcome !== 'refused' || !decision.availableOn) return
        const { availableOn } = decision
        expect(decide(onThe(availableOn), `NAAT ${positive}`)).toMatchObject({ outcome: 'eligible' })
        expect(decide(onThe(addDays(availableOn, -1)), `NAAT ${positive}`)).toMatchObject({ outcome: 'refused' })
      }),
    )
  })

  test('the order of the cases changes nothing', () => {
    fc.assert(
      fc.property(fc.array(positives, { maxLength: 5 }), positives, (days, asked) => {
        const texts = days.map(day => `NAAT ${day}`)
        expect(decide(onThe(asked), ...texts.toReversed())).toEqual(decide(onThe(asked), ...texts))
      }),
    )
  })
})
