import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorCode, errorCatalogue, errorText } from '../../../schema/errors.ts'

/** Answers and says true, or leaves the request alone and says false. */
export type Routes = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export type PublicAnswer = {
  readonly contentType: string
  readonly body: string | Uint8Array
  /** Made from the body unless given. */
  readonly etag?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Without quotes. */
export function etagOf(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 27)
}

/** Nobody's secret: anyone may keep it, but asks whether it still holds (RFC 9111 §5.2.2.4). */
const mayKeepButAsk = 'public, no-cache'

/** 200 with the body, or 304 where the reader has it (RFC 9110 §13.1.2). */
export function answer(request: IncomingMessage, response: ServerResponse, given: PublicAnswer): void {
  const etag = `"${given.etag ?? etagOf(given.body)}"`
  const headers = { etag, 'cache-control': mayKeepButAsk, ...given.headers }
  if (isNamed(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, {
    ...headers,
    'content-type': given.contentType,
    'content-length': Buffer.byteLength(given.body),
    'x-content-type-options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : given.body)
}

export function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  value: unknown,
  more: Partial<PublicAnswer> = {},
): void {
  answer(request, response, { contentType: 'application/json; charset=utf-8', body: JSON.stringify(value), ...more })
}

export function nothingMore(response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(204, { 'cache-control': 'no-store', ...headers }).end()
}

export function refuse(response: ServerResponse, code: ErrorCode, status: number = errorCatalogue[code].status): void {
  const body = JSON.stringify({ errors: [{ message: errorText(code, 'en').text, extensions: { code } }] })
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body)
}

/** Says true when the method is one of these; answers 405 otherwise. */
export function isAllowed(request: IncomingMessage, response: ServerResponse, ...methods: readonly string[]): boolean {
  if (methods.includes(request.method ?? '')) return true
  response.setHeader('allow', methods.join(', '))
  refuse(response, 'METHOD_NOT_ALLOWED')
  return false
}

/** Whether a list of entity tags names this one; weak comparison, and readers that forget the quotes are understood. */
export function isNamed(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  const bare = (tag: string) => tag.trim().replace(/^W\//, '').replaceAll('"', '')
  return header.split(',').some(tag => bare(tag) === '*' || bare(tag) === bare(etag))
}

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
