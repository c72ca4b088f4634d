import { accessHeaders } from '../../schema/access.ts'
import { encodeText } from '../encode-text.ts'
import { chooseEncoding, compress } from './compress.ts'
import type { Exchange } from './exchange.ts'

/** Everything here may be about somebody's health: no cache on the way keeps it, no browser guesses its type. */
const always: readonly string[] = [
  ...['cache-control', 'no-store'],
  ...['x-content-type-options', 'nosniff'],
  // What else than the address decides an answer.
  ...['vary', 'accept, accept-encoding, accept-language, authorization, origin'],
]

const largeText = 16 * 1024

/** The one status here that Node does not know the words of (GraphQL over HTTP, «294 Partial Success»). */
const statusTexts: Readonly<Record<number, string>> = { 294: 'Partial Success' }

export type Reply = {
  readonly status: number
  readonly headers?: Iterable<readonly [string, string]>
  readonly body: string | Buffer
}

/** Compressed where the client can read it and it is worth it. To a HEAD the same headers, and no body. */
export async function send({ request, response, eventId }: Exchange, reply: Reply): Promise<void> {
  const { status, headers = [], body } = reply
  // A small text goes out with the head in one piece; of a large one Node would make three times its bytes.
  const plain = typeof body === 'string' && body.length > largeText ? encodeText(body) : body
  const length = Buffer.byteLength(plain)
  const encoding = chooseEncoding(request.headers['accept-encoding']?.toString(), length)
  const packed = encoding ? await compress(plain, encoding) : plain
  if (response.destroyed) return
  // All at once, and a text as it is: Node then writes head and body in one piece.
  const head = [...always, accessHeaders.correlationId, eventId]
  for (const [name, value] of headers) head.push(name, value)
  if (encoding) head.push('content-encoding', encoding)
  if (status !== 204) head.push('content-length', String(encoding ? packed.length : length))
  const text = statusTexts[status]
  if (text === undefined) response.writeHead(status, head)
  else response.writeHead(status, text, head)
  response.end(packed)
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
