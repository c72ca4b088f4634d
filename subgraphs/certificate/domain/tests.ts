import { osloDay } from '../../../schema/scalars/local-date.ts'
import type { Holder, TestFacts } from '../dcc/facts.ts'
import { type ConsideredFact, consideredTest, counted, inOrder, notCounted } from './considered.ts'
import { beforeTheScheme, canHaveHappened, type Decision, refuse } from './decision.ts'
import type { RefusalReason } from './refusals.ts'
import type { RegisteredTest, SampledTest } from './registered.ts'
import type { Rule } from './rule-book.ts'
import { type TestRule, testRules } from './rules.ts'

const hourMs = 3_600_000

/** What can be the matter with a result. */
type TestReason = Extract<
  RefusalReason,
  | 'NO_TEST'
  | 'TOO_OLD'
  | 'SAMPLE_TIME_UNKNOWN'
  | 'DATE_IMPOSSIBLE'
  | 'PRELIMINARY'
  | 'POSITIVE_RESULT'
  | 'RESULT_UNCLEAR'
  | 'MISSING_DEVICE'
>

type Judging = { readonly holder: Holder; readonly rule: Rule<TestRule>; readonly now: Date }

/**
 * A decision for each finished negative result that is recent enough, newest first; where none of them can be
 * certified, one refusal with the most helpful reason. Norway certifies negative results only: a positive one leads to
 * recovery (dcc §6.1), though the EU value set has «detected» too.
 */
export function decideTests(
  facts: { readonly holder: Holder; readonly testResults: readonly RegisteredTest[] | null },
  now: Date,
): { readonly certificates: readonly Decision<TestFacts>[] } {
  const { holder, testResults } = facts
  const rule = testRules.on(osloDay(now))
  if (!rule) return { certificates: [beforeTheScheme] }
  if (testResults === null) return { certificates: [{ outcome: 'undecidable', missing: 'test' }] }

  const judging = { holder, rule, now }
  const samples = toSamples(testResults)
  const consider = (decided?: RegisteredTest) => considerTests(testResults, { samples, decided, judging })
  const certificates = samples
    .filter(sample => isListed(sample, judging))
    .map(sample => decideSample(sample, judging, consider(sample)))
  if (certificates.some(({ outcome }) => outcome === 'eligible')) return { certificates }
  const reasons = samples.map(sample => reasonAgainst(sample, judging))
  return { certificates: [refuse(mostHelpful(reasons), rule, consider())] }
}

type Weighed = {
  readonly samples: readonly RegisteredTest[]
  /** The one sample a decision is about; undefined where one answer stands for all. */
  readonly decided: RegisteredTest | undefined
  readonly judging: Judging
}

/** What every result had to do with the decision. */
function considerTests(
  results: readonly RegisteredTest[],
  { samples, decided, judging }: Weighed,
): readonly ConsideredFact[] {
  const considered = results.map(result => {
    if (result.method === 'ANTIBODY') return consideredTest(result, notCounted('ANTIBODY_TEST'))
    if (!samples.includes(result)) return consideredTest(result, notCounted('REPLACED'))
    if (decided && result !== decided) return consideredTest(result, notCounted('OTHER_SAMPLE'))
    const reason = reasonAgainst(result, judging)
    if (reason === undefined) return consideredTest(result, counted('NEGATIVE_TEST'))
    return consideredTest(result, notCounted(reason === 'NO_TEST' ? 'NOT_A_CURRENT_RESULT' : reason))
  })
  return inOrder(considered)
}

/** Finished, negative, and not too long ago to be worth a word of its own. */
function isListed({ outcome, state, sampledAt }: RegisteredTest, { rule, now }: Judging): boolean {
  if (outcome !== 'NEGATIVE' || state === 'PRELIMINARY' || !sampledAt) return false
  return sampledAt <= now && isWithin(rule.values.listedHours, sampledAt, now)
}

