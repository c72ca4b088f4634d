import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { accessHeaders } from '../../schema/access.ts'
import { type ErrorCode, errorCatalogue } from '../../schema/errors.ts'
import { longestUrl } from './head.ts'
import { presentCode } from './present-error.ts'

type BrokenRequest = NodeJS.ErrnoException & { readonly rawPacket?: Buffer }

/**
 * Answers what never became a request: a head that is too large, too late, or no HTTP. There is no exchange yet, so the
 * answer is written to the socket, in the language that comes first here.
 */
export function answerBrokenRequest(error: BrokenRequest, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code = codeOf(error)
  const eventId = randomUUID()
  const { status } = errorCatalogue[code]
  const body = JSON.stringify({ errors: [presentCode(code, {}, { locale: 'nb', eventId })] })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `${accessHeaders.correlationId}: ${eventId}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function codeOf({ code, rawPacket }: BrokenRequest): ErrorCode {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'REQUEST_TIMEOUT'
  if (code !== 'HPE_HEADER_OVERFLOW') return 'BAD_REQUEST'
  return hasLongUrl(rawPacket) ? 'URI_TOO_LONG' : 'HEADERS_TOO_LARGE'
}

function hasLongUrl(rawPacket: Buffer | undefined): boolean {
  const firstLine = rawPacket?.toString('latin1', 0, longestUrl + 16).split('\r\n', 1)[0] ?? ''
  return /^[A-Z]+ /.test(firstLine) && firstLine.length > longestUrl
}
