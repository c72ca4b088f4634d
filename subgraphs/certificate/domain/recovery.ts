import { addDays, type LocalDate, osloDay, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type { Holder, RecoveryFacts } from '../dcc/facts.ts'
import { addMonths } from './add-months.ts'
import { type ConsideredFact, consideredCase, counted, inOrder, notCounted } from './considered.ts'
import { beforeTheScheme, canHaveHappened, type Decision, refuse } from './decision.ts'
import type { FactNote } from './fact-notes.ts'
import type { CountedCase, RegisteredCase } from './registered.ts'
import { type RecoveryRule, recoveryRules } from './rules.ts'

/**
 * The certificate of the latest infection, by the rule of the day it is asked for.
 *
 * @param facts `cases: null` means that MSIS could not be reached
 */
export function decideRecovery(
  facts: { readonly holder: Holder; readonly cases: readonly RegisteredCase[] | null },
  now: Date,
): Decision<RecoveryFacts> {
  const { holder, cases } = facts
  const today = osloDay(now)
  const rule = recoveryRules.on(today)
  if (!rule) return beforeTheScheme
  if (cases === null) return { outcome: 'undecidable', missing: 'recovery' }

  const possible = cases.filter(({ firstPositiveOn }) => canHaveHappened(firstPositiveOn, holder, today))
  const confirmed = possible.filter(({ confirmedBy }) => confirmedBy === 'NAAT')
  const infection = latestInfection(confirmed, rule.values)
  if (!infection) {
    const considered = considerCases(cases, { possible })
    if (possible.length > 0) return refuse('NOT_CONFIRMED_BY_NAAT', rule, considered)
    return refuse(cases.length > 0 ? 'DATE_IMPOSSIBLE' : 'NO_CASE', rule, considered)
  }

  const { firstPositiveOn } = infection
  const firstDay = addDays(firstPositiveOn, rule.values.firstDay)
  const lastDay = lastDayOf(firstPositiveOn, rule.values)
  const because = (note: FactNote) => considerCases(cases, { possible, infection, note })
  if (today < firstDay) {
    return { ...refuse('TOO_EARLY', rule, because('TOO_EARLY')), ...availability(firstPositiveOn, today, lastDay) }
  }
  if (today > lastDay) return refuse('TOO_OLD', rule, because('TOO_OLD'))
  const validUntil = earlierOf(lastDay, endOfIssue(today, rule.values) ?? lastDay)
  return {
    outcome: 'eligible',
    facts: {
      kind: 'recovery',
      holder,
      event: infection.id,
      country: infection.country,
      firstPositiveOn,
      validFrom: firstDay,
      validUntil,
    },
    // `du` is the last day on which the holder may use it: the signature lasts that day out.
    until: startOfOsloDay(addDays(validUntil, 1)),
    rule: rule.id,
    considered: because('FIRST_POSITIVE'),
  }
}

type Weighed = {
  readonly possible: readonly CountedCase[]
  readonly infection?: CountedCase
  /** What is said of the case that began the latest infection. */
  readonly note?: FactNote
}

/** What every case had to do with the decision. */
function considerCases(
  cases: readonly CountedCase[],
  { possible, infection, note }: Weighed,
): readonly ConsideredFact[] {
  const considered = cases.map(found => {
    const because = (why: FactNote) => consideredCase(found, notCounted(why))
    if (!possible.includes(found)) return because('DATE_IMPOSSIBLE')
    if (found.confirmedBy !== 'NAAT') return because('NOT_CONFIRMED_BY_NAAT')
    if (found === infection && note === 'FIRST_POSITIVE') return consideredCase(found, counted(note))
    if (found === infection && note) return because(note)
    const isEarlier = infection && found.firstPositiveOn < infection.firstPositiveOn
    return because(isEarlier ? 'EARLIER_INFECTION' : 'SAME_INFECTION')
  })
  return inOrder(considered)
}

/**
 * The case that began the latest infection. A new positive within three months of its first is the same infection,
 * seen by a test that finds remains of the virus (helsenorge.no 2021-06); later it counts anew.
 */
export function latestInfection<Case extends CountedCase>(
  cases: readonly Case[],
  { countsAnewAfterMonths }: Pick<RecoveryRule, 'countsAnewAfterMonths'>,
): Case | undefined {
  const inOrder = cases.toSorted((a, b) => (`${a.firstPositiveOn} ${a.id}` < `${b.firstPositiveOn} ${b.id}` ? -1 : 1))
  let latest: Case | undefined
  for (const next of inOrder) {
    if (!latest || next.firstPositiveOn > addMonths(latest.firstPositiveOn, countsAnewAfterMonths)) latest = next
  }
  return latest
}

export function lastDayOf(firstPositiveOn: LocalDate, { last }: Pick<RecoveryRule, 'last'>): LocalDate {
  return 'months' in last ? addMonths(firstPositiveOn, last.months) : addDays(firstPositiveOn, last.days)
}

function endOfIssue(today: LocalDate, { issuedForDays }: RecoveryRule): LocalDate | undefined {
  return issuedForDays === null ? undefined : addDays(today, issuedForDays)
}

/** The first day on which the rule of that day gives the certificate: rules may change while one waits. */
function availability(firstPositiveOn: LocalDate, today: LocalDate, lastDay: LocalDate): { availableOn?: LocalDate } {
  for (let day = addDays(today, 1); day <= lastDay; day = addDays(day, 1)) {
    const rule = recoveryRules.on(day)
    if (rule && day >= addDays(firstPositiveOn, rule.values.firstDay)) return { availableOn: day }
  }
  return {}
}

function earlierOf(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b
}
