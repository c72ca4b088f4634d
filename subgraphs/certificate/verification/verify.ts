import {
  CertificateRefusal,
  doubtAbout,
  type Opened,
  type OpenedDomestic,
  openDomesticCertificate,
  proveCertificate,
  type RefusalReason,
  type TrustedSigner,
} from '../dcc/index.ts'
import { type AppliedRule, type Business, domestic, isAccepted, judge } from './judge.ts'
import type { VerificationReason } from './reasons.ts'
import type { BusinessRuleBook } from './rule-book.ts'

export type Verified = {
  /** Undefined when the certificate is valid. */
  readonly reason: VerificationReason | undefined
  /** What may be shown: of a valid certificate, and of a genuine one that is only too early or too late. */
  readonly shown?: Opened | OpenedDomestic
  /** Undefined where no rules were asked for, the country has none here, or the certificate is not valid. */
  readonly rules?: readonly AppliedRule[] | undefined
  /** Undefined where it cannot be told. */
  readonly isAccepted?: boolean | undefined
}

export type VerifierParts = {
  /** The document signers to rely on at this moment. */
  readonly trust: () => readonly TrustedSigner[]
  /** Whether the issuer has withdrawn a certificate. Where it cannot be told it throws, and nothing is called valid. */
  readonly isRevoked?: ((opened: Opened | OpenedDomestic) => Promise<boolean>) | undefined
  readonly rules: BusinessRuleBook
}

export type Verify = (text: string, now: Date, business?: Business) => Promise<Verified>

/** Its own dates are all that is against it: who signed it is proven, and that they stand by it. */
const onlyUntimely: ReadonlySet<VerificationReason> = new Set<VerificationReason>(['EXPIRED', 'NOT_YET_VALID'])

/** Keeps nothing of what it verifies. */
export function createVerify({ trust, isRevoked, rules }: VerifierParts): Verify {
  async function verifyEuropean(text: string, now: Date, business?: Business): Promise<Verified> {
    const proven = await orReason(proveCertificate(text, trust()))
    if (typeof proven === 'string') return { reason: proven }
    if (await isRevoked?.(proven)) return { reason: 'REVOKED' }
    const reason = doubtAbout(proven, now)
    if (reason) return { reason, ...(onlyUntimely.has(reason) && { shown: proven }) }
    const applied = business && judge(rules, proven, business)
    return { reason, shown: proven, rules: applied, isAccepted: isAccepted(applied) }
  }

  // Its rules were applied when it was issued; there is nothing in it that they could be applied to again.
  async function verifyDomestic(text: string, now: Date, business?: Business): Promise<Verified> {
    const opened = await orReason(openDomesticCertificate(text, trust(), () => now))
    if (typeof opened === 'string') return { reason: opened }
    if (await isRevoked?.(opened)) return { reason: 'REVOKED' }
    const isAtHome = business?.country === domestic.country
    return { reason: undefined, shown: opened, isAccepted: isAtHome || undefined }
  }

  return (text, now, business) =>
    text.startsWith(domestic.prefix) ? verifyDomestic(text, now, business) : verifyEuropean(text, now, business)
}

async function orReason<Found>(opening: Promise<Found>): Promise<Found | RefusalReason> {
  try {
    return await opening
  } catch (error) {
    if (error instanceof CertificateRefusal) return error.reason
    throw error
  }
}
