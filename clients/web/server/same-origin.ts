import type { IncomingMessage } from 'node:http'

/** A header no form can send and no other site may: asking for it takes a CORS preflight, which is never granted. */
const sessionHeader = 'x-helsegraf-session'

/**
 * Whether a request that acts with the session's cookie was made by our own pages (CSRF). SameSite=Lax is not enough:
 * every port of this host is the same site. Browsers say where a request comes from (Fetch Metadata, or `Origin`).
 */
export function isFromOurPages(request: IncomingMessage, origin: string): boolean {
  const { 'sec-fetch-site': site, origin: from } = request.headers
  if (site !== undefined && site !== 'same-origin') return false
  if (from !== undefined && from !== origin) return false
  return site !== undefined || from !== undefined || request.headers[sessionHeader] === '1'
}
