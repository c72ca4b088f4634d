import { createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import { PublicError } from '../../../schema/errors.ts'
import { keyObjectOf } from '../../../schema/seal.ts'
import { createGroupCommit } from '../../kernel/group-commit.ts'
import type { Holder } from '../dcc/facts.ts'
import type { DomesticIssuer, IssuedDomestic, Signer } from '../dcc/index.ts'
import type { Revocations } from '../revocation/index.ts'
import type { DomesticAndPdfTables } from '../store/domestic-and-pdf.ts'
import type { SignedCertificates } from '../store/signed-certificates.ts'

/** A decision that somebody is green. Why is no part of it. */
export type DomesticOrder = {
  readonly holder: Holder
  readonly from: Date
  readonly until: Date
  readonly rulesVersion: string
  /** Pseudonym of the holder, for the ledger. */
  readonly subject: string
}

export type IssueDomesticOnce = (order: DomesticOrder, now: Date) => Promise<IssuedDomestic>

type Parts = {
  readonly issuer: DomesticIssuer
  readonly kysely: Kysely<DomesticAndPdfTables>
  readonly cache: SignedCertificates<IssuedDomestic>
  readonly revocations: Pick<Revocations, 'isRevokedIssue' | 'revokedUntil' | 'renewalOf'>
  readonly issueKeySecret: Uint8Array
}

/**
 * Signs what was not signed before: whoever asks again within the hour is given the same text. As with every
 * certificate, the row is durable before anything is signed. No signature is kept: nothing is ever revoked by it, and
 * it ends within a day.
 */
export function createIssueDomesticOnce({
  issuer,
  kysely,
  cache,
  revocations,
  issueKeySecret,
}: Parts): IssueDomesticOnce {
  const underWay = new Map<string, Promise<IssuedDomestic>>()
  const record = createGroupCommit<DomesticAndPdfTables['certificate.domestic_issuance']>(async group => {
    await kysely
      .insertInto('certificate.domestic_issuance')
      .values([...group])
      .onConflict(conflict => conflict.column('issue_key').doNothing())
      .execute()
  })

  async function findOrIssue(
    issueKey: string,
    signer: Signer,
    order: DomesticOrder,
    now: Date,
  ): Promise<IssuedDomestic> {
    const known = await cache.find(issueKey)
    if (known) return known
    const { holder, from, until, rulesVersion, subject } = order
    const row = {
      issue_key: issueKey,
      subject,
      key_id: Buffer.from(signer.keyId).toString('base64'),
      rules_version: rulesVersion,
      recorded_at: now,
      expires_at: until,
    }
    await record(row).catch(cause => {
      throw new PublicError('SIGNER_UNAVAILABLE', { cause })
    })
    const issued = await issuer.issue(holder, { from, until }, signer)
    cache.keep(issueKey, issued, now)
    return issued
  }

  return async (decided, now) => {
    const signer = issuer.signerAt(now)
    const keyId = Buffer.from(signer.keyId).toString('base64')
    // A key that signs into its own revocation has to be replaced first.
    if (await revocations.isRevokedIssue({ keyId, issuedAt: now })) throw new PublicError('SIGNER_UNAVAILABLE')
    // It may not seem to be of a time that was revoked. Its span is told by its end and by what everyone may know.
    const revokedUntil = (await revocations.revokedUntil({ keyId, issuedAt: now }))?.getTime() ?? 0
    const order = { ...decided, from: new Date(Math.max(decided.from.getTime(), revokedUntil + 1)) }
    const { holder, from, until, rulesVersion } = order
    // Sets it apart from those signed before it, where their signatures were revoked.
    const renewal = (await revocations.renewalOf(keyId)) ?? null
    const issueKey = createHmac('sha256', keyObjectOf(issueKeySecret))
      .update(JSON.stringify(['domestic', holder, from, until, rulesVersion, keyId, renewal]))
      .digest('base64url')
    const known = underWay.get(issueKey)
    if (known) return known
    const fresh = findOrIssue(issueKey, signer, order, now).finally(() => underWay.delete(issueKey))
    underWay.set(issueKey, fresh)
    return fresh
  }
}
