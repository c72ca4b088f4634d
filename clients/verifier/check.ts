import {
  CertificateRefusal,
  type Opened,
  openCertificate,
  openDomesticCertificate,
} from '../../subgraphs/certificate/dcc/browser.ts'
import {
  type AppliedRule,
  domestic,
  isAccepted,
  judge,
  type VerificationReason,
} from '../../subgraphs/certificate/verification/browser.ts'
import { isRevoked, type Lists } from '../lists/index.ts'
import { type StatedFact, statedFacts } from './stated-facts.ts'

/** Why something is not green: what the certificate lacks, or what this verifier does. */
export type Reason =
  | VerificationReason
  | 'RULE_FAILED'
  | 'RULE_OPEN'
  | 'NO_RULE'
  | 'ONLY_IN_NORWAY'
  | 'NO_LISTS'
  | 'LISTS_OLD'

export type Holder = { readonly name: string; readonly birthDate: string }

/** Green, where there is no reason why not. */
export type Verdict = {
  readonly reason: Reason | undefined
  /** The moment the reason is about, where that is not now. */
  readonly at?: Date
  /** Of a genuine certificate only. */
  readonly holder?: Holder
  /** Inside Norway it is nobody’s business why somebody is green, or is not. */
  readonly facts?: readonly StatedFact[]
  /** The rules that say no, or do not say. */
  readonly against?: readonly AppliedRule[]
}

export type Occasion = {
  /** A country of the rules: `NX` is Norway at home. */
  readonly country: string
  /** When it is to be used: the rules of that moment, judged at it. */
  readonly at: Date
}

/** A signer that was withdrawn yesterday must not be believed today (eHealth Network: lists are fetched daily). */
const longestWithoutContactMs = 24 * 3_600_000

/** Opens a certificate and judges it with what is on this device. Asks nobody, keeps nothing. */
export async function check(text: string, lists: Lists | undefined, occasion: Occasion, now: Date): Promise<Verdict> {
  if (!lists) return { reason: 'NO_LISTS' }
  try {
    return text.startsWith(domestic.prefix)
      ? await checkDomestic(text, lists, occasion, now)
      : await checkEuropean(text, lists, occasion, now)
  } catch (error) {
    if (error instanceof CertificateRefusal) return { reason: error.reason }
    throw error
  }
}

/** Its rules were applied when it was issued; there is nothing in it that they could be applied to again. */
async function checkDomestic(text: string, lists: Lists, { country, at }: Occasion, now: Date): Promise<Verdict> {
  const { payload, expiresAt } = await openDomesticCertificate(text, lists.trust, () => now)
  if (isOld(lists, now)) return { reason: 'LISTS_OLD' }
  const holder = holderOf(payload)
  if (expiresAt < at) return { reason: 'EXPIRED', at, holder }
  return { reason: country === domestic.country ? undefined : 'ONLY_IN_NORWAY', holder }
}

async function checkEuropean(text: string, lists: Lists, occasion: Occasion, now: Date): Promise<Verdict> {
  const opened = await openCertificate(text, lists.trust, () => now)
  if (await isRevoked(lists.revocations, opened, now)) return { reason: 'REVOKED' }
  if (isOld(lists, now)) return { reason: 'LISTS_OLD' }
  const holder = holderOf(opened.payload)
  if (opened.expiresAt < occasion.at) return { reason: 'EXPIRED', at: occasion.at, holder }
  const applied = judge(lists.rules, opened, occasion) ?? []
  const verdict = { reason: reasonIn(applied), holder }
  if (occasion.country === domestic.country) return verdict
  return {
    ...verdict,
    facts: statedFacts(opened, applied),
    against: applied.filter(({ outcome }) => outcome !== 'pass'),
  }
}

const isOld = ({ fetchedAt }: Lists, now: Date): boolean =>
  now.getTime() - fetchedAt.getTime() > longestWithoutContactMs

function reasonIn(applied: readonly AppliedRule[]): Reason | undefined {
  if (applied.length === 0) return 'NO_RULE'
  const accepted = isAccepted(applied)
  if (accepted === undefined) return 'RULE_OPEN'
  return accepted ? undefined : 'RULE_FAILED'
}

function holderOf({ nam, dob }: Pick<Opened['payload'], 'nam' | 'dob'>): Holder {
  const written = [nam?.gn, nam?.fn].filter(Boolean).join(' ')
  const transliterated = [nam?.gnt, nam?.fnt].filter(Boolean).join(' ').replaceAll('<', ' ')
  return { name: written || transliterated, birthDate: dob ?? '' }
}
