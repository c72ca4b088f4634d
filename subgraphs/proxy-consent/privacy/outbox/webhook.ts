import { createHmac, randomBytes } from 'node:crypto'
import { Agent, request } from 'undici'
import { type AddressPolicy, AddressRefused, guardedLookup, readAddress } from './public-address.ts'

/** Why something could not be delivered; kept, and shown to whoever is to be told. */
export class DeliveryFailed extends Error {
  override name = 'DeliveryFailed'
  readonly reason: string
  constructor(reason: string, cause?: unknown) {
    super(`not delivered: ${reason}`, cause === undefined ? undefined : { cause })
    this.reason = reason
  }
}

export type Post = {
  readonly address: string
  /** As `newSecret` made it. */
  readonly secret: string
  readonly id: string
  readonly contentType: string
  readonly body: string
  readonly now: Date
}

export type Poster = { post(message: Post, signal: AbortSignal): Promise<void>; close(): Promise<void> }

const deadlineMs = 10_000
const connectMs = 5_000
const largestAnswerBytes = 64 * 1024
const secretPrefix = 'whsec_'

/** A secret as Standard Webhooks writes one. */
export const newSecret = (): string => secretPrefix + randomBytes(32).toString('base64')

/** The signature of Standard Webhooks («v1»): HMAC-SHA-256 over id, time and body, so that none can be exchanged. */
export function signature(
  secret: string,
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string {
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** Posts to addresses that somebody else chose: only to the open network, never where a redirect leads. */
export function createPoster(policy: AddressPolicy): Poster {
  const dispatcher = new Agent({
    connect: { lookup: guardedLookup(policy), timeout: connectMs },
    connections: 4,
    pipelining: 1,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
    maxResponseSize: largestAnswerBytes,
  })
  return {
    async post({ address, secret, id, contentType, body, now }, signal) {
      const timestamp = Math.floor(now.getTime() / 1000)
      try {
        const response = await request(readAddress(address, policy), {
          dispatcher,
          method: 'POST',
          headers: {
            'content-type': contentType,
            'user-agent': 'helsegraf-pvk',
            'webhook-id': id,
            'webhook-timestamp': String(timestamp),
            'webhook-signature': signature(secret, { id, timestamp, body }),
          },
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
        })
        await response.body.dump({ limit: largestAnswerBytes })
        // Any 2xx says: stored and understood (facts B4). A redirect is an answer like any other that is not one.
        if (response.statusCode < 200 || response.statusCode > 299)
          throw new DeliveryFailed(`status ${response.statusCode}`)
      } catch (cause) {
        if (cause instanceof DeliveryFailed) throw cause
        throw new DeliveryFailed(reasonOf(cause), cause)
      }
    },
    close: () => dispatcher.destroy(),
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AddressRefused) return error.fault
  const { name, code } = error as { name?: string; code?: string }
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return 'timeout'
  return typeof code === 'string' ? code : 'unreachable'
}
