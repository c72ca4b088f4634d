import { daysBetween, type LocalDate } from '../../../schema/scalars/local-date.ts'
import type { CountedCase, CountedVaccination } from './registered.ts'
import type { VaccinationRule } from './rules.ts'

/** A dose that can stand in a certificate: every EU code of its vaccine is known, and so is the length of its series. */
export type Dose<Vaccination extends CountedVaccination = CountedVaccination> = {
  readonly vaccination: Vaccination
  readonly event: string
  readonly givenOn: LocalDate
  readonly product: string
  readonly manufacturer: string
  readonly prophylaxis: string
  readonly dosesInSeries: number
  readonly registeredNumber: number
}

/** Undefined for other vaccines, and for those without EU codes: only doses Europe recognises count (facts B7). */
export function toDose<Vaccination extends CountedVaccination>(
  vaccination: Vaccination,
): Dose<Vaccination> | undefined {
  const { id, givenOn, doseNumber, vaccine } = vaccination
  const { euProduct, euManufacturer, euProphylaxis, dosesInSeries } = vaccine ?? {}
  if (!euProduct || !euManufacturer || !euProphylaxis || !dosesInSeries) return undefined
  return {
    vaccination,
    event: id,
    givenOn,
    product: euProduct,
    manufacturer: euManufacturer,
    prophylaxis: euProphylaxis,
    dosesInSeries,
    registeredNumber: doseNumber ?? 0,
  }
}

/**
 * The doses in order of day, one for a day: nobody gets two on one, so a second registration is the same dose entered
 * again. Should the two name different vaccines, the one with the longer series stands: it claims less.
 */
export function toSeries<Vaccination extends CountedVaccination>(
  doses: readonly Dose<Vaccination>[],
): readonly Dose<Vaccination>[] {
  return [...Map.groupBy(doses, ({ givenOn }) => givenOn).values()]
    .flatMap(sameDay => {
      const [kept] = sameDay.toSorted((a, b) => b.dosesInSeries - a.dosesInSeries || (a.event < b.event ? -1 : 1))
      return kept ? [{ ...kept, registeredNumber: Math.max(...sameDay.map(dose => dose.registeredNumber)) }] : []
    })
    .sort((a, b) => (a.givenOn < b.givenOn ? -1 : 1))
}

/**
 * What number each dose is. Counting decides. A larger registered number means that earlier doses are registered
 * nowhere here (given abroad); it is believed only while the registered numbers rise with the days, and for no more
 * doses than the rule trusts: beyond that it is a slip of the pen, and counting claims less.
 */
function numberDoses(series: readonly Dose[], trusted: number): readonly number[] {
  const mostUnregistered = isRising(series.map(dose => dose.registeredNumber).filter(number => number > 0))
    ? trusted
    : 0
  let last = 0
  return series.map(({ registeredNumber }) => {
    const counted = last + 1
    last = registeredNumber - counted <= mostUnregistered ? Math.max(counted, registeredNumber) : counted
    return last
  })
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))
}

/** `dn` and `sd` of a certificate. */
export type DoseStatus = {
  readonly doseNumber: number
  readonly doses: number
  /** The infections that made one dose enough; none where the doses speak for themselves. */
  readonly shortenedBy: readonly CountedCase[]
}

/**
 * The status the latest dose gives. A series is as long as the vaccine that began it; later products belong to it.
 *
 * @returns 'DEPENDS_ON_INFECTION' where the cases are unknown and an earlier infection would change the answer
 */
export function statusOfLatest(
  series: readonly [Dose, ...Dose[]],
  cases: readonly CountedCase[] | null,
  rule: VaccinationRule,
): DoseStatus | 'DEPENDS_ON_INFECTION' {
  const [first] = series
  const numbers = numberDoses(series, rule.unregisteredDosesTrusted)
  const doseNumber = numbers.at(-1) ?? 1
  const beganUnregistered = numbers[0] !== 1
  // Nobody knows the vaccine of an unregistered first dose; a two-dose series is the smaller claim.
  const length = beganUnregistered ? Math.max(2, first.dosesInSeries) : first.dosesInSeries
  // An infection can only shorten a series of two. Three doses are a series and a booster with or without it.
  const infectionMatters = !beganUnregistered && length === 2 && doseNumber <= 2
  if (infectionMatters && cases === null) return 'DEPENDS_ON_INFECTION'
  const shortenedBy = infectionMatters ? infectionsBefore(first, cases ?? [], rule) : []
  if (shortenedBy.length > 0) return { doseNumber, doses: 1, shortenedBy }
  const isBooster = doseNumber > length
  const doses = isBooster && length > 1 && rule.booster === 'OUT_OF_DOSES' ? doseNumber : length
  return { doseNumber, doses, shortenedBy }
}

/** Any confirmation counts here, however old, antibodies too (fhi.no, «til helsepersonell»; dcc §6.1). */
function infectionsBefore(
  { givenOn }: Dose,
  cases: readonly CountedCase[],
  { infectionMoreThanDaysBefore }: VaccinationRule,
): readonly CountedCase[] {
  return cases.filter(({ firstPositiveOn }) => daysBetween(firstPositiveOn, givenOn) > infectionMoreThanDaysBefore)
}
