import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

const css = readFileSync(new URL('style.css', import.meta.url))
const etag = `"${createHash('sha256').update(css).digest('base64url').slice(0, 22)}"`

/** The one stylesheet, of the start page and the sign-in pages alike. */
export function sendStylesheet(request: IncomingMessage, response: ServerResponse): void {
  const isKnown = request.headers['if-none-match'] === etag
  response.writeHead(isKnown ? 304 : 200, {
    etag,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    ...(!isKnown && { 'content-type': 'text/css; charset=utf-8', 'content-length': css.length }),
  })
  response.end(isKnown ? undefined : css)
}
