import type { IncomingMessage } from 'node:http'

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of request.headers.cookie?.split(';') ?? []) {
    const [key = '', value] = pair.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}

export type CookieScope = {
  readonly isSecure: boolean
  readonly seconds: number
  readonly path?: string
  /** Strict: no other site makes the browser send it, not even by a link. Lax: by a link, it does (RFC 6265bis). */
  readonly sameSite?: 'Strict' | 'Lax'
}

/** Out of reach of scripts and of requests that other sites make. */
export function cookie(name: string, value: string, scope: CookieScope): string {
  const { isSecure, seconds, path = '/', sameSite = 'Lax' } = scope
  const secure = isSecure ? '; Secure' : ''
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`
}
