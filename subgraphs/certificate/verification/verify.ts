import {
  CertificateRefusal,
  doubtAbout,
  type Opened,
  proveCertificate,
  type RefusalReason,
  type TrustedSigner,
} from '../dcc/index.ts'
import { applyRule, externalOf, type RuleOutcome } from './apply-rule.ts'
import type { BusinessRule } from './business-rule.ts'
import type { VerificationReason } from './reasons.ts'
import type { BusinessRuleBook } from './rule-book.ts'

/** Where and when a certificate is to be used. */
export type Business = { readonly country: string; readonly at: Date }
export type AppliedRule = { readonly rule: BusinessRule; readonly outcome: RuleOutcome }

export type Verified = {
  /** Undefined when the certificate is valid. */
  readonly reason: VerificationReason | undefined
  /** What may be shown: of a valid certificate, and of a genuine one that is only too early or too late. */
  readonly shown: Opened | undefined
  /** Undefined where no rules were asked for, the country has none here, or the certificate is not valid. */
  readonly rules: readonly AppliedRule[] | undefined
}

export type VerifierParts = {
  /** The document signers to rely on at this moment. */
  readonly trust: () => readonly TrustedSigner[]
  /** Whether the issuer has withdrawn a certificate. Where it cannot be told it throws, and nothing is called valid. */
  readonly isRevoked?: ((opened: Opened) => Promise<boolean>) | undefined
  readonly rules: BusinessRuleBook
}

export type Verify = (text: string, now: Date, business?: Business) => Promise<Verified>

/** Its own dates are all that is against it: who signed it is proven, and that they stand by it. */
const onlyUntimely: ReadonlySet<VerificationReason> = new Set<VerificationReason>(['EXPIRED', 'NOT_YET_VALID'])

/** Keeps nothing of what it verifies. */
export function createVerify({ trust, isRevoked, rules }: VerifierParts): Verify {
  return async (text, now, business) => {
    const proven = await prove(text, trust())
    if (typeof proven === 'string') return { reason: proven, shown: undefined, rules: undefined }
    if (await isRevoked?.(proven)) return { reason: 'REVOKED', shown: undefined, rules: undefined }
    const reason = doubtAbout(proven, now)
    if (reason) return { reason, shown: onlyUntimely.has(reason) ? proven : undefined, rules: undefined }
    return { reason, shown: proven, rules: business && judge(rules, proven, business) }
  }
}

async function prove(text: string, trust: readonly TrustedSigner[]): Promise<Opened | RefusalReason> {
  try {
    return await proveCertificate(text, trust)
  } catch (error) {
    if (error instanceof CertificateRefusal) return error.reason
    throw error
  }
}

function judge(book: BusinessRuleBook, opened: Opened, { country, at }: Business): readonly AppliedRule[] | undefined {
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
