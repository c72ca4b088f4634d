import { type Day, dateText, dayOf } from './calendar.ts'
import { eventId } from './event-id.ts'
import { type Life, laterBy, numberOn, workingHour } from './life.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'

export type Infection = {
  readonly day: Day
  readonly sampled: Date
  readonly confirmedBy: Row<'recovery.confirmed_case'>['confirmed_by']
}

type Wave = { readonly from: Day; readonly days: number; readonly share: number }

const wave = (from: string, until: string, share: number): Wave => ({
  from: dayOf(from),
  days: dayOf(until) - dayOf(from) + 1,
  share,
})

/** Confirmed cases by the waves of 2020–2022, in parts of all inhabitants: about 1.43 million of 5.4. */
const waves: readonly Wave[] = [
  wave('2020-03-01', '2020-05-10', 0.0015),
  wave('2020-08-01', '2020-10-20', 0.002),
  wave('2020-10-21', '2021-01-31', 0.0085),
  wave('2021-02-15', '2021-05-15', 0.011),
  wave('2021-08-01', '2021-10-10', 0.0125),
  wave('2021-10-20', '2021-12-12', 0.023),
  wave('2021-12-13', '2022-01-20', 0.047),
  wave('2022-01-21', '2022-03-20', 0.15),
  wave('2022-03-21', '2022-06-30', 0.008),
  wave('2022-07-01', '2022-12-31', 0.007),
]
/** And lately, so that there is always somebody who has just recovered. */
const recentShare = 0.02
const recentDays = 200
const againShare = 0.025
/** From 24 January 2022 a rapid test was enough for those with three doses, and some of those were registered. */
const rapidTestsCountFrom = dayOf('2022-01-24')

/** The infections that were found, months apart; none before birth or after the last day. */
export function infectionsOf(
  random: Random,
  { birth, lastDay, today }: { readonly birth: Day; readonly lastDay: Day; readonly today: Day },
): readonly Infection[] {
  const days = pandemicDays(random)
  if (random.chance(recentShare)) days.push(today - random.below(recentDays))
  return days
    .filter((day, at) => day > birth && day <= lastDay && (at === 0 || day - (days[at - 1] ?? 0) > 60))
    .map(day => ({ day, sampled: workingHour(random, day), confirmedBy: confirmation(random, day) }))
}

function pandemicDays(random: Random): Day[] {
  let point = random.fraction()
  for (const { from, days, share } of waves) {
    point -= share
    if (point >= 0) continue
    const first = from + random.below(days)
    return random.chance(againShare) ? [first, first + random.between(70, 300)] : [first]
  }
  return []
}

function confirmation(random: Random, day: Day): Infection['confirmedBy'] {
  if (day >= rapidTestsCountFrom && random.chance(0.2)) return 'RAT'
  return random.chance(0.004) ? 'ANTIBODY' : 'NAAT'
}

/** A case is registered when the answer has come, within three days of the sample. */
export function casesOf(life: Life, random: Random): Row<'recovery.confirmed_case'>[] {
  const cases: Row<'recovery.confirmed_case'>[] = []
  for (const { day, sampled, confirmedBy } of life.infections) {
    const case_id = eventId(life.personId, 'case', cases.length, random.word(), random.word())
    const registered_at = laterBy(random.between(2_500, 4_300), sampled, life.now)
    if (!registered_at) continue
    cases.push({
      case_id,
      person_identifier: numberOn(life, day),
      first_positive_on: dateText(day),
      confirmed_by: confirmedBy,
      country: 'NO',
      registered_at,
    })
  }
  return cases
}
