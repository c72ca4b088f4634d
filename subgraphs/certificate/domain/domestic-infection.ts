import { daysBetween, type LocalDate, osloDay } from '../../../schema/scalars/local-date.ts'
import { type ConsideredFact, consideredCase, consideredTest, counted, notCounted } from './considered.ts'
import { canHaveHappened } from './decision.ts'
import { latestInfection } from './recovery.ts'
import type { CountedCase, SampledTest } from './registered.ts'
import type { DomesticRule, RecoveryRule } from './rules.ts'
import { toSamples } from './tests.ts'

const hourMs = 3_600_000

type Judging = {
  readonly birthDate: LocalDate
  readonly today: LocalDate
  readonly rule: NonNullable<DomesticRule['infection']>
  readonly recovery: Pick<RecoveryRule, 'countsAnewAfterMonths'>
}

type Positive = { readonly on: LocalDate; readonly fact: ConsideredFact }

/**
 * The positive tests that make a certificate red, with what is said of each; empty when it is not red. Days are counted
 * from the first positive test of the latest infection: remains of the virus that a later test finds are not a new one.
 */
export function redFor(
  { testResults, cases }: { readonly testResults: readonly SampledTest[]; readonly cases: readonly CountedCase[] },
  { birthDate, today, rule, recovery }: Judging,
): readonly ConsideredFact[] {
  const samples = toSamples(testResults)
  const overturned = samples.filter(sample => isOverturned(sample, samples, rule.overturnedWithinHours))
  const wrongDays = new Set(overturned.map(({ sampledAt }) => sampledAt && osloDay(sampledAt)))
  const isWrong = ({ confirmedBy, firstPositiveOn }: CountedCase) =>
    confirmedBy === 'RAT' && wrongDays.has(firstPositiveOn)

  const positives = [
    ...samples.filter(sample => sample.outcome === 'POSITIVE' && !overturned.includes(sample)).flatMap(positiveSample),
    ...cases.filter(found => found.confirmedBy !== 'ANTIBODY' && !isWrong(found)).map(positiveCase),
  ].filter(({ on }) => canHaveHappened(on, { birthDate }, today))
  const start = latestInfection(
    positives.map(({ on, fact }) => ({ id: fact.event ?? '', firstPositiveOn: on, confirmedBy: 'NAAT' as const })),
    recovery,
  )?.firstPositiveOn
  if (start === undefined || daysBetween(start, today) >= rule.redForDays) return []
  return positives.filter(({ on }) => on >= start).map(({ fact }) => fact)
}

const infected = counted('INFECTED_NOW')

function positiveSample(sample: SampledTest): readonly Positive[] {
  return sample.sampledAt ? [{ on: osloDay(sample.sampledAt), fact: consideredTest(sample, infected) }] : []
}

function positiveCase(found: CountedCase): Positive {
  return { on: found.firstPositiveOn, fact: consideredCase(found, infected) }
}

/** A rapid test that a laboratory test right after contradicts (Fjordabladet, ABC Nyheter 2021-06-09). */
function isOverturned(sample: SampledTest, samples: readonly SampledTest[], withinHours: number): boolean {
  const { method, outcome, sampledAt } = sample
  if (method !== 'RAT' || outcome !== 'POSITIVE' || !sampledAt) return false
  return samples.some(
    other =>
      other.method === 'NAAT' &&
      other.outcome === 'NEGATIVE' &&
      other.state !== 'PRELIMINARY' &&
      other.sampledAt !== null &&
      other.sampledAt > sampledAt &&
      other.sampledAt.getTime() - sampledAt.getTime() <= withinHours * hourMs,
  )
}

/** What is said of a positive result that makes nothing red. */
export function notRed(sample: SampledTest, samples: readonly SampledTest[], withinHours: number): ConsideredFact {
  const note = isOverturned(sample, samples, withinHours) ? 'OVERTURNED' : 'POSITIVE_RESULT'
  return consideredTest(sample, notCounted(note))
}
