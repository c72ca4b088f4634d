import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { Definition } from '../catalogue/definition.ts'

/** Whether a citizen can take a stand on it on a day (requirements M9). Ending what is set is possible on any day. */
export function isSelectable({ validFrom, validTo }: Definition, day: LocalDate): boolean {
  return validFrom <= day && (validTo === null || day <= validTo)
}
