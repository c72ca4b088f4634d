import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { Holder } from '../dcc/facts.ts'
import {
  type ConsideredFact,
  consideredCase,
  consideredVaccination,
  counted,
  inOrder,
  notCounted,
  withoutEffect,
} from './considered.ts'
import { canHaveHappened } from './decision.ts'
import { type Dose, type DoseStatus, statusOfLatest, toDose, toSeries } from './dose-series.ts'
import type { CountedCase, CountedVaccination } from './registered.ts'
import type { VaccinationRule } from './rules.ts'

type DoseFacts<Vaccination> = {
  readonly holder: Pick<Holder, 'birthDate'>
  readonly vaccinations: readonly Vaccination[]
  readonly cases: readonly CountedCase[] | null
}

export type JudgedDoses<Vaccination extends CountedVaccination> = {
  readonly latest: { readonly dose: Dose<Vaccination>; readonly status: DoseStatus } | undefined
  readonly considered: readonly ConsideredFact[]
}

/** The latest dose that can be certified, what number it is of how many, and what every registered fact had to do with it. */
export function judgeDoses<Vaccination extends CountedVaccination>(
  { holder, vaccinations, cases }: DoseFacts<Vaccination>,
  rule: VaccinationRule,
  today: LocalDate,
): JudgedDoses<Vaccination> | 'DEPENDS_ON_INFECTION' {
  const isPossible = ({ givenOn }: CountedVaccination) => canHaveHappened(givenOn, holder, today)
  const series = toSeries(
    vaccinations
      .filter(isPossible)
      .map(toDose)
      .filter(dose => dose !== undefined),
  )
  const [first, ...later] = series
  const status = first && statusOfLatest([first, ...later], cases, rule)
  if (status === 'DEPENDS_ON_INFECTION') return status
  const dose = later.at(-1) ?? first
  const considered = [
    ...vaccinations.map(vaccination => considerVaccination(vaccination, { series, isPossible })),
    ...considerCases(cases, status?.shortenedBy ?? []),
  ]
  return { latest: dose && status && { dose, status }, considered: inOrder(considered) }
}

function considerVaccination(
  vaccination: CountedVaccination,
  { series, isPossible }: { series: readonly Dose[]; isPossible: (vaccination: CountedVaccination) => boolean },
): ConsideredFact {
  const because = (standing: ReturnType<typeof counted>) => consideredVaccination(vaccination, standing)
  if (vaccination.vaccine === null) return because(notCounted('VACCINE_UNKNOWN'))
  if (!isAgainstCovid(vaccination)) return because(notCounted('OTHER_VACCINE'))
  if (!toDose(vaccination)) return because(notCounted('VACCINE_NOT_RECOGNISED'))
  if (!isPossible(vaccination)) return because(notCounted('DATE_IMPOSSIBLE'))
  if (series.at(-1)?.event === vaccination.id) return because(counted('CERTIFIED_DOSE'))
  if (series.some(({ event }) => event === vaccination.id)) return because(counted('DOSE_OF_SERIES'))
  // A second registration of the same dose counts where it alone says what number the dose has.
  const kept = series.find(({ givenOn }) => givenOn === vaccination.givenOn)?.vaccination
  const saysMore = (vaccination.doseNumber ?? 0) > (kept?.doseNumber ?? 0)
  return because(saysMore ? counted('SAME_DAY') : notCounted('SAME_DAY'))
}

function considerCases(
  cases: readonly CountedCase[] | null,
  shortenedBy: readonly CountedCase[],
): readonly ConsideredFact[] {
  if (cases === null) return [withoutEffect('recovery')]
  return cases.map(found =>
    consideredCase(found, shortenedBy.includes(found) ? counted('SHORTENS_SERIES') : notCounted('NO_EFFECT_ON_SERIES')),
  )
}

/** The catalogue gives EU codes and the length of the series for vaccines against COVID-19 only. */
export function isAgainstCovid({ vaccine }: CountedVaccination): boolean {
  const { euProduct, euManufacturer, euProphylaxis, dosesInSeries } = vaccine ?? {}
  return Boolean(euProduct || euManufacturer || euProphylaxis || dosesInSeries)
}
