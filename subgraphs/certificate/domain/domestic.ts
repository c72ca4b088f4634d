import { addDays, type LocalDate, osloDay, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type { Holder } from '../dcc/facts.ts'
import { type ConsideredFact, inOrder } from './considered.ts'
import type { Undecidable } from './decision.ts'
import { type Basis, type Judging, recoveryBasis, testBasis, unreachable, vaccinationBasis } from './domestic-bases.ts'
import { redFor } from './domestic-infection.ts'
import type { DomesticRefusalReason } from './domestic-refusals.ts'
import type { CountedCase, CountedVaccination, SampledTest } from './registered.ts'
import { domesticRules, recoveryRules, vaccinationRules } from './rules.ts'

const hourMs = 3_600_000

/** Null means that a registry could not be reached. */
export type DomesticSituation = {
  readonly holder: Pick<Holder, 'birthDate'>
  readonly vaccinations: readonly CountedVaccination[] | null
  readonly testResults: readonly SampledTest[] | null
  readonly cases: readonly CountedCase[] | null
}

export type Green = {
  readonly outcome: 'green'
  /** When the signature must end: on a whole hour, at most `issuedForHours` after the last one. */
  readonly until: Date
  /** How long any certificate for use in Norway is signed for; the same for all, so that its length says nothing. */
  readonly signedForHours: number
  readonly rule: string
  readonly considered: readonly ConsideredFact[]
}

export type NotGreen = {
  readonly outcome: 'refused'
  readonly reason: DomesticRefusalReason
  readonly rule: string
  readonly considered: readonly ConsideredFact[]
  /** The first day on which the same facts would give green, where that is known. */
  readonly availableOn?: LocalDate
}

export type DomesticDecision = Green | NotGreen | Undecidable

/** Nothing that is waited for takes longer: a single dose counts from day 21. */
const longestWaitDays = 30

/**
 * Whether somebody is green in Norway, by the rules of the day it is asked for. One fact that gives green is enough,
 * so a registry that cannot be reached matters only while no other fact gives it.
 */
export function decideDomestic(situation: DomesticSituation, now: Date): DomesticDecision {
  const decision = judge(situation, now)
  if (decision.outcome !== 'refused') return decision
  const isWaiting =
    decision.reason === 'RECENT_POSITIVE' || decision.considered.some(({ note }) => note === 'TOO_EARLY')
  const availableOn = isWaiting ? firstGreenDay(situation, osloDay(now)) : undefined
  if (!availableOn) return decision
  const reason = decision.reason === 'NO_BASIS' ? 'NOT_YET' : decision.reason
  return { ...decision, reason, availableOn }
}

function judge({ holder, vaccinations, testResults, cases }: DomesticSituation, now: Date): DomesticDecision {
  const { birthDate } = holder
  const today = osloDay(now)
  const found = domesticRules.on(today)
  const vaccination = vaccinationRules.on(today)?.values
  const recovery = recoveryRules.on(today)?.values
  if (!found || !vaccination || !recovery)
    return { outcome: 'refused', reason: 'SCHEME_NOT_STARTED', rule: 'NO-BEFORE-THE-SCHEME', considered: [] }
  const { id, values: rule } = found

  if (rule.infection) {
    if (testResults === null) return { outcome: 'undecidable', missing: 'test' }
    if (cases === null) return { outcome: 'undecidable', missing: 'recovery' }
    const red = redFor({ testResults, cases }, { birthDate, today, rule: rule.infection, recovery })
    if (red.length > 0) return { outcome: 'refused', reason: 'RECENT_POSITIVE', rule: id, considered: inOrder(red) }
  }

  const judging: Judging = { birthDate, now, rule, vaccination, recovery }
  const ofDoses = vaccinations && vaccinationBasis(vaccinations, cases, judging)
  const bases = {
    vaccine: ofDoses === 'DEPENDS_ON_INFECTION' ? null : ofDoses,
    recovery: cases && recoveryBasis(cases, judging),
    test: testResults && testBasis(testResults, judging),
  }
  const best = longest([bases.vaccine, bases.recovery, bases.test], now)
  if (best) {
    const considered = (['vaccine', 'recovery', 'test'] as const).flatMap(register => {
      const basis = bases[register] ?? unreachable(register === 'vaccine' && vaccinations ? 'recovery' : register)
      return basis === best ? basis.considered : basis.considered.map(asUnneeded)
    })
    return {
      outcome: 'green',
      ...signature(best, now, rule.issuedForHours),
      rule: id,
      considered: onceEach(considered),
    }
  }

  if (vaccinations === null) return { outcome: 'undecidable', missing: 'vaccine' }
  if (ofDoses === 'DEPENDS_ON_INFECTION' || cases === null) return { outcome: 'undecidable', missing: 'recovery' }
  if (testResults === null && rule.test) return { outcome: 'undecidable', missing: 'test' }
  const ofTests = bases.test ?? unreachable('test')
  const considered = [bases.vaccine, bases.recovery, ofTests].flatMap(basis => basis?.considered ?? [])
  return { outcome: 'refused', reason: 'NO_BASIS', rule: id, considered: onceEach(considered) }
}

/** The basis that is green longest, if its last whole hour has not begun. */
function longest(bases: readonly (Basis | null)[], now: Date): Basis | undefined {
  const lasting = bases
    .filter(basis => basis !== null)
    .filter(({ until }) => until !== undefined && isAhead(until, now))
  return lasting.find(({ until }) => until === null) ?? lasting.toSorted((a, b) => timeOf(b) - timeOf(a))[0]
}

const timeOf = ({ until }: Basis): number => until?.getTime() ?? 0
const wholeHour = (time: number): number => Math.floor(time / hourMs) * hourMs

function isAhead(until: Date | null, now: Date): boolean {
  return until === null || wholeHour(until.getTime()) > now.getTime()
}

/**
 * Ends on whole hours, and begins so many hours before it ends, whatever the reason for being green: a fresh test, a
 * dose and an infection look alike.
 */
function signature({ until }: Basis, now: Date, signedForHours: number): Pick<Green, 'until' | 'signedForHours'> {
  const latest = wholeHour(now.getTime()) + signedForHours * hourMs
  return { until: new Date(Math.min(latest, wholeHour(until?.getTime() ?? latest))), signedForHours }
}

function asUnneeded(fact: ConsideredFact): ConsideredFact {
  if (!fact.counted) return fact
  return { ...fact, counted: false, note: fact.note === 'GIVES_GREEN' ? 'GREEN_WITHOUT' : fact.note }
}

/** A case stands both with doses and with recovery: once is enough, where it counted if it did. */
function onceEach(facts: readonly ConsideredFact[]): readonly ConsideredFact[] {
  const key = ({ register, event }: ConsideredFact) => `${register} ${event}`
  const byKey = new Map<string, ConsideredFact>()
  for (const fact of facts) if (fact.counted || !byKey.get(key(fact))?.counted) byKey.set(key(fact), fact)
  return inOrder([...byKey.values()])
}

function firstGreenDay(situation: DomesticSituation, today: LocalDate): LocalDate | undefined {
  for (let days = 1; days <= longestWaitDays; days++) {
    const day = addDays(today, days)
    if (judge(situation, startOfOsloDay(day)).outcome === 'green') return day
  }
  return undefined
}