function decideSample(
  sample: RegisteredTest,
  judging: Judging,
  considered: readonly ConsideredFact[],
): Decision<TestFacts> {
  const { holder, rule } = judging
  const { id, method, sampledAt, deviceId, testName, testingCentre } = sample
  const reason = reasonAgainst(sample, judging)
  if (reason || !sampledAt || method === 'ANTIBODY') return refuse(reason ?? 'NO_TEST', rule, considered)
  return {
    outcome: 'eligible',
    facts: {
      kind: 'test',
      holder,
      event: id,
      // The laboratory database has tests of Norwegian laboratories and test stations only (dcc §6.1).
      country: 'NO',
      method,
      sampledAt,
      isDetected: false,
      ...(method === 'NAAT' && testName ? { testName } : {}),
      ...(method === 'RAT' && deviceId ? { deviceId } : {}),
      ...(testingCentre ? { testingCentre } : {}),
    },
    until: new Date(sampledAt.getTime() + rule.values.validHours * hourMs),
    rule: rule.id,
    considered,
  }
}

/** Why a sample gives no certificate; undefined when it does. `NO_TEST`: it is of no account today. */
function reasonAgainst(sample: RegisteredTest, { holder, rule, now }: Judging): TestReason | undefined {
  const { method, outcome, state, sampledAt, deviceId } = sample
  const tooOld = outcome === 'NEGATIVE' ? 'TOO_OLD' : 'NO_TEST'
  if (!sampledAt) return outcome === 'NEGATIVE' ? 'SAMPLE_TIME_UNKNOWN' : 'NO_TEST'
  if (sampledAt > now || !canHaveHappened(osloDay(sampledAt), holder, osloDay(now))) return 'DATE_IMPOSSIBLE'
  if (!isWithin(rule.values.listedHours, sampledAt, now)) return tooOld
  if (state === 'PRELIMINARY') return 'PRELIMINARY'
  if (outcome === 'POSITIVE') return 'POSITIVE_RESULT'
  if (outcome !== 'NEGATIVE') return 'RESULT_UNCLEAR'
  if (!isWithin(rule.values.validHours, sampledAt, now)) return tooOld
  return method === 'RAT' && !deviceId ? 'MISSING_DEVICE' : undefined
}

/** A certificate that ends now is no longer one: the last moment is left out. */
function isWithin(hours: number, sampledAt: Date, now: Date): boolean {
  return now.getTime() < sampledAt.getTime() + hours * hourMs
}

/** Closest to a certificate first. */
const byHelpfulness: readonly RefusalReason[] = [
  'MISSING_DEVICE',
  'PRELIMINARY',
  'POSITIVE_RESULT',
  'RESULT_UNCLEAR',
  'SAMPLE_TIME_UNKNOWN',
  'TOO_OLD',
  'DATE_IMPOSSIBLE',
]

function mostHelpful(reasons: readonly (RefusalReason | undefined)[]): RefusalReason {
  return byHelpfulness.find(reason => reasons.includes(reason)) ?? 'NO_TEST'
}

const stateRank = { CORRECTED: 0, FINAL: 1, PRELIMINARY: 2 } as const
const outcomeRank = { POSITIVE: 0, INCONCLUSIVE: 1, UNKNOWN: 2, NEGATIVE: 3 } as const

/**
 * One result for a sample, newest first: a correction replaces the final answer, that the preliminary one. Where two of
 * the same standing disagree, the negative one gives way.
 */
export function toSamples<Test extends SampledTest>(results: readonly Test[]): readonly Test[] {
  const taken = results.filter(({ method }) => method !== 'ANTIBODY')
  // Results of unknown sampling time stay apart: nothing says that they are the same sample.
  const samples = Map.groupBy(taken, ({ id, method, sampledAt }) => `${method} ${sampledAt?.getTime() ?? id}`)
  return [...samples.values()]
    .flatMap(sample => sample.toSorted(byStanding).slice(0, 1))
    .sort((a, b) => (b.sampledAt?.getTime() ?? 0) - (a.sampledAt?.getTime() ?? 0) || (a.id < b.id ? -1 : 1))
}

function byStanding(a: SampledTest, b: SampledTest): number {
  return (
    stateRank[a.state] - stateRank[b.state] ||
    outcomeRank[a.outcome] - outcomeRank[b.outcome] ||
    Number(a.deviceId === null) - Number(b.deviceId === null) ||
    (a.id < b.id ? -1 : 1)
  )
}
