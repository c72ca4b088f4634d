import type { IncomingMessage } from 'node:http'

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of request.headers.cookie?.split(';') ?? []) {
    const [key = '', value] = pair.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}

/** Out of reach of scripts and of requests that other sites make, save following a link (RFC 6265bis, SameSite=Lax). */
export function cookie(
  name: string,
  value: string,
  { isSecure, seconds, path = '/' }: { isSecure: boolean; seconds: number; path?: string },
): string {
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
}
