import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorCode, errorCatalogue, errorText, PublicError } from '../../../schema/errors.ts'
import { parseAcceptLanguage } from '../../../schema/scalars/locale.ts'
import type { AccessLog } from '../../kernel/access-log.ts'
import type { Clearance } from '../../kernel/clearance.ts'
import type { PublicRoutes } from '../../kernel/define-subgraph.ts'
import { type DrawingRoom, DrawingUnavailable } from './drawing-room.ts'
import type { PdfLinks, PdfOrder } from './links.ts'
import type { PdfSeal } from './seal.ts'
import { toSheet } from './sheet.ts'
import { signPdf } from './sign-pdf.ts'

export const pdfPath = '/certificates/pdf/'

export type PdfRouteParts = {
  readonly links: PdfLinks
  readonly room: DrawingRoom
  readonly seal: PdfSeal
  readonly accessLog: AccessLog
  /** Whether a certificate was withdrawn since its link was made. @throws PublicError REVOCATION_UNAVAILABLE */
  readonly isRevoked: (issued: PdfOrder['issued']) => Promise<boolean>
  /** Without it no link of a representative is good. */
  readonly clearance: Clearance
  readonly clock: () => Date
}

/** Nobody keeps a copy on the way, and the address does not travel on. */
const forOneReader = {
  'cache-control': 'no-store, private',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, noarchive',
}

const retryAfterSeconds = 5
const longestAskMs = 2_000
const nobodyLeaves = new AbortController().signal

/**
 * `GET /certificates/pdf/<token>`: the PDF behind a one-time link. Unknown, used and expired links get the same answer.
 * One that somebody made who acts for the holder is good for as long as she does, and any of them for as long as its
 * certificate is not revoked: both are judged again when it is followed.
 * The link is spent before anything else happens: whoever is told that something failed asks the graph for another.
 */
export function createPdfRoutes(parts: PdfRouteParts): PublicRoutes {
  const { links, room, seal, accessLog, isRevoked, clearance, clock } = parts

  /** @throws PublicError LINK_SPENT where a representation has ended since the link was made; PVK_UNAVAILABLE */
  async function assertStanding({ right }: PdfOrder): Promise<void> {
    if (!right) return
    const asking = { onward: right.onward, deadline: Date.now() + longestAskMs, signal: nobodyLeaves }
    await clearance(right.grant, 'certificates', asking).catch(cause => {
      if (cause instanceof PublicError && cause.code === 'PVK_UNAVAILABLE') throw cause
      throw new PublicError('LINK_SPENT', { cause })
    })
  }

  async function deliver(order: PdfOrder, now: Date): Promise<Buffer> {
    const { subject, basis, purpose, caller, correlationId } = order.access
    await assertStanding(order)
    if (await isRevoked(order.issued)) throw new PublicError('LINK_SPENT')
    // The line comes first: without it nothing is given.
    const about = { kind: 'read', register: 'certificate', area: 'certificates' } as const
    await accessLog.record({ ...about, at: now, subject, caller, basis, purpose, correlationId })
    const drawn = await room.draw(toSheet(order, now)).catch(cause => {
      if (cause instanceof DrawingUnavailable) throw new PublicError('PDF_UNAVAILABLE', { cause })
      throw cause
    })
    return signPdf(drawn, seal).catch(cause => {
      throw new PublicError('SIGNER_UNAVAILABLE', { cause })
    })
  }

  return async (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    if (!path.startsWith(pdfPath)) return false
    // HEAD would have to spend the link, or tell whether it is good: it does neither.
    if (request.method !== 'GET') {
      response.setHeader('allow', 'GET')
      refuse(request, response, 'METHOD_NOT_ALLOWED')
      return true
    }
    try {
      const now = clock()
      const order = await links.take(path.slice(pdfPath.length), now)
      if (order) send(response, await deliver(order, now), order)
      else refuse(request, response, 'LINK_SPENT')
    } catch (error) {
      if (!(error instanceof PublicError)) throw error
      refuse(request, response, error.code)
    }
    return true
  }
}

function send(response: ServerResponse, pdf: Buffer, { issued: { kind }, version }: PdfOrder): void {
  response.writeHead(200, {
    ...forOneReader,
    'content-type': 'application/pdf',
    'content-length': pdf.length,
    // Without a name in it: what is downloaded is seen by others.
    'content-disposition': `attachment; filename="koronasertifikat-${kind}${version === 'V1' ? '-v1' : ''}.pdf"`,
  })
  response.end(pdf)
}

/** In words: it is a person who follows a link. */
function refuse(request: IncomingMessage, response: ServerResponse, code: ErrorCode): void {
  const { text, language } = errorText(code, parseAcceptLanguage(request.headers['accept-language']))
  const { status, retry } = errorCatalogue[code]
  const body = `${text}\n`
  response.writeHead(status, {
    ...forOneReader,
    'content-type': 'text/plain; charset=utf-8',
    'content-language': language,
    'content-length': Buffer.byteLength(body),
    'helsegraf-error-code': code,
    ...(retry && { 'retry-after': String(retryAfterSeconds) }),
  })
  response.end(body)
}
