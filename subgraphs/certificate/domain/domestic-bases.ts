import {
  addDays,
  ageOn,
  type LocalDate,
  localDate,
  osloDay,
  startOfOsloDay,
} from '../../../schema/scalars/local-date.ts'
import {
  type ConsideredFact,
  consideredCase,
  consideredTest,
  counted,
  notCounted,
  withoutEffect,
} from './considered.ts'
import { canHaveHappened } from './decision.ts'
import { notRed } from './domestic-infection.ts'
import type { Dose, DoseStatus } from './dose-series.ts'
import type { FactNote } from './fact-notes.ts'
import { judgeDoses } from './judge-doses.ts'
import { lastDayOf, latestInfection } from './recovery.ts'
import type { CountedCase, CountedVaccination, SampledTest } from './registered.ts'
import type { DomesticRule, RecoveryRule, VaccinationRule } from './rules.ts'
import { toSamples } from './tests.ts'

const hourMs = 3_600_000

/** What the rules of a day say, and when it is. */
export type Judging = {
  readonly birthDate: LocalDate
  readonly now: Date
  readonly rule: DomesticRule
  readonly vaccination: VaccinationRule
  readonly recovery: RecoveryRule
}

/** What can make a certificate green: doses, a test, or an infection that is over. */
export type Basis = {
  /** Until when it is green; `null` has no end; undefined is not green. */
  readonly until: Date | null | undefined
  readonly considered: readonly ConsideredFact[]
}

type Span = { readonly first: LocalDate; readonly last: LocalDate | null }

const anInfectionLongAgo: CountedCase = {
  id: 'supposed',
  firstPositiveOn: localDate('2020-02-26'),
  confirmedBy: 'NAAT',
}

/** @returns 'DEPENDS_ON_INFECTION' where the cases are unknown and would decide whether the doses are enough */
export function vaccinationBasis(
  vaccinations: readonly CountedVaccination[],
  cases: readonly CountedCase[] | null,
  judging: Judging,
): Basis | 'DEPENDS_ON_INFECTION' {
  const judged = judgeVaccination(vaccinations, cases, judging)
  if (judged !== 'DEPENDS_ON_INFECTION') return judged
  // Either way green is green: then it need not be known whether there was an infection.
  const [without, after] = [[], [anInfectionLongAgo]].map(supposed => judgeVaccination(vaccinations, supposed, judging))
  if (!isGreen(without) || !isGreen(after)) return judged
  const ofDoses = without.considered.filter(({ register }) => register === 'vaccine')
  return { until: sooner(without.until, after.until), considered: [...ofDoses, withoutEffect('recovery')] }
}

type GreenBasis = Basis & { readonly until: Date | null }

function isGreen(basis: Basis | 'DEPENDS_ON_INFECTION' | undefined): basis is GreenBasis {
  return typeof basis === 'object' && basis.until !== undefined
}

function sooner(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other
  return one < other ? one : other
}

function judgeVaccination(
  vaccinations: readonly CountedVaccination[],
  cases: readonly CountedCase[] | null,
  { birthDate, now, rule, vaccination }: Judging,
): Basis | 'DEPENDS_ON_INFECTION' {
  const today = osloDay(now)
  const judged = judgeDoses({ holder: { birthDate }, vaccinations, cases }, vaccination, today)
  if (judged === 'DEPENDS_ON_INFECTION') return judged
  // What is said of cases here is about doses; the basis of recovery has them too.
  const ofDoses = judged.considered.filter(({ register, counted: is }) => register === 'vaccine' || is)
  const { latest } = judged
  if (!latest) return { until: undefined, considered: ofDoses }
  const span = spanOf(latest, birthDate, { rule: rule.vaccination, today })
  const note = typeof span === 'string' ? span : noteOn(today, span)
  const gives = note === 'GIVES_GREEN'
  const considered = ofDoses.map(
    (fact): ConsideredFact =>
      fact.note === 'CERTIFIED_DOSE' ? { ...fact, note, counted: gives } : { ...fact, counted: fact.counted && gives },
  )
  return { until: gives && typeof span !== 'string' ? endOf(span) : undefined, considered }
}

