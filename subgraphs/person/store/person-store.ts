import type { Child } from '../../../schema/kin.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { PersonRecord, RelativeRecord } from '../domain/person-record.ts'

export type Relation = 'parents' | 'children'

/** Where persons come from: Folkeregisteret's copy. Each function is one question, however many persons. */
export type PersonStore = {
  /** Every person who has or has had any of these numbers. */
  findByIdentifiers(identifiers: readonly PersonIdentifier[]): Promise<readonly PersonRecord[]>
  /** The parents or children of these persons, by person; the oldest first. */
  findRelatives(
    relation: Relation,
    personIds: readonly number[],
  ): Promise<{
    readonly relatives: ReadonlyMap<number, readonly RelativeRecord[]>
    readonly updatedAt: Date | undefined
  }>
  /** The living children of these persons with what decides whether one may act for them, by person; the oldest first. */
  findChildren(personIds: readonly number[]): Promise<ReadonlyMap<number, readonly Child[]>>
  /**
   * Whose each of many numbers is, and the person's other numbers. Numbers between commas in; out one part each, in the
   * same order, as `schema/cohort.ts` reads them: thousands of rows would cost more than all the rest.
   */
  findAliases(numbers: string): Promise<string>
}
