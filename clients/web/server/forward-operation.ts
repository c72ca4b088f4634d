import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorCode, type ErrorDetails, errorCatalogue, errorText, PublicError } from '../../../schema/errors.ts'
import type { Locale } from '../../../schema/scalars/locale.ts'
import { askGraph, GraphDown } from './ask-graph.ts'
import { readBody } from './body.ts'
import { isFromOurPages } from './same-origin.ts'

export type ForwardParts = {
  readonly token: string | undefined
  readonly language: Locale
  readonly graphUrl: string
  /** Of our pages: nobody else's may act with the session (CSRF). */
  readonly origin: string
  readonly largestBytes: number
  /** What of the body goes on to the graph. @throws PublicError */
  readonly toOperation: (body: Buffer) => Buffer | string
}

/** A browser's question with the session's token added. The token itself never reaches the browser. Returns the status. */
export async function forwardOperation(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ForwardParts,
): Promise<number> {
  const { token, language, graphUrl, largestBytes } = parts
  try {
    refuseStrangers(request, parts)
    if (token === undefined) throw new PublicError('UNAUTHENTICATED')
    const body = await readBody(request, largestBytes)
    if (!body) throw new PublicError('PAYLOAD_TOO_LARGE', { details: { limit: `${largestBytes / 1000} kB` } })
    const answer = await askGraph(graphUrl, { body: parts.toOperation(body), token, language })
    response.writeHead(answer.status, {
      'content-type': answer.type || 'application/json; charset=utf-8',
      'content-length': answer.body.length,
      ...personal,
    })
    response.end(answer.body)
    return answer.status
  } catch (error) {
    const [code, details] = codeOf(error)
    sendRefusal(request, response, { code, details, language })
    return errorCatalogue[code].status
  }
}

const personal = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

function refuseStrangers(request: IncomingMessage, { origin }: ForwardParts): void {
  if (request.method !== 'POST') throw new PublicError('METHOD_NOT_ALLOWED')
  if (!isFromOurPages(request, origin)) throw new PublicError('FORBIDDEN')
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new PublicError('UNSUPPORTED_MEDIA_TYPE')
}

function codeOf(error: unknown): [ErrorCode, ErrorDetails] {
  if (error instanceof PublicError) return [error.code, error.details]
  if (error instanceof GraphDown) return ['REGISTRY_UNAVAILABLE', { register: 'Helsegraf' }]
  throw error
}

/** A refusal of this door, in the form of the graph's own. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { code, details = {}, language }: { code: ErrorCode; details?: ErrorDetails; language: Locale },
): void {
  const { text, language: written } = errorText(code, language, details)
  const body = JSON.stringify({ errors: [{ message: text, extensions: { code, language: written } }] })
  response.writeHead(errorCatalogue[code].status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...personal,
    // What was not read of a body would be taken for the next request.
    ...(!request.complete && { connection: 'close' }),
    ...(code === 'METHOD_NOT_ALLOWED' && { allow: 'POST' }),
  })
  response.end(body)
}
