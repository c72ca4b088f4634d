import type { IncomingMessage } from 'node:http'
import { PublicError } from '../../schema/errors.ts'

/** Bytes of request line and headers that are read at all. */
export const largestHeadBytes = 16 * 1024
export const longestUrl = 8 * 1024
const mostHeaders = 100

/** @throws PublicError URI_TOO_LONG, HEADERS_TOO_LARGE */
export function refuseLargeHead({ url = '', rawHeaders }: IncomingMessage): void {
  if (url.length > longestUrl) throw new PublicError('URI_TOO_LONG')
  if (rawHeaders.length / 2 > mostHeaders) throw new PublicError('HEADERS_TOO_LARGE')
}
