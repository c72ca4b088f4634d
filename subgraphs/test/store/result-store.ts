import type { LocalDate } from '../../../schema/scalars/local-date.ts'
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
  /** How each of many candidates stands, one letter each in the same order: `schema/cohort.ts` says which. */
  findOutcomes(question: OutcomeQuestion): Promise<{ readonly letters: string; readonly updatedAt: Date | undefined }>
}

/** Texts with one part a candidate. */
export type OutcomeQuestion = {
  readonly numbers: string
  readonly days: string
  /** Further numbers of the same persons, between commas, and the place of the candidate each belongs to, from 1. */
  readonly others: string
  readonly places: string
  readonly today: LocalDate
  /** Answers after it make a small letter. The beginning of time where nobody asks. */
  readonly changedSince: Date
}
