import { createHmac } from 'node:crypto'
import { PublicError } from '../../../schema/errors.ts'
import { keyObjectOf } from '../../../schema/seal.ts'
import type { Facts } from '../dcc/facts.ts'
import { type Issued, type Issuer, type Signer, signatureOf } from '../dcc/index.ts'
import type { Ledger, LedgerEntry } from '../store/ledger.ts'
import type { SignedCertificates } from '../store/signed-certificates.ts'

/** A decision to certify: the facts, until when, and by which rules. */
export type Order = {
  readonly facts: Facts
  readonly until: Date
  readonly rulesVersion: string
  /** Pseudonym of the holder, for the ledger. */
  readonly subject: string
  /** Sets this certificate apart from those signed before it, where their signatures were revoked. */
  readonly renewal?: string | undefined
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
 * corrected record can never be answered from the cache. The ledger has its row before anything is signed, and of all
 * replicas that sign the same at once it keeps one signature: everybody is given the certificate with that one.
 */
export function createIssueOnce({ issuer, ledger, cache, issueKeySecret }: Parts): IssueOnce {
  const underWay = new Map<string, Promise<Issued>>()

  async function findOrIssue(issueKey: string, signer: Signer, order: Order, now: Date): Promise<Issued> {
    const known = await cache.find(issueKey)
    if (known) return known
    const { facts, until } = order
    const kept = await ledger.record(entryOf(issueKey, signer, order, now)).catch(unavailable)
    const again = kept && (await issuer.issueAgain(facts, until, { signer, ...kept }))
    if (kept && !again) await ledger.forget(issueKey).catch(unavailable)
    const issued = again ?? (await sign(issueKey, signer, order))
    cache.keep(issueKey, issued, now)
    return issued
  }

  /** Nothing leaves before the ledger has kept its signature: what another replica kept first is what leaves. */
  async function sign(issueKey: string, signer: Signer, { facts, until }: Order): Promise<Issued> {
    const issued = await issuer.issue(facts, until, signer)
    const { issuedAt, expiresAt, hc1 } = issued
    const own = { issuedAt, signature: signatureOf(hc1) }
    const first = await ledger.keep(issueKey, own, expiresAt).catch(unavailable)
    if (first === own) return issued
    return (await issuer.issueAgain(facts, until, { signer, ...first })) ?? issued
  }

  function entryOf(issueKey: string, { keyId }: Signer, order: Order, now: Date): LedgerEntry {
    const { facts, until, rulesVersion, subject } = order
    return {
      issue_key: issueKey,
      uvci: issuer.uvciOf(facts),
      kind: facts.kind,
      subject,
      key_id: Buffer.from(keyId).toString('base64'),
      rules_version: rulesVersion,
      recorded_at: now,
      expires_at: until,
    }
  }

  return (order, now) => {
    const signer = issuer.signerFor(order.facts, now)
    const keyId = Buffer.from(signer.keyId).toString('base64')
    const issueKey = createHmac('sha256', keyObjectOf(issueKeySecret))
      .update(
        JSON.stringify([
          order.facts,
          order.until,
          order.rulesVersion,
          keyId,
          ...(order.renewal ? [order.renewal] : []),
        ]),
      )
      .digest('base64url')
    const known = underWay.get(issueKey)
    if (known) return known
    const fresh = findOrIssue(issueKey, signer, order, now).finally(() => underWay.delete(issueKey))
    underWay.set(issueKey, fresh)
    return fresh
  }
}

/** Without the ledger nothing new may leave, which is the same to whoever asked. */
function unavailable(cause: unknown): never {
  throw new PublicError('SIGNER_UNAVAILABLE', { cause })
}
