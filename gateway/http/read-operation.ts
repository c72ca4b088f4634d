import type { IncomingMessage } from 'node:http'
import { PublicError } from '../../schema/errors.ts'

/** Larger than any operation a client has reason to send. */
export const largestBodyBytes = 256 * 1024

/**
 * The JSON body of a GraphQL request (GraphQL over HTTP, «Request»). Nothing is inflated: a compressed body is refused.
 * @throws PublicError METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, BAD_REQUEST
 */
export async function readOperation(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (request.method !== 'POST') throw new PublicError('METHOD_NOT_ALLOWED')
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = parameters.map(parameter => parameter.trim()).find(parameter => parameter.startsWith('charset='))
  if (type.trim() !== 'application/json' || (charset && !/^charset="?utf-?8"?$/.test(charset))) {
    throw new PublicError('UNSUPPORTED_MEDIA_TYPE')
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new PublicError('UNSUPPORTED_MEDIA_TYPE')
  return parseBody(await readBytes(request))
}

function parseBody(bytes: Buffer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  } catch (cause) {
    throw new PublicError('BAD_REQUEST', { cause })
  }
  throw new PublicError('BAD_REQUEST')
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = () => new PublicError('PAYLOAD_TOO_LARGE', { details: { limit: `${largestBodyBytes} B` } })
  if (Number(request.headers['content-length'] ?? 0) > largestBodyBytes) throw tooLarge()
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes > largestBodyBytes) throw tooLarge()
      parts.push(part)
    }
  } catch (cause) {
    throw cause instanceof PublicError ? cause : new PublicError('BAD_REQUEST', { cause })
  }
  return Buffer.concat(parts)
}
