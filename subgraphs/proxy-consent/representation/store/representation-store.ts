import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Fullmakt } from '../domain/fullmakt.ts'

/** Where fullmakter are kept. Each function is one question, however many persons. */
export type RepresentationStore = {
  /** Every fullmakt given to any of these numbers, whether in force or not; the newest first. */
  findReceived(identifiers: readonly PersonIdentifier[]): Promise<readonly Fullmakt[]>
  /** Every fullmakt given by any of these numbers, whether in force or not; the newest first. */
  findGiven(identifiers: readonly PersonIdentifier[]): Promise<readonly Fullmakt[]>
}
