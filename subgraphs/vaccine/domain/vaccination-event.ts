import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

/** One dose as SYSVAK holds it. */
export type VaccinationEvent = {
  /** SYSVAK's own id, a UUID: stable for the event's life. */
  readonly id: string
  /** The number the dose was registered on. */
  readonly person: PersonIdentifier
  /** SYSVAK code as registered, known or not. */
  readonly code: string
  readonly givenOn: LocalDate
  readonly doseNumber: number | null
  readonly batchNumber: string | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly isAfterRegistered: boolean
  readonly registeredAt: Date
  readonly performer: { readonly organisationNumber: string | null; readonly name: string | null } | null
}

/** The last dose first; of two on one day, the one registered last. The id settles the rest, so the order is stable. */
export function newestFirst(events: readonly VaccinationEvent[]): readonly VaccinationEvent[] {
  return events.toSorted(
    (a, b) =>
      b.givenOn.localeCompare(a.givenOn) ||
      b.registeredAt.getTime() - a.registeredAt.getTime() ||
      b.id.localeCompare(a.id),
  )
}

/** Given outside Norway. */
export function isForeign({ country }: Pick<VaccinationEvent, 'country'>): boolean {
  return country !== 'NO'
}
