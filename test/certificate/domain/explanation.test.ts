import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import type { Facts } from '../../../subgraphs/certificate/dcc/facts.ts'
import { factNotes } from '../../../subgraphs/certificate/domain/fact-notes.ts'
import {
  type ConsideredFact,
  type Decided,
  type Decision,
  type DomesticDecision,
  decideDomestic,
  decideRecovery,
  decideTests,
  decideVaccination,
  explain,
} from '../../../subgraphs/certificate/domain/index.ts'
import { ruleCalled } from '../../../subgraphs/certificate/domain/rules.ts'
import { type Registered, registered } from './arbitraries.ts'
import { aCase, aDose, aTest, holder, influenza, onThe } from './situations.ts'

type Some = Decision<Facts> | DomesticDecision
const deciders: Readonly<Record<string, (facts: Registered) => readonly Some[]>> = {
  vaccination: ({ now, ...facts }) => [decideVaccination({ holder, ...facts }, now)],
  test: ({ now, ...facts }) => decideTests({ holder, ...facts }, now).certificates,
  recovery: ({ now, ...facts }) => [decideRecovery({ holder, ...facts }, now)],
  domestic: ({ now, ...facts }) => [decideDomestic({ holder, ...facts }, now)],
}
const runs = { numRuns: 400 }
const decided = (decision: Some): decision is Decided => decision.outcome !== 'undecidable'

describe.each(Object.entries(deciders))('the explanation of a %s decision', (kind, decide) => {
  test('says what the decision says, by the rule the decision names, which was in force that day', () => {
    fc.assert(
      fc.property(registered, facts => {
        for (const decision of decide(facts).filter(decided)) {
          const explanation = explain(decision, 'nb')
          expect(explanation.outcome).toBe(decision.outcome === 'refused' ? 'REFUSED' : 'GIVEN')
          const rule = ruleCalled(decision.rule)
          expect(explanation.rule.id).toBe(decision.rule)
          if (!rule) {
            expect(decision).toMatchObject({ reason: 'SCHEME_NOT_STARTED' })
            continue
          }
          const today = osloDay(facts.now)
          expect(rule.validFrom <= today && (rule.validTo === null || today < rule.validTo)).toBe(true)
          expect(explanation.rule.sources.length).toBeGreaterThan(0)
        }
      }),
      runs,
    )
  })

  test('what did not count can be taken away, and the decision is the same', () => {
    fc.assert(
      fc.property(registered, facts => {
        for (const decision of decide(facts).filter(decided)) {
          if (decision.outcome === 'refused' && !decision.considered.some(({ counted }) => counted)) continue
          const again = decide(onlyCounted(facts, decision.considered))
          expect(again.map(essence)).toContainEqual(essence(decision))
        }
      }),
      runs,
    )
  })

  test('a certificate rests on something, and a refusal says of each fact why it gives none', () => {
    fc.assert(
      fc.property(registered, facts => {
        for (const decision of decide(facts).filter(decided)) {
          const some = decision.considered.some(({ counted }) => counted)
          if (decision.outcome !== 'refused') expect(some).toBe(true)
          else if (some) expect(decision.reason).toBe('RECENT_POSITIVE')
        }
      }),
      runs,
    )
  })

  test('every fact of its registers is spoken of once', () => {
    const registers = { vaccination: 2, test: 1, recovery: 1, domestic: 3 }[kind]
    fc.assert(
      fc.property(registered, facts => {
        for (const decision of decide(facts).filter(decided)) {
          const events = decision.considered.map(({ register, event }) => `${register} ${event}`)
          expect(new Set(events).size).toBe(events.length)
          const all = { vaccine: facts.vaccinations, test: facts.testResults, recovery: facts.cases }
          const spoken = new Set(decision.considered.map(({ register }) => register))
          expect(spoken.size).toBeLessThanOrEqual(registers ?? 0)
          if (decision.outcome === 'refused' && decision.reason === 'RECENT_POSITIVE') continue
          for (const register of spoken)
            expect(decision.considered.filter(fact => fact.register === register)).toHaveLength(all[register].length)
        }
      }),
      runs,
    )
  })
})

function onlyCounted(facts: Registered, considered: readonly ConsideredFact[]): Registered {
  const counts = new Set(
    considered.filter(({ counted }) => counted).map(({ register, event }) => `${register} ${event}`),
  )
  return {
    now: facts.now,
    vaccinations: facts.vaccinations.filter(({ id }) => counts.has(`vaccine ${id}`)),
    testResults: facts.testResults.filter(({ id }) => counts.has(`test ${id}`)),
    cases: facts.cases.filter(({ id }) => counts.has(`recovery ${id}`)),
  }
}

/** What a decision says of today, without how it came about. */
function essence(decision: Some): object {
  const { considered: _, availableOn: __, ...said } = { considered: [], availableOn: null, ...decision }
  return said
}

describe('in words', () => {
  const vaccinations = [aDose('Comirnaty 2021-06-01'), influenza]
  const cases = [aCase('NAAT 2021-03-01')]
  const decision = decideVaccination({ holder, vaccinations, cases }, onThe('2022-02-01'))
  const inWords = (locale: 'nb' | 'nn' | 'en' | 'se') => decided(decision) && explain(decision, locale)

  test('a single dose after COVID-19 is explained by both, and another vaccine by not being one of them', () => {
    expect(inWords('en')).toMatchObject({
      outcome: 'GIVEN',
      facts: [
        { register: 'vaccine', on: '2021-06-01', what: 'Vaccine Comirnaty', counted: true },
        { register: 'vaccine', on: '2021-10-10', what: 'A vaccine', counted: false },
        {
          register: 'recovery',
          on: '2021-03-01',
          what: 'Confirmed COVID-19 (laboratory test (PCR))',
          counted: true,
          why: 'COVID-19 came before the first dose. Then one dose is a full vaccination instead of two.',
        },
      ],
      rule: { id: 'NO-VACCINATION-2021-12-21', validFrom: '2021-12-21', validTo: null },
    })
  })

  test('Northern Sámi falls back to bokmål, and says so', () => {
    expect(inWords('se')).toMatchObject({ language: 'nb', isFallback: true })
    expect(inWords('nn')).toMatchObject({ language: 'nn', isFallback: false })
  })

  test('no text names a person, and all are in three languages', () => {
    for (const text of Object.values(factNotes)) {
      expect(Object.keys(text)).toEqual(['nb', 'nn', 'en'])
      expect(Object.values(text).every(one => one.length > 10 && !/[{}]/.test(one))).toBe(true)
    }
  })

  test('a register that was asked in vain is named where it makes no difference', () => {
    const three = ['2021-06-01', '2021-07-20', '2021-12-20'].map(day => aDose(`Comirnaty ${day}`))
    const without = decideVaccination({ holder, vaccinations: three, cases: null }, onThe('2022-02-01'))
    expect(decided(without) && explain(without, 'nb').facts.at(-1)).toMatchObject({
      register: 'recovery',
      counted: false,
      what: 'Ikke noe svar',
    })
  })

  test('a sample that was answered twice is spoken of twice, and counts once', () => {
    const at = '2022-01-26T07:00:00Z'
    const testResults = [aTest(at, { id: 'a', state: 'PRELIMINARY' }), aTest(at, { id: 'b' })]
    const [found] = decideTests({ holder, testResults }, new Date('2022-01-26T12:00:00Z')).certificates
    expect(found && decided(found) && explain(found, 'nn').facts).toMatchObject([
      { what: 'Laboratorietest (PCR), negativ, førebels', counted: false },
      { what: 'Laboratorietest (PCR), negativ', counted: true },
    ])
  })
})
