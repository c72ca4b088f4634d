import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type RuruClientConfig, ruruHTML } from 'ruru/server'
import { getStaticFile } from 'ruru/static'
import { exampleQueries } from './example-queries.ts'
import { html } from './html.ts'
import { pageHeaders } from './page.ts'
import { textsFor, type Visit } from './visit.ts'

const staticPath = '/graphiql/static/'

/** ruru's type demands every setting, and lacks the tabs to open with, which GraphiQL itself takes: hence the `as`. */
const settings: object = {
  forcedTheme: 'light',
  defaultQuery: exampleQueries[0],
  defaultTabs: exampleQueries.map(query => ({ query })),
}

/**
 * GraphiQL as ruru packs it, every byte from here. Scripts run only from our own address or with this answer's nonce;
 * styles may be inline, because its editor (Monaco) writes them as it runs.
 */
export function showGraphiql({ response, language }: Visit): void {
  const nonce = randomBytes(16).toString('base64url')
  const text = textsFor(language)
  const withNonce = (part: string) => part.replaceAll('<script', `<script nonce="${nonce}"`)
  const bar = html`<nav class="bar"><a href="/">Helsegraf</a> <a href="/web/">${text('webTitle')}</a></nav>`
  const page = ruruHTML({
    staticPath,
    endpoint: '/start/graphql',
    clientConfig: settings as RuruClientConfig,
    htmlParts: {
      metaTags: part =>
        `${part}\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">`,
      titleTag: () => '<title>GraphiQL – Helsegraf</title>',
      styleTags: part => `${part}\n<link rel="stylesheet" href="/graphiql/bar.css">`,
      configScript: withNonce,
      headerScripts: withNonce,
      bodyContent: part => `${bar.text}\n${part}`,
      bodyScripts: withNonce,
      bodyInitScript: withNonce,
    },
  })
  response.writeHead(200, {
    ...pageHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      "style-src 'self' 'unsafe-inline'",
      "font-src 'self' data:",
      "img-src 'self' data:",
      "connect-src 'self'",
      "worker-src 'self'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  })
  response.end(page)
}

/** Scripts, styles, fonts and workers. Their names do not change with their content, so a browser asks each time. */
export async function sendGraphiqlFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  if (path === '/graphiql/bar.css') return sendBarStyle(response)
  if (!path.startsWith(staticPath)) return false
  const acceptEncoding = request.headers['accept-encoding']?.toString()
  const file = await getStaticFile({ staticPath, urlPath: path, acceptEncoding, disallowDevAssets: true })
  if (!file) return false
  const { etag = '' } = file.headers
  const isKnown = request.headers['if-none-match'] === etag
  response.writeHead(isKnown ? 304 : 200, {
    ...(isKnown ? { etag } : file.headers),
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  })
  response.end(isKnown ? undefined : file.content)
  return true
}

/** GraphiQL takes the whole window; this leaves room for the way back. */
function sendBarStyle(response: ServerResponse): true {
  const css = `.bar { box-sizing: border-box; height: 2.5rem; padding: .5rem 1rem; font: 1rem/1.5 system-ui, sans-serif; background: #fff }
.bar a { color: #003b4d; margin-right: 1rem }
#ruru-root { height: calc(100vh - 2.5rem) !important }
`
  response.writeHead(200, {
    'content-type': 'text/css; charset=utf-8',
    'content-length': css.length,
    'cache-control': 'no-cache',
  })
  response.end(css)
  return true
}
