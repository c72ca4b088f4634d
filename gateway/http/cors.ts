import type { IncomingMessage } from 'node:http'

/**
 * Which web pages of other origins may read answers: those of `CORS_ORIGINS`, none unless it is set. Credentials of the
 * browser (cookies) are never allowed: a token is sent by the page that has it.
 */
export type Cors = { readonly origins: ReadonlySet<string> }

const allowedHeaders =
  'accept, accept-language, authorization, content-type, dpop, nhn-event-id, apollo-require-preflight'
const exposedHeaders = 'allow, nhn-event-id, retry-after, www-authenticate'
/** Ten minutes: what a browser remembers of a preflight. */
const preflightSeconds = '600'

export function corsHeaders({ headers }: IncomingMessage, { origins }: Cors): [string, string][] {
  const { origin } = headers
  if (origin === undefined || !origins.has(origin)) return []
  return [
    ['access-control-allow-origin', origin],
    ['access-control-expose-headers', exposedHeaders],
  ]
}

export function preflightHeaders(request: IncomingMessage, cors: Cors, allow: string): [string, string][] {
  const isPreflight = request.headers['access-control-request-method'] !== undefined
  const granted = isPreflight ? corsHeaders(request, cors) : []
  if (granted.length === 0) return [['allow', allow]]
  return [
    ['allow', allow],
    ...granted,
    ['access-control-allow-methods', allow],
    ['access-control-allow-headers', allowedHeaders],
    ['access-control-max-age', preflightSeconds],
  ]
}

/**
 * A browser sends none of these to another origin without asking first (Fetch standard, «CORS-safelisted request
 * header»), so a page elsewhere cannot make a reader's browser send a GET that has one.
 */
const preflightMarkers = ['apollo-require-preflight', 'graphql-require-preflight', 'x-apollo-operation-name']

export const needsPreflight = ({ headers }: IncomingMessage): boolean =>
  preflightMarkers.some(marker => (headers[marker] ?? '') !== '')
