import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { ConfirmedCase } from '../domain/confirmed-case.ts'

/** Where confirmed cases come from: MSIS's copy. */
export type CaseStore = {
  /**
   * Every case notified on any of these numbers, in no order, and when the copy was last brought up to date.
   * One question to the store, however many numbers.
   */
  findByIdentifiers(identifiers: readonly PersonIdentifier[]): Promise<{
    readonly cases: readonly ConfirmedCase[]
    readonly updatedAt: Date | undefined
  }>
}
