/*
 * Question: how does a certificate become a sheet of paper that its holder alone is given, once?
 * Refuses: to decide or to sign certificates, and to keep a PDF.
 */
import type { Kysely } from 'kysely'
import type { PublicRoutes } from '../../kernel/define-subgraph.ts'
import type { DomesticAndPdfTables } from '../store/domestic-and-pdf.ts'
import { createDrawingRoom } from './drawing-room.ts'
import { createPdfLinks, type PdfOrder } from './links.ts'
import { createPdfRoutes, type PdfRouteParts, pdfPath } from './routes.ts'
import type { PdfSeal } from './seal.ts'

export { openDevelopmentSeal } from './development-seal.ts'
export type { PdfOrder } from './links.ts'
export { createFileSeal, type PdfSeal } from './seal.ts'
export type { PdfVersion } from './sheet.ts'

/** What an installation needs to make PDFs. */
export type PdfNeeds = {
  readonly seal: PdfSeal
  /** Where people reach the PDF route: an origin without a path; '' leaves links relative to the graph's address. */
  readonly origin: string
}

export type PdfPress = {
  linkTo(order: PdfOrder, now: Date): Promise<{ readonly url: string; readonly expiresAt: Date }>
  readonly routes: PublicRoutes
  /** Drops the links nobody followed in time. */
  dropExpired(now: Date): Promise<void>
  close(): Promise<void>
}

export type PdfPressParts = PdfNeeds &
  Pick<PdfRouteParts, 'accessLog' | 'isRevoked' | 'clearance' | 'clock'> & {
    readonly kysely: Kysely<DomesticAndPdfTables>
  }

export function createPdfPress({ kysely, origin, ...parts }: PdfPressParts): PdfPress {
  const links = createPdfLinks(kysely)
  const room = createDrawingRoom()
  return {
    async linkTo(order, now) {
      const { token, expiresAt } = await links.make(order, now)
      return { url: `${origin}${pdfPath}${token}`, expiresAt }
    },
    routes: createPdfRoutes({ ...parts, links, room }),
    dropExpired: links.dropExpired,
    close: () => room.close(),
  }
}
