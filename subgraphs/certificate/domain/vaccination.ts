import { addDays, osloDay, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type { Holder, VaccinationFacts } from '../dcc/facts.ts'
import { beforeTheScheme, type Decision, refuse } from './decision.ts'
import { toDose } from './dose-series.ts'
import { isAgainstCovid, type JudgedDoses, judgeDoses } from './judge-doses.ts'
import type { RefusalReason } from './refusals.ts'
import type { RegisteredCase, RegisteredVaccination } from './registered.ts'
import { type VaccinationRule, vaccinationRules } from './rules.ts'

const dayMs = 86_400_000

type Latest = NonNullable<JudgedDoses<RegisteredVaccination>['latest']>

/**
 * The certificate of the latest dose that Europe recognises, by the rule of the day it is asked for.
 *
 * @param facts null means that a registry could not be reached; an unreachable MSIS matters only where an infection
 * could change the answer
 */
export function decideVaccination(
  facts: {
    readonly holder: Holder
    readonly vaccinations: readonly RegisteredVaccination[] | null
    readonly cases: readonly RegisteredCase[] | null
  },
  now: Date,
): Decision<VaccinationFacts> {
  const { holder, vaccinations, cases } = facts
  const today = osloDay(now)
  const rule = vaccinationRules.on(today)
  if (!rule) return beforeTheScheme
  if (vaccinations === null) return { outcome: 'undecidable', missing: 'vaccine' }

  const judged = judgeDoses({ holder, vaccinations, cases }, rule.values, today)
  if (judged === 'DEPENDS_ON_INFECTION') return { outcome: 'undecidable', missing: 'recovery' }
  const { latest, considered } = judged
  if (!latest) return refuse(reasonForNoDose(vaccinations), rule, considered)
  return {
    outcome: 'eligible',
    facts: certify(latest, holder),
    until: expiryOf(rule.values, now),
    rule: rule.id,
    considered,
  }
}

function certify({ dose, status }: Latest, holder: Holder): VaccinationFacts {
  const { vaccination, event, product, manufacturer, prophylaxis, givenOn } = dose
  const { doseNumber, doses } = status
  const { country } = vaccination
  return { kind: 'vaccination', holder, event, country, product, manufacturer, prophylaxis, givenOn, doseNumber, doses }
}

/** The reason closest to a certificate. */
function reasonForNoDose(vaccinations: readonly RegisteredVaccination[]): RefusalReason {
  // A dose that could be certified was left out by its day alone.
  if (vaccinations.some(vaccination => toDose(vaccination))) return 'DATE_IMPOSSIBLE'
  if (vaccinations.some(isAgainstCovid)) return 'VACCINE_NOT_RECOGNISED'
  return vaccinations.some(({ vaccine }) => vaccine === null) ? 'VACCINE_UNKNOWN' : 'NO_DOSE'
}

function expiryOf({ expiry }: VaccinationRule, now: Date): Date {
  return expiry.at === 'SAME_TIME'
    ? new Date(now.getTime() + expiry.days * dayMs)
    : startOfOsloDay(addDays(osloDay(now), expiry.days))
}
