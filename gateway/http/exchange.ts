import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accessHeaders } from '../../schema/access.ts'
import { type Locale, parseAcceptLanguage } from '../../schema/scalars/locale.ts'

/** One request and the answer to it: what every stage may know. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  readonly locale: Locale
  /** One id for all that this request causes: in logs, in the access log, in errors, in the answer's header. */
  readonly eventId: string
  /** Ends when the client has gone. */
  readonly gone: AbortSignal
}

/** Anything else in the header (line breaks, markup, a person's number) is replaced, never written to a log. */
const wellFormed = /^[A-Za-z0-9][A-Za-z0-9-]{7,63}$/
/** Eleven digits in a row could be somebody's identity number. */
const couldIdentify = /\d{11}/

export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const given = request.headers[accessHeaders.correlationId]
  const isUsable = typeof given === 'string' && wellFormed.test(given) && !couldIdentify.test(given)
  const eventId = isUsable ? given : randomUUID()
  const gone = new AbortController()
  response.on('close', () => response.writableFinished || gone.abort())
  return {
    request,
    response,
    path: pathOf(request.url ?? '/'),
    locale: parseAcceptLanguage(request.headers['accept-language']),
    eventId,
    gone: gone.signal,
  }
}

function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}
