import type { CertificateKind } from '../dcc/facts.ts'
import { applyRule, externalOf, type RuleOutcome, type Timed } from './apply-rule.ts'
import type { BusinessRule } from './business-rule.ts'
import type { BusinessRuleBook } from './rule-book.ts'

// Needs nothing of Node: browsers judge certificates with it too.

/** Where and when a certificate is to be used. */
export type Business = { readonly country: string; readonly at: Date }
export type AppliedRule = { readonly rule: BusinessRule; readonly outcome: RuleOutcome }

type Judged = Timed & {
  readonly kind: CertificateKind
  readonly issuer: string | undefined
  readonly payload: unknown
}

/** Norway's own certificate, for use inside Norway: it says that somebody is green, and not why. */
export const domestic = { prefix: 'NO1:', country: 'NX' } as const

/** What the rules of an occasion say; undefined where none of that country are here. */
export function judge(
  book: BusinessRuleBook,
  opened: Judged,
  { country, at }: Business,
): readonly AppliedRule[] | undefined {
  if (!book.knows(country)) return undefined
  const { kind, issuer, payload } = opened
  const external = externalOf(opened, country, at)
  return book
    .rulesFor({ country, issuer, kind, at })
    .map(rule => ({ rule, outcome: applyRule(rule, payload, external) }))
}

/**
 * Whether a certificate is accepted: every rule says yes. Undefined when that cannot be told: no rule speaks of such a
 * certificate, or one is open and none says no.
 */
export function isAccepted(rules: readonly AppliedRule[] | undefined): boolean | undefined {
  if (rules === undefined || rules.length === 0) return undefined
  if (rules.some(({ outcome }) => outcome === 'fail')) return false
  return rules.every(({ outcome }) => outcome === 'pass') ? true : undefined
}
