import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

/** How a case was confirmed. */
export type ConfirmationMethod = 'NAAT' | 'RAT' | 'ANTIBODY'

/** One confirmed case of COVID-19 as MSIS holds it. */
export type ConfirmedCase = {
  /** MSIS's own id, a UUID. */
  readonly id: string
  /** The number the case was notified on. */
  readonly person: PersonIdentifier
  readonly firstPositiveOn: LocalDate
  readonly confirmedBy: ConfirmationMethod
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly registeredAt: Date
}

/** The last case first; of two on one day, the one registered last. The id settles the rest, so the order is stable. */
export function newestFirst(cases: readonly ConfirmedCase[]): readonly ConfirmedCase[] {
  return cases.toSorted(
    (a, b) =>
      b.firstPositiveOn.localeCompare(a.firstPositiveOn) ||
      b.registeredAt.getTime() - a.registeredAt.getTime() ||
      b.id.localeCompare(a.id),
  )
}
