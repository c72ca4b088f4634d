import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { Facts, Holder } from '../dcc/facts.ts'
import type { ConsideredFact } from './considered.ts'
import type { RefusalReason } from './refusals.ts'

/** How a decision came about: what it rests on cannot be told apart from what it says. */
type Reasoned = {
  /** Id of the deciding rule. */
  readonly rule: string
  /** Every registered fact the decision looked at, and whether it counted. */
  readonly considered: readonly ConsideredFact[]
}

export type Refusal = Reasoned & {
  readonly outcome: 'refused'
  readonly reason: RefusalReason
  /** The first day on which the same facts would give a certificate, where that is known. */
  readonly availableOn?: LocalDate
}

/** A registry that could not be reached would matter. */
export type Undecidable = { readonly outcome: 'undecidable'; readonly missing: 'vaccine' | 'test' | 'recovery' }

export type Eligible<F extends Facts> = Reasoned & {
  readonly outcome: 'eligible'
  readonly facts: F
  /** When the signature must end (`exp`). Always later than the moment of the decision. */
  readonly until: Date
}

export type Decision<F extends Facts> = Eligible<F> | Refusal | Undecidable

export function refuse(
  reason: RefusalReason,
  { id }: { readonly id: string },
  considered: readonly ConsideredFact[] = [],
): Refusal {
  return { outcome: 'refused', reason, rule: id, considered }
}

/** The answer for a day before the first rule. */
export const beforeTheScheme: Refusal = refuse('SCHEME_NOT_STARTED', { id: 'NO-BEFORE-THE-SCHEME' })

/** Events lie between the holder's birth and today; a certificate never states another (dcc: birth ≤ event ≤ now). */
export function canHaveHappened(day: LocalDate, { birthDate }: Pick<Holder, 'birthDate'>, today: LocalDate): boolean {
  return birthDate <= day && day <= today
}
