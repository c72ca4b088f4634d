import { type Basis, bindingOf, type Caller, type Purpose } from './access.ts'
import { PublicError } from './errors.ts'
import { type SealKeys, seal, unseal } from './seal.ts'

/*
 * How three registries answer «which of ten thousand travellers» together and none of them keeps it. The entry registry
 * seals who may be on a list; person adds which numbers are one person's, test adds one letter a candidate; the entry
 * registry chooses. The gateway carries it all and can read none of it.
 */

/** Those who may be on a list, in its order. Texts with one part a candidate: thousands of them are one text each. */
export type Cohort = {
  /** What was asked and what is allowed, for the registry that made it alone. */
  readonly question: string
  /** Whether results may be looked up: decided by law before anybody asks. */
  readonly asksResults: boolean
  /** Identity numbers, between commas. */
  readonly numbers: string
  /** Days since each one's arrival: one character each, `0` on the day itself. Older results are of another journey. */
  readonly days: string
  /** What the registry that made it keeps beside each number, between commas. */
  readonly entries: string
  /** One character each, the same registry's own. */
  readonly flags: string
  /** The day in Norway that days are counted from. */
  readonly today: string
  /** Seconds since 1970: results after it are told apart. 0 where nobody asks. */
  readonly changedSince: number
  /** What the look-up is logged as. */
  readonly basis: Basis
  readonly purpose: Purpose
  readonly expires: number
}

/** How one candidate stands, as one letter; a small one where an answer came after `changedSince`. */
export const outcomeLetters = { POSITIVE: 'P', NEGATIVE: 'N', PENDING: 'W', UNCLEAR: 'U', NONE: '-' } as const
export type TestStatus = keyof typeof outcomeLetters

/** Results are of this many days at most: as long as the longest of the registers keeps an entry. */
export const resultWindowDays = 20
/** More on one list than any kommune has had; what is left out is told. */
export const largestCohort = 50_000
/** Characters of the largest with room to spare; a longer text is refused before any work is done on it. */
const longestSeal = 4_000_000

export function sealCohort(keys: SealKeys, cohort: Cohort, caller: Caller): string {
  const { question, asksResults, numbers, days, entries, flags, today, changedSince, basis, purpose, expires } = cohort
  const fields = [question, asksResults, numbers, days, entries, flags, today, changedSince, basis, purpose, expires]
  return seal(keys, JSON.stringify(fields), `cohort ${bindingOf(caller)}`)
}

/** @throws PublicError FORBIDDEN for what was not sealed, for another caller, or has expired */
export function openCohort(keys: SealKeys, text: unknown, { caller, now }: { caller: Caller; now: Date }): Cohort {
  try {
    if (typeof text !== 'string' || text.length > longestSeal) throw new Error('not a cohort')
    const fields = JSON.parse(unseal(keys, text, `cohort ${bindingOf(caller)}`))
    const [question, asksResults, numbers, days, entries, flags, today, changedSince, basis, purpose, expires] = fields
    if (expires * 1000 <= now.getTime()) throw new Error('the cohort has expired')
    return { question, asksResults, numbers, days, entries, flags, today, changedSince, basis, purpose, expires }
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}

/** What one registry has to say of a cohort: it opens beside that cohort alone. */
export type Finding = 'aliases' | 'outcomes'

export function sealFinding(keys: SealKeys, kind: Finding, text: string, cohort: string): string {
  // Of an empty list there is nothing to say, and a seal has to be of something.
  return seal(keys, `${kind}=${text}`, `${kind} ${markOf(cohort)}`)
}

/** @throws PublicError FORBIDDEN */
export function openFinding(keys: SealKeys, kind: Finding, text: string, cohort: string): string {
  try {
    if (text.length > longestSeal) throw new Error('not a finding')
    return unseal(keys, text, `${kind} ${markOf(cohort)}`).slice(kind.length + 1)
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}

/** The end of a seal is its authentication tag: no two cohorts have the same. */
const markOf = (cohort: string) => cohort.slice(-22)

const numberLength = 11

/** What person says of one candidate: nothing where nobody has the number; else a colon, and her other numbers in a row. */
export function otherNumbersOf(alias: string): readonly string[] {
  const numbers: string[] = []
  for (let at = 1; at < alias.length; at += numberLength) numbers.push(alias.slice(at, at + numberLength))
  return numbers
}
