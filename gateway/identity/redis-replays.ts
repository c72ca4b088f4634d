import { createClient } from 'redis'
import { PublicError } from '../../schema/errors.ts'
import type { Replays } from './replays.ts'

const deadlineMs = 500
const prefix = 'helsegraf:dpop:'

/**
 * Of all replicas: a proof that one has seen is used up for all. Away, slow or full: nobody knows, so nobody is let in
 * who needs a proof. Ids are digests; nothing of a token or a person is in a key.
 */
export async function openRedisReplays(url: string, keptSeconds: number): Promise<Replays> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 1_000, reconnectStrategy: tries => Math.min(100 * 2 ** tries, 2_000) },
  })
  // node-redis tells of a lost connection here, and connects again by itself.
  client.on('error', () => {})
  const connected = client.connect().catch(() => {})
  await Promise.race([connected, new Promise(resolve => setTimeout(resolve, 2_000).unref())])
  return {
    async isFirst(id) {
      try {
        const expiration = { type: 'PX', value: keptSeconds * 1000 } as const
        const stored = client.set(prefix + id, '1', { condition: 'NX', expiration })
        return (await withinDeadline(stored)) === 'OK'
      } catch (cause) {
        throw new PublicError('REPLAY_CHECK_UNAVAILABLE', { cause })
      }
    },
    close: () => client.destroy(),
  }
}

async function withinDeadline<Value>(wanted: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('Redis took too long')), deadlineMs)
  try {
    return await Promise.race([wanted, promise])
  } finally {
    clearTimeout(timer)
    // Whichever loses may still fail; then nobody is left to be told.
    wanted.catch(() => {})
  }
}
