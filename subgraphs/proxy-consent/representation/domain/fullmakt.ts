import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'

/** What a fullmakt can be given for. */
export const fullmaktAreas = ['vaccinations', 'tests', 'recoveries', 'certificates', 'insight', 'consents'] as const
export type FullmaktArea = (typeof fullmaktAreas)[number]

export type Fullmakt = {
  readonly id: string
  readonly kind: 'ordinary' | 'assigned'
  readonly giver: { readonly identifier: PersonIdentifier; readonly name: string }
  readonly receiver: { readonly identifier: PersonIdentifier; readonly name: string }
  readonly areas: readonly FullmaktArea[]
  readonly givenAt: Date
  readonly validUntil: LocalDate | null
  readonly endedAt: Date | null
  readonly endedBy: 'giver' | 'receiver' | 'register' | null
}

/** Whether it is in force on a day; the last day counts. */
export function isInForce(
  { validUntil, endedAt }: Pick<Fullmakt, 'validUntil' | 'endedAt'>,
  today: LocalDate,
): boolean {
  return endedAt === null && (validUntil === null || today <= validUntil)
}

export type FullmaktState = 'in-force' | 'expired' | 'ended'

export function stateOn(fullmakt: Pick<Fullmakt, 'validUntil' | 'endedAt'>, today: LocalDate): FullmaktState {
  if (fullmakt.endedAt !== null) return 'ended'
  return isInForce(fullmakt, today) ? 'in-force' : 'expired'
}
