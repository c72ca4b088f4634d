import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Grant } from '../../../schema/access.ts'
import type { Locale } from '../../../schema/scalars/locale.ts'
import { seal, unseal } from '../../../schema/seal.ts'
import type { LoggedCaller } from '../../kernel/access-log.ts'
import type { KeptRight } from '../../kernel/clearance.ts'
import type { Issued } from '../dcc/index.ts'
import type { DomesticAndPdfTables } from '../store/domestic-and-pdf.ts'
import type { PdfVersion } from './sheet.ts'

/** What somebody asked to have printed, and by what right. */
export type PdfOrder = {
  readonly issued: Issued
  readonly version: PdfVersion
  readonly locale: Locale
  /** For the access log, when the PDF is fetched: by then the caller's token has gone. */
  readonly access: Pick<Grant, 'subject' | 'basis' | 'purpose'> & {
    readonly caller: LoggedCaller
    readonly correlationId: string
  }
  /** Of somebody who acts for the holder: what it takes to ask whether she still does. */
  readonly right?: KeptRight
}

export type PdfLinks = {
  /** Keeps an order until it is fetched or expires. @returns the token: 256 bits, base64url */
  make(order: PdfOrder, now: Date): Promise<{ readonly token: string; readonly expiresAt: Date }>
  /** The order of a token, once: of all who ask at once, on all replicas, one gets it. */
  take(token: string, now: Date): Promise<PdfOrder | undefined>
  /** Drops what nobody fetched in time. */
  dropExpired(now: Date): Promise<void>
}

/** Long enough to press a button twice, short enough for a link that was left in a log. */
export const linkSeconds = 5 * 60
const tokenBytes = 32

/**
 * Links that are good for one fetch. What is kept is not the PDF but what it is made of, under a key that only the token
 * gives: whoever reads the table, with every key this process has, reads nothing.
 */
export function createPdfLinks(kysely: Kysely<DomesticAndPdfTables>): PdfLinks {
  async function dropExpired(now: Date): Promise<void> {
    await kysely.deleteFrom('certificate.pdf_link').where('expires_at', '<=', now).execute()
  }

  return {
    dropExpired,
    async make(order, now) {
      const bytes = randomBytes(tokenBytes)
      const hash = hashOf(bytes)
      const expiresAt = new Date(Math.min(now.getTime() + linkSeconds * 1_000, order.right?.until ?? Number.MAX_VALUE))
      const sealed = seal(keysOf(bytes), JSON.stringify(order), hash)
      await dropExpired(now)
      await kysely
        .insertInto('certificate.pdf_link')
        .values({ token_hash: hash, sealed, expires_at: expiresAt })
        .execute()
      return { token: bytes.toString('base64url'), expiresAt }
    },
    async take(token, now) {
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.length !== tokenBytes || bytes.toString('base64url') !== token) return undefined
      const hash = hashOf(bytes)
      // One statement: the database gives the row to one of those who delete it.
      const row = await kysely
        .deleteFrom('certificate.pdf_link')
        .where('token_hash', '=', hash)
        .returning(['sealed', 'expires_at'])
        .executeTakeFirst()
      if (!row || row.expires_at <= now) return undefined
      return revive(unseal(keysOf(bytes), row.sealed, hash))
    },
  }
}

function hashOf(token: Uint8Array): string {
  return createHash('sha256').update(token).digest('base64url')
}

function keysOf(token: Uint8Array) {
  return [{ id: 'link', key: Buffer.from(hkdfSync('sha256', token, '', 'order behind a PDF link', 32)) }]
}

function revive(text: string): PdfOrder {
  const { issued, ...order } = JSON.parse(text)
  const { issuedAt, expiresAt } = issued
  return { ...order, issued: { ...issued, issuedAt: new Date(issuedAt), expiresAt: new Date(expiresAt) } }
}
