import { type ErrorCode, type ErrorDetails, errorCatalogue, errorText } from '../../schema/errors.ts'
import { askGraph, GraphDown } from './ask-graph.ts'
import { readBody } from './body.ts'
import { isFromOurPages } from './same-origin.ts'
import type { Visit } from './visit.ts'

const largestQueryBytes = 100_000

/**
 * `/start/graphql`: the graph, asked with the session's token, for GraphiQL and scripts on our own pages. The token
 * itself never reaches the browser.
 */
export async function askWithSession(
  visit: Visit,
  { graphUrl, origin }: { graphUrl: string; origin: string },
): Promise<void> {
  const { request, response, language, token } = visit
  if (request.method !== 'POST') return refuse(visit, 'METHOD_NOT_ALLOWED')
  if (!isFromOurPages(request, origin)) return refuse(visit, 'FORBIDDEN')
  if (token === undefined) return refuse(visit, 'UNAUTHENTICATED')
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return refuse(visit, 'UNSUPPORTED_MEDIA_TYPE')
  const body = await readBody(request, largestQueryBytes)
  if (!body) return refuse(visit, 'PAYLOAD_TOO_LARGE', { limit: `${largestQueryBytes / 1000} kB` })
  try {
    const answer = await askGraph(graphUrl, { body, token, language })
    response.writeHead(answer.status, {
      'content-type': answer.type || 'application/json; charset=utf-8',
      'content-length': answer.body.length,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    response.end(answer.body)
  } catch (error) {
    if (!(error instanceof GraphDown)) throw error
    refuse(visit, 'REGISTRY_UNAVAILABLE', { register: 'Helsegraf' })
  }
}

function refuse({ request, response, language }: Visit, code: ErrorCode, details: ErrorDetails = {}): void {
  const { text, language: written } = errorText(code, language, details)
  const body = JSON.stringify({ errors: [{ message: text, extensions: { code, language: written } }] })
  response.writeHead(errorCatalogue[code].status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // What was not read of a body would be taken for the next request.
    ...(!request.complete && { connection: 'close' }),
    ...(code === 'METHOD_NOT_ALLOWED' && { allow: 'POST' }),
  })
  response.end(body)
}
