import { chooseEncoding, compress } from './compress.ts'
import type { Exchange } from './exchange.ts'

/** Everything here may be about somebody's health: no cache on the way keeps it, no browser guesses its type. */
const always: readonly [string, string][] = [
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
]

/** What else than the address decides an answer. */
const vary = 'accept, accept-encoding, accept-language, authorization, origin'

/** The one status here that Node does not know the words of (GraphQL over HTTP, «294 Partial Success»). */
const statusTexts: Readonly<Record<number, string>> = { 294: 'Partial Success' }

export type Reply = {
  readonly status: number
  readonly headers?: Iterable<readonly [string, string]>
  readonly body: string
}

/** Compressed where the client can read it and it is worth it. To a HEAD the same headers, and no body. */
export async function send({ request, response }: Exchange, { status, headers = [], body }: Reply): Promise<void> {
  const plain = Buffer.from(body)
  const encoding = chooseEncoding(request.headers['accept-encoding']?.toString(), plain.length)
  const bytes = encoding ? await compress(plain, encoding) : plain
  if (response.destroyed) return
  for (const [name, value] of [...always, ['vary', vary] as const, ...headers]) response.setHeader(name, value)
  if (encoding) response.setHeader('content-encoding', encoding)
  if (status !== 204) response.setHeader('content-length', bytes.length)
  const text = statusTexts[status]
  if (text === undefined) response.writeHead(status)
  else response.writeHead(status, text)
  response.end(bytes)
}

export function sendJson(
  exchange: Exchange,
  status: number,
  body: unknown,
  headers: Iterable<readonly [string, string]> = [],
): Promise<void> {
  const type = ['content-type', 'application/json; charset=utf-8'] as const
  return send(exchange, { status, headers: [type, ...headers], body: JSON.stringify(body) })
}
