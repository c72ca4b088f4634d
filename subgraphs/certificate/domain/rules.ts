import { createHash } from 'node:crypto'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import { readParts, readRuleBook } from './rule-book.ts'
import recoveryFile from './rules/recovery.json' with { type: 'json' }
import testFile from './rules/test.json' with { type: 'json' }
import vaccinationFile from './rules/vaccination.json' with { type: 'json' }

export type VaccinationRule = {
  /** When the signature ends: so many days on at the same time, or at the Oslo midnight that begins that day. */
  readonly expiry: { readonly days: number; readonly at: 'SAME_TIME' | 'MIDNIGHT' }
  /** How a dose after a finished series is written: `OUT_OF_SERIES` 3/2, `OUT_OF_DOSES` 3/3. One-dose series: 2/1. */
  readonly booster: 'OUT_OF_SERIES' | 'OUT_OF_DOSES'
  /** An infection finishes a two-dose series with the first dose when it was more than so many days before it. */
  readonly infectionMoreThanDaysBefore: number
  /** A registered dose number may add at most so many doses that nobody registered here. */
  readonly unregisteredDosesTrusted: number
}

export type TestRule = {
  /** For so long after sampling a negative result is answered by name, certified or not. */
  readonly listedHours: number
  /** For so long after sampling its certificate lasts. */
  readonly validHours: number
}

export type RecoveryRule = {
  /** Days after the first positive test on which the certificate first is given. */
  readonly firstDay: number
  /** The last day, counted from the first positive test. */
  readonly last: { readonly months: number } | { readonly days: number }
  /** What `df` is: the day of the first positive test, or the first day of validity. */
  readonly validFrom: 'FIRST_POSITIVE' | 'FIRST_DAY'
  /** `du` is at most so many days after the day of issue; null: as long as the recovery lasts. */
  readonly issuedForDays: number | null
  /** Positive again within so many months of the first positive test is the same infection. */
  readonly countsAnewAfterMonths: number
}

export const vaccinationRules = readRuleBook(vaccinationFile, (values): VaccinationRule => {
  const rule = readParts(values)
  const expiry = rule.part('expiry')
  return {
    expiry: { days: expiry.count('days'), at: expiry.oneOf('at', ['SAME_TIME', 'MIDNIGHT']) },
    booster: rule.oneOf('booster', ['OUT_OF_SERIES', 'OUT_OF_DOSES']),
    infectionMoreThanDaysBefore: rule.count('infectionMoreThanDaysBefore'),
    unregisteredDosesTrusted: rule.count('unregisteredDosesTrusted'),
  }
})

export const testRules = readRuleBook(testFile, (values): TestRule => {
  const rule = readParts(values)
  return { listedHours: rule.count('listedHours'), validHours: rule.count('validHours') }
})

export const recoveryRules = readRuleBook(recoveryFile, (values): RecoveryRule => {
  const rule = readParts(values)
  const last = rule.part('last')
  return {
    firstDay: rule.count('firstDay'),
    last: last.has('months') ? { months: last.count('months') } : { days: last.count('days') },
    validFrom: rule.oneOf('validFrom', ['FIRST_POSITIVE', 'FIRST_DAY']),
    issuedForDays: rule.countOrNull('issuedForDays'),
    countsAnewAfterMonths: rule.count('countsAnewAfterMonths'),
  }
})

/**
 * Names the rule data in force on a day: the day the youngest of them began, and a digest of their values, so that
 * rule data corrected in place give another name. Part of the key under which signed certificates are kept.
 */
export function rulesVersionOn(day: LocalDate): string {
  const inForce = [vaccinationRules, testRules, recoveryRules]
    .map(book => book.on(day))
    .filter(rule => rule !== undefined)
  const youngest = inForce
    .map(({ validFrom }) => validFrom)
    .sort()
    .at(-1)
  const digest = createHash('sha256').update(JSON.stringify(inForce)).digest('hex')
  return `${youngest ?? 'none'}.${digest.slice(0, 12)}`
}
