import { addDays, type LocalDate, osloDay, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type { EntrySource } from '../store/tables.ts'

/** Days an entry may be seen after the day its clock began: IRRS 20, Beredskapsregisteret 10 (requirements J1, J2). */
export const retentionDays = { IRRS: 20, PREPAREDNESS: 10 } as const satisfies Record<EntrySource, number>

/** What may still be seen now. Days are days in Norway, whatever the clock was changed to in between. */
export type Retention = {
  /** IRRS counts from the day of travel: the last one that may still be seen. */
  readonly travelledFrom: LocalDate
  /** Beredskapsregisteret counts from registration: the first instant that may still be seen. */
  readonly registeredFrom: Date
}

export function retentionAt(now: Date): Retention {
  const today = osloDay(now)
  return {
    travelledFrom: addDays(today, -retentionDays.IRRS),
    registeredFrom: startOfOsloDay(addDays(today, -retentionDays.PREPAREDNESS)),
  }
}
