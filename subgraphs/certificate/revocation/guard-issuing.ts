import type { Kysely } from 'kysely'
import { LRUCache } from 'lru-cache'
import { PublicError } from '../../../schema/errors.ts'
import type { Issued, Issuer } from '../dcc/index.ts'
import type { IssueOnce, Order } from '../issuance/issue-once.ts'
import type { CertificateTables } from '../store/tables.ts'
import type { Revocations } from './revocations.ts'
import { marksOf, type Traits } from './target.ts'

/** An order, and what its event shares with others. */
export type MarkedOrder = Order & { readonly traits?: Traits | undefined }

/** The certificate of this event was revoked: it is not issued again. */
export class EventRevoked extends Error {
  override name = 'EventRevoked'
}

export type GuardParts = {
  readonly issueOnce: IssueOnce
  readonly issuer: Pick<Issuer, 'uvciOf' | 'signerFor'>
  readonly revocations: Revocations
  readonly kysely: Kysely<CertificateTables>
  /** Of the marks in the ledger. */
  readonly markSecret: Uint8Array
}

const rememberedMarks = 50_000

/**
 * Stands before issuing, caches and all: what was revoked is not given, from wherever it could come. A certificate
 * whose signature was revoked, because of its key, is signed anew.
 * @returns a function that throws EventRevoked, and PublicError REVOCATION_UNAVAILABLE, SIGNER_UNAVAILABLE
 */
export function guardIssuing(parts: GuardParts): (order: MarkedOrder, now: Date) => Promise<Issued> {
  const { issueOnce, issuer, revocations, kysely, markSecret } = parts
  const written = new LRUCache<string, true>({ max: rememberedMarks })

  /** Durable before anything is signed: whoever revokes a lot must find every certificate of it. */
  async function writeMarks(uvci: string, marks: readonly string[]): Promise<void> {
    const missing = marks.filter(mark => !written.has(`${mark} ${uvci}`))
    if (missing.length === 0) return
    await kysely
      .insertInto('certificate.issuance_mark')
      .values(missing.map(mark => ({ mark, uvci })))
      .onConflict(conflict => conflict.columns(['mark', 'uvci']).doNothing())
      .execute()
      .catch(cause => {
        throw new PublicError('SIGNER_UNAVAILABLE', { cause })
      })
    for (const mark of missing) written.set(`${mark} ${uvci}`, true)
  }

  return async ({ traits, ...order }, now) => {
    const uvci = issuer.uvciOf(order.facts)
    const marks = traits ? marksOf(traits, markSecret) : []
    // First: of an event that is revoked by its marks, everyone who asks by the id alone has to know.
    await writeMarks(uvci, marks)
    if (await revocations.isRevokedEvent(uvci, marks)) throw new EventRevoked()
    const keyId = Buffer.from(issuer.signerFor(order.facts, now).keyId).toString('base64')
    // A key that signs into its own revocation has to be replaced first.
    if (await revocations.isRevokedIssue({ keyId, issuedAt: now })) throw new PublicError('SIGNER_UNAVAILABLE')
    return issueOnce({ ...order, renewal: await revocations.renewalOf(keyId) }, now)
  }
}
