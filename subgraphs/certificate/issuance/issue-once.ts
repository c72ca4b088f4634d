import { createHmac } from 'node:crypto'
import { PublicError } from '../../../schema/errors.ts'
import { keyObjectOf } from '../../../schema/seal.ts'
import type { Facts } from '../dcc/facts.ts'
import type { Issued, Issuer } from '../dcc/index.ts'
import type { Ledger } from '../store/ledger.ts'
import type { SignedCertificates } from '../store/signed-certificates.ts'

/** A decision to certify: the facts, until when, and by which rules. */
export type Order = {
  readonly facts: Facts
  readonly until: Date
  readonly rulesVersion: string
  /** Pseudonym of the holder, for the ledger. */
  readonly subject: string
}

export type IssueOnce = (order: Order, now: Date) => Promise<Issued>

type Parts = {
  readonly issuer: Issuer
  readonly ledger: Ledger
  readonly cache: SignedCertificates
  /** Makes issue keys: nobody can guess one from a name and a birth date. */
  readonly issueKeySecret: Uint8Array
}

/**
 * Signs what was not signed before. Facts, rules, key and expiry decide whether a signed result is the same one, so a
 * corrected record can never be answered from the cache. The ledger has its row before anything is signed.
 */
export function createIssueOnce({ issuer, ledger, cache, issueKeySecret }: Parts): IssueOnce {
  const underWay = new Map<string, Promise<Issued>>()

  async function findOrIssue(issueKey: string, keyId: string, order: Order, now: Date): Promise<Issued> {
    const known = await cache.find(issueKey)
    if (known) return known
    const { facts, until, rulesVersion, subject } = order
    const uvci = issuer.uvciOf(facts)
    await ledger
      .record({
        issue_key: issueKey,
        uvci,
        kind: facts.kind,
        subject,
        key_id: keyId,
        rules_version: rulesVersion,
        recorded_at: now,
        expires_at: until,
      })
      .catch(cause => {
        throw new PublicError('SIGNER_UNAVAILABLE', { cause })
      })
    const issued = await issuer.issue(facts, until)
    cache.keep(issueKey, issued, now)
    return issued
  }

  return (order, now) => {
    const keyId = issuer.keyIdFor(order.facts, now)
    const issueKey = createHmac('sha256', keyObjectOf(issueKeySecret))
      .update(JSON.stringify([order.facts, order.until, order.rulesVersion, keyId]))
      .digest('base64url')
    const known = underWay.get(issueKey)
    if (known) return known
    const fresh = findOrIssue(issueKey, keyId, order, now).finally(() => underWay.delete(issueKey))
    underWay.set(issueKey, fresh)
    return fresh
  }
}
