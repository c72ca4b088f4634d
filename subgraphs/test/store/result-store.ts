import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { ResultVersion } from '../domain/test-result.ts'

/** Where test results come from: the copy of MSIS-labdatabasen. */
export type ResultStore = {
  /**
   * Every answer registered on any of these numbers, in no order, and when the copy was last brought up to date.
   * One question to the store, however many numbers.
   */
  findByIdentifiers(identifiers: readonly PersonIdentifier[]): Promise<{
    readonly versions: readonly ResultVersion[]
    readonly updatedAt: Date | undefined
  }>
}
