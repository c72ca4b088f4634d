import type { ServerResponse } from 'node:http'

/** Everything here may be about somebody's health: no cache on the way keeps it, no browser guesses its type. */
const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

export function send(
  response: ServerResponse,
  status: number,
  headers: Iterable<[string, string]>,
  body: string,
): void {
  if (response.destroyed) return
  response.writeHead(status, {
    ...Object.fromEntries(headers),
    ...always,
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Iterable<[string, string]> = [],
): void {
  send(response, status, [['content-type', 'application/json; charset=utf-8'], ...headers], JSON.stringify(body))
}
