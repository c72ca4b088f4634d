import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { VaccinationEvent } from '../domain/vaccination-event.ts'

/** Where vaccinations come from: SYSVAK's copy. */
export type VaccinationStore = {
  /**
   * Every dose registered on any of these numbers, in no order, and when the copy was last brought up to date.
   * One question to the store, however many numbers.
   */
  findByIdentifiers(identifiers: readonly PersonIdentifier[]): Promise<{
    readonly events: readonly VaccinationEvent[]
    readonly updatedAt: Date | undefined
  }>
}
