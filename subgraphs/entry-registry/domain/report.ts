import type { LawSource } from './law.ts'

/** What a kommune subscribes to, and is compensated for by month (requirements R: 1000 kroner a kommune, month and service). */
export const countedServices = ['IRRS', 'PREPAREDNESS', 'MSIS_LAB'] as const satisfies readonly LawSource[]
export type CountedService = (typeof countedServices)[number]

/** What Helsedirektoratet pays a kommune for a month in which it used a service. */
export const kronerPerMonth = 1_000

/** Fewer than this many in one place are somebody: the number is not told (Statistics Norway's usual limit is five). */
export const fewestTold = 5

/** A count that may be told, or null where so few would be recognised. */
export const told = (count: number): number | null => (count > 0 && count < fewestTold ? null : count)

/**
 * How many of a whole, in hundredths. Null where the whole, the part or what is left is so few that one of them could be
 * worked out from the others.
 */
export function shareOf(part: number, whole: number): number | null {
  if (whole === 0 || [whole, part, whole - part].some(count => told(count) === null)) return null
  return Math.round((part / whole) * 100)
}
