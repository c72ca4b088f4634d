import { createHash } from 'node:crypto'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import { type Rule, type RuleBook, type RuleParts, readParts, readRuleBook } from './rule-book.ts'
import domesticFile from './rules/domestic.json' with { type: 'json' }
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
  /** Days after the first positive test on which the certificate first is given, and from which it holds (`df`). */
  readonly firstDay: number
  /** The last day, counted from the first positive test. */
  readonly last: { readonly months: number } | { readonly days: number }
  /** `du` is at most so many days after the day of issue; null: as long as the recovery lasts. */
  readonly issuedForDays: number | null
  /** Positive again within so many months of the first positive test is the same infection. */
  readonly countsAnewAfterMonths: number
}

/** A last day, counted from a first positive test. */
export type LastDay = RecoveryRule['last']

export type DomesticRule = {
  readonly vaccination: {
    /** EU codes of the vaccines that count. */
    readonly products: readonly string[]
    /** The day after the last dose of a series on which it counts; one dose of two after COVID-19 is a series. */
    readonly seriesFromDay: number
    /** The same for a vaccine of which one dose is the series. */
    readonly singleDoseFromDay: number
    /** When the first dose of two counts; null: it does not. */
    readonly firstDose: { readonly fromDay: number; readonly toDay: number } | null
    /** Doses after a finished series: not yet foreseen, or counting from their own day on, without an end. */
    readonly additionalDoses: 'NOT_KNOWN' | 'AT_ONCE'
    /** Whether 3 of 3 is an additional dose or a finished series. */
    readonly thirdOfThree: 'ADDITIONAL' | 'SERIES'
    /** The last day of a finished series, for those of an age; null: no end. */
    readonly lastDay: { readonly days: number; readonly fromAge: number | null } | null
  }
  /** For so many hours after sampling a negative test counts; null: it does not. */
  readonly test: { readonly hours: number } | null
  /** Days after the first positive test; both are inside. */
  readonly recovery: { readonly firstDay: number; readonly last: LastDay }
  /**
   * Red for so many days from the first positive test of the latest infection. A positive rapid test does not count
   * when a laboratory test sampled within so many hours is negative. Null: a positive test is not asked for.
   */
  readonly infection: { readonly redForDays: number; readonly overturnedWithinHours: number } | null
  /** How long the signature lasts at most. */
  readonly issuedForHours: number
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
  return {
    firstDay: rule.count('firstDay'),
    last: readLastDay(rule.part('last')),
    issuedForDays: rule.countOrNull('issuedForDays'),
    countsAnewAfterMonths: rule.count('countsAnewAfterMonths'),
  }
})

export const domesticRules = readRuleBook(domesticFile, (values): DomesticRule => {
  const rule = readParts(values)
  const vaccination = rule.part('vaccination')
  const firstDose = vaccination.partOrNull('firstDose')
  const lastDay = vaccination.partOrNull('lastDay')
  const test = rule.partOrNull('test')
  const recovery = rule.part('recovery')
  const infection = rule.partOrNull('infection')
  return {
    vaccination: {
      products: vaccination.texts('products'),
      seriesFromDay: vaccination.count('seriesFromDay'),
      singleDoseFromDay: vaccination.count('singleDoseFromDay'),
      firstDose: firstDose && { fromDay: firstDose.count('fromDay'), toDay: firstDose.count('toDay') },
      additionalDoses: vaccination.oneOf('additionalDoses', ['NOT_KNOWN', 'AT_ONCE']),
      thirdOfThree: vaccination.oneOf('thirdOfThree', ['ADDITIONAL', 'SERIES']),
      lastDay: lastDay && { days: lastDay.count('days'), fromAge: lastDay.countOrNull('fromAge') },
    },
    test: test && { hours: test.count('hours') },
    recovery: { firstDay: recovery.count('firstDay'), last: readLastDay(recovery.part('last')) },
    infection: infection && {
      redForDays: infection.count('redForDays'),
      overturnedWithinHours: infection.count('overturnedWithinHours'),
    },
    issuedForHours: rule.count('issuedForHours'),
  }
})

function readLastDay(last: RuleParts): LastDay {
  return last.has('months') ? { months: last.count('months') } : { days: last.count('days') }
}

const books = [vaccinationRules, testRules, recoveryRules]

/**
 * Names the rule data in force on a day: the day the youngest of them began, and a digest of their values, so that
 * rule data corrected in place give another name. Part of the key under which signed certificates are kept.
 */
export function rulesVersionOn(day: LocalDate): string {
  return versionOf(books, day)
}

/** The same for the certificate for use in Norway, which rests on all rules. */
export function domesticRulesVersionOn(day: LocalDate): string {
  return versionOf([...books, domesticRules], day)
}

function versionOf(of: readonly RuleBook<unknown>[], day: LocalDate): string {
  const inForce = of.map(book => book.on(day)).filter(rule => rule !== undefined)
  const youngest = inForce
    .map(({ validFrom }) => validFrom)
    .sort()
    .at(-1)
  // Sources are not part of it: naming one better changes no certificate.
  const content = inForce.map(({ id, validFrom, validTo, values }) => ({ id, validFrom, validTo, values }))
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return `${youngest ?? 'none'}.${digest.slice(0, 12)}`
}

/** The rule a decision names, of whatever kind; undefined for a day before the first rule. */
export function ruleCalled(id: string): Rule<unknown> | undefined {
  return [...books, domesticRules].map(book => book.called(id)).find(rule => rule !== undefined)
}
