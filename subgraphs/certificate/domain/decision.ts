import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { Facts, Holder } from '../dcc/facts.ts'
import type { RefusalReason } from './refusals.ts'

export type Refusal = {
  readonly outcome: 'refused'
  readonly reason: RefusalReason
  /** Id of the deciding rule. */
  readonly rule: string
  /** The first day on which the same facts would give a certificate, where that is known. */
  readonly availableOn?: LocalDate
}

export type Decision<F extends Facts> =
  | {
      readonly outcome: 'eligible'
      readonly facts: F
      /** When the signature must end (`exp`). Always later than the moment of the decision. */
      readonly until: Date
      /** Id of the deciding rule. */
      readonly rule: string
    }
  | Refusal
  /** A registry that could not be reached would matter. */
  | { readonly outcome: 'undecidable'; readonly missing: 'vaccine' | 'test' | 'recovery' }

export function refuse(reason: RefusalReason, { id }: { readonly id: string }): Refusal {
  return { outcome: 'refused', reason, rule: id }
}

/** The answer for a day before the first rule. */
export const beforeTheScheme: Refusal = refuse('SCHEME_NOT_STARTED', { id: 'NO-BEFORE-THE-SCHEME' })

/** Events lie between the holder's birth and today; a certificate never states another (dcc: birth ≤ event ≤ now). */
export function canHaveHappened(day: LocalDate, { birthDate }: Holder, today: LocalDate): boolean {
  return birthDate <= day && day <= today
}
