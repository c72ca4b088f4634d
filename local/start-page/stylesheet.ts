import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'

// From the project's folder: the compiler copies no stylesheets.
const project = dirname(findPackageJSON(import.meta.url) ?? '.')
const css = readFileSync(join(project, 'local/start-page/style.css'))
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
