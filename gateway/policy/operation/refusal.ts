import { PublicError } from '../../../schema/errors.ts'
import type { Limits } from '../audiences.ts'

/** Counts grow by multiplication: beyond this nobody wants to know by how much. */
export const countless = 1_000_000_000

export const saturated = (count: number): number => Math.min(count, countless)

/** @throws PublicError QUERY_TOO_COSTLY that names the limit, and what was counted as far as it was counted */
export function refuseOver(limits: Limits, limit: keyof Limits, counted: number): void {
  if (counted <= limits[limit]) return
  const told = counted < countless ? ` ${counted}` : ''
  throw new PublicError('QUERY_TOO_COSTLY', { details: { limit: `${limit}${told} > ${limits[limit]}` } })
}
