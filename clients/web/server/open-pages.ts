import type { IncomingMessage, ServerResponse } from 'node:http'
import { type BuiltFiles, notFound } from './built-files.ts'
import { requestUrl } from './request-url.ts'

/*
 * Question: which pages are for anyone, signed in or not?
 * Refuses: to know who asks.
 */

export type OpenPagesOptions = { readonly publicUrl: string; readonly files: BuiltFiles }

const verifier = '/verifier/'
const documentation = '/docs/'

/**
 * The verifier and the documentation. Other paths below the verifier's are the issuer's lists, which others answer.
 * @returns what answers and says true, or leaves the request alone and says false
 */
export function createOpenPages({ publicUrl, files }: OpenPagesOptions) {
  const { origin, protocol } = new URL(publicUrl)
  const page = { isSecure: protocol === 'https:', formTargets: [] } as const

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = requestUrl(request, origin)?.pathname ?? ''
    const isOurs = [verifier, '/verifier', '/docs'].includes(path) || path.startsWith(documentation)
    if (!isOurs && !(path.startsWith(verifier) && files.has(path))) return false
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      notFound(response, 405)
    } else if (path === '/verifier' || path === '/docs') {
      response.writeHead(303, { location: `${path}/` }).end()
    } else if (path === verifier) {
      files.sendPage(request, response, { ...page, name: 'verifier', allowed: 'camera' })
    } else if (path.endsWith('/')) {
      files.sendPage(request, response, { ...page, name: path.slice(1, -1) })
    } else {
      files.sendFile(request, response, path)
    }
    return true
  }
}
