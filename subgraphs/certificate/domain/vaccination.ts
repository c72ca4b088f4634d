import { addDays, osloDay, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type { Holder, VaccinationFacts } from '../dcc/facts.ts'
import { beforeTheScheme, canHaveHappened, type Decision, refuse } from './decision.ts'
import { type Dose, statusOfLatest, toDose, toSeries } from './dose-series.ts'
import type { RefusalReason } from './refusals.ts'
import type { RegisteredCase, RegisteredVaccination } from './registered.ts'
import { type VaccinationRule, vaccinationRules } from './rules.ts'

const dayMs = 86_400_000

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

  const possible = vaccinations.filter(({ givenOn }) => canHaveHappened(givenOn, holder, today))
  const [first, ...later] = toSeries(possible.map(toDose).filter(dose => dose !== undefined))
  if (!first) return refuse(reasonForNoDose(vaccinations), rule)

  const status = statusOfLatest([first, ...later], cases, rule.values)
  if (status === 'DEPENDS_ON_INFECTION') return { outcome: 'undecidable', missing: 'recovery' }
  return {
    outcome: 'eligible',
    facts: certify(later.at(-1) ?? first, status, holder),
    until: expiryOf(rule.values, now),
    rule: rule.id,
  }
}

function certify(
  { event, country, product, manufacturer, prophylaxis, givenOn }: Dose,
  status: { doseNumber: number; doses: number },
  holder: Holder,
): VaccinationFacts {
  return { kind: 'vaccination', holder, event, country, product, manufacturer, prophylaxis, givenOn, ...status }
}

/** The reason closest to a certificate. */
function reasonForNoDose(vaccinations: readonly RegisteredVaccination[]): RefusalReason {
  // A dose that could be certified was left out by its day alone.
  if (vaccinations.some(vaccination => toDose(vaccination))) return 'DATE_IMPOSSIBLE'
  if (vaccinations.some(isAgainstCovid)) return 'VACCINE_NOT_RECOGNISED'
  return vaccinations.some(({ vaccine }) => vaccine === null) ? 'VACCINE_UNKNOWN' : 'NO_DOSE'
}

/** The catalogue gives EU codes and the length of the series for vaccines against COVID-19 only. */
function isAgainstCovid({ vaccine }: RegisteredVaccination): boolean {
  const { euProduct, euManufacturer, euProphylaxis, dosesInSeries } = vaccine ?? {}
  return Boolean(euProduct || euManufacturer || euProphylaxis || dosesInSeries)
}

function expiryOf({ expiry }: VaccinationRule, now: Date): Date {
  return expiry.at === 'SAME_TIME'
    ? new Date(now.getTime() + expiry.days * dayMs)
    : startOfOsloDay(addDays(osloDay(now), expiry.days))
}