/** On which days the latest dose gives green; or why on none. */
function spanOf(
  { dose, status: { doseNumber, doses } }: { readonly dose: Dose; readonly status: DoseStatus },
  birthDate: LocalDate,
  { rule, today }: { readonly rule: DomesticRule['vaccination']; readonly today: LocalDate },
): Span | FactNote {
  const { givenOn, product, dosesInSeries } = dose
  const { firstDose, lastDay } = rule
  if (!rule.products.includes(product)) return 'PRODUCT_NOT_ACCEPTED'
  const from = (days: number) => addDays(givenOn, days)
  if (doseNumber < doses) {
    if (doseNumber > 1 || doses > 2 || !firstDose) return 'SERIES_UNFINISHED'
    return { first: from(firstDose.fromDay), last: from(firstDose.toDay) }
  }
  const isAdditional = doseNumber > doses || (doseNumber === doses && doses > 2 && rule.thirdOfThree === 'ADDITIONAL')
  if (isAdditional && rule.additionalDoses === 'AT_ONCE') return { first: givenOn, last: null }
  if (doseNumber > doses) return { first: from(rule.seriesFromDay), last: null }
  const first = from(dosesInSeries === 1 && doses === 1 ? rule.singleDoseFromDay : rule.seriesFromDay)
  const ends = lastDay && (lastDay.fromAge === null || ageOn(birthDate, today) >= lastDay.fromAge)
  return { first, last: ends ? from(lastDay.days) : null }
}

/** The freshest negative sample. */
export function testBasis(testResults: readonly SampledTest[], { birthDate, now, rule }: Judging): Basis {
  const samples = toSamples(testResults)
  const { test, infection } = rule
  const noteOf = ({ outcome, state, sampledAt }: SampledTest): FactNote => {
    if (!test) return 'TESTS_NOT_ACCEPTED'
    if (!sampledAt) return 'SAMPLE_TIME_UNKNOWN'
    if (sampledAt > now || !canHaveHappened(osloDay(sampledAt), { birthDate }, osloDay(now))) return 'DATE_IMPOSSIBLE'
    if (state === 'PRELIMINARY') return 'PRELIMINARY'
    if (outcome === 'POSITIVE') return 'POSITIVE_RESULT'
    if (outcome !== 'NEGATIVE') return 'RESULT_UNCLEAR'
    return now.getTime() < sampledAt.getTime() + test.hours * hourMs ? 'GIVES_GREEN' : 'TOO_OLD'
  }
  const best = samples.find(sample => noteOf(sample) === 'GIVES_GREEN')
  const considered = testResults.map(result => {
    if (result.method === 'ANTIBODY') return consideredTest(result, notCounted('ANTIBODY_TEST'))
    if (!samples.includes(result)) return consideredTest(result, notCounted('REPLACED'))
    if (result === best) return consideredTest(result, counted('GIVES_GREEN'))
    const note = noteOf(result)
    if (note === 'POSITIVE_RESULT' && infection) return notRed(result, samples, infection.overturnedWithinHours)
    return consideredTest(result, notCounted(note === 'GIVES_GREEN' ? 'GREEN_WITHOUT' : note))
  })
  const until = best?.sampledAt && test ? new Date(best.sampledAt.getTime() + test.hours * hourMs) : undefined
  return { until, considered }
}

/** The latest infection that a laboratory test confirmed. */
export function recoveryBasis(cases: readonly CountedCase[], { birthDate, now, rule, recovery }: Judging): Basis {
  const today = osloDay(now)
  const isPossible = ({ firstPositiveOn }: CountedCase) => canHaveHappened(firstPositiveOn, { birthDate }, today)
  const infection = latestInfection(
    cases.filter(found => isPossible(found) && found.confirmedBy === 'NAAT'),
    recovery,
  )
  const span = infection && {
    first: addDays(infection.firstPositiveOn, rule.recovery.firstDay),
    last: lastDayOf(infection.firstPositiveOn, rule.recovery),
  }
  const note = span && noteOn(today, span)
  const considered = cases.map(found => {
    if (found === infection && note === 'GIVES_GREEN') return consideredCase(found, counted(note))
    return consideredCase(found, notCounted(noteOfCase(found)))
  })
  return { until: note === 'GIVES_GREEN' && span ? endOf(span) : undefined, considered }

  function noteOfCase(found: CountedCase): FactNote {
    if (!isPossible(found)) return 'DATE_IMPOSSIBLE'
    if (found.confirmedBy !== 'NAAT') return 'NOT_CONFIRMED_BY_NAAT'
    if (found === infection && note) return note
    const isEarlier = infection && found.firstPositiveOn < infection.firstPositiveOn
    return isEarlier ? 'EARLIER_INFECTION' : 'SAME_INFECTION'
  }
}

/** A register that could not be reached, where its answer makes no difference. */
export function unreachable(register: ConsideredFact['register']): Basis {
  return { until: undefined, considered: [withoutEffect(register)] }
}

function noteOn(today: LocalDate, { first, last }: Span): 'TOO_EARLY' | 'TOO_OLD' | 'GIVES_GREEN' {
  if (today < first) return 'TOO_EARLY'
  return last !== null && today > last ? 'TOO_OLD' : 'GIVES_GREEN'
}

/** The last day is lasted out. */
function endOf({ last }: Span): Date | null {
  return last && startOfOsloDay(addDays(last, 1))
}
