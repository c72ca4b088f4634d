import type { Area } from '../../../../schema/access.ts'
import type { LocalDate } from '../../../../schema/scalars/local-date.ts'

/** Areas of the graph that a citizen can close to health personnel. */
export const restrictedAreas = ['vaccinations', 'tests', 'recoveries'] as const satisfies readonly Area[]
export type RestrictedArea = (typeof restrictedAreas)[number]

/**
 * One part of an access restriction: closed to whoever fits all that it names. One that names nothing closes everything
 * to all health personnel.
 */
export type Restriction = {
  /** Organisation number of a unit or of the legal entity above it. */
  readonly organisation?: string
  /** Number in Helsepersonellregisteret. */
  readonly hprNumber?: string
  readonly areas?: readonly RestrictedArea[]
  /** First and last day, in Norway. */
  readonly from?: LocalDate
  readonly until?: LocalDate
}

/** What a citizen has decided about one definition. Active means: consented, reserved, or restricted. */
export type Setting = {
  readonly definition: string
  readonly isActive: boolean
  /** Withdrawn, and its owner has not confirmed that it is done. */
  readonly awaitsConfirmation: boolean
  /** The last day it holds, where the citizen has chosen one. */
  readonly until: LocalDate | null
  /** Of an access restriction alone. */
  readonly restrictions: readonly Restriction[]
}

/** Whether a setting holds on a day. */
export function isInForce({ isActive, until }: Pick<Setting, 'isActive' | 'until'>, day: LocalDate): boolean {
  return isActive && (until === null || day <= until)
}

/** What the citizen is told: never decided, in force, withdrawn or lifted, or withdrawn and not yet confirmed. */
export type SettingState = 'NOT_SET' | 'ACTIVE' | 'ENDED' | 'WITHDRAWN_AWAITS_CONFIRMATION'

export function stateOf(setting: Setting | undefined, day: LocalDate): SettingState {
  if (!setting) return 'NOT_SET'
  if (isInForce(setting, day)) return 'ACTIVE'
  return setting.awaitsConfirmation ? 'WITHDRAWN_AWAITS_CONFIRMATION' : 'ENDED'
}
