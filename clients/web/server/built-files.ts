import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'

/** The built pages (`npm run build`), read once and answered from memory. */
export type BuiltFiles = {
  has(path: string): boolean
  /** What keeps its name when its content changes: a manifest, a service worker. Asked for anew each time. */
  sendFile(request: IncomingMessage, response: ServerResponse, path: string): void
  sendAsset(request: IncomingMessage, response: ServerResponse, path: string): void
  sendPage(request: IncomingMessage, response: ServerResponse, page: PageRequest): void
}

export type PageRequest = {
  /** A client with a page in the build: `web`. */
  readonly name: string
  readonly isSecure: boolean
  /** Origins a form may end up at: browsers hold `form-action` against every redirect that follows a submission. */
  readonly formTargets: readonly string[]
  /** What of the device the page may use. */
  readonly allowed?: 'camera'
}

type BuiltFile = { readonly plain: Buffer; readonly br: Buffer | undefined; readonly gzip: Buffer | undefined }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** @throws when the folder is not there: the pages were not built */
export function readBuiltFiles(folder: string): BuiltFiles {
  const read = (path: string): Buffer | undefined => {
    try {
      return readFileSync(join(folder, path))
    } catch {
      return undefined
    }
  }
  const files = new Map<string, BuiltFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(br|gz)$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name).slice(folder.length)
    files.set(path, { plain: readFileSync(folder + path), br: read(`${path}.br`), gzip: read(`${path}.gz`) })
  }

  function send(request: IncomingMessage, response: ServerResponse, path: string): void {
    const file = files.get(path)
    if (!file) {
      notFound(response)
      return
    }
    const [body, encoding] = chooseEncoding(file, request.headers['accept-encoding']?.toString() ?? '')
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-length': body.length,
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...(encoding && { 'content-encoding': encoding }),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  return {
    has: path => files.has(path) && !path.endsWith('.html'),
    sendFile(request, response, path) {
      response.setHeader('cache-control', 'no-cache')
      send(request, response, path)
    },
    // Names of assets change with their content.
    sendAsset(request, response, path) {
      if (files.has(path)) response.setHeader('cache-control', 'public, max-age=31536000, immutable')
      send(request, response, path)
    },
    sendPage(request, response, { name, isSecure, formTargets, allowed }) {
      response.setHeader('cache-control', 'no-cache')
      response.setHeader('content-security-policy', policyOf(formTargets))
      response.setHeader('referrer-policy', 'same-origin')
      const camera = allowed === 'camera' ? 'camera=(self)' : 'camera=()'
      response.setHeader('permissions-policy', `${camera}, geolocation=(), microphone=()`)
      if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
      send(request, response, `/${name}/index.html`)
    },
  }
}

/** Everything from here, nothing inline, never in a frame; QR codes are `data:` images. */
function policyOf(formTargets: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function chooseEncoding({ plain, br, gzip }: BuiltFile, accepted: string): [Buffer, string?] {
  if (br && /\bbr\b/.test(accepted)) return [br, 'br']
  if (gzip && /\bgzip\b/.test(accepted)) return [gzip, 'gzip']
  return [plain]
}

export function notFound(response: ServerResponse, status = 404): void {
  response.writeHead(status, { 'content-length': 0, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.end()
}
