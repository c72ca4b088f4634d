import type { IncomingMessage } from 'node:http'

/**
 * The address of a request, always under our own origin: a path like `//elsewhere/` stays a path. Undefined when the
 * request names something that is no path at all.
 */
export function requestUrl({ url = '' }: IncomingMessage, origin: string): URL | undefined {
  return url.startsWith('/') ? (URL.parse(origin + url) ?? undefined) : undefined
}
