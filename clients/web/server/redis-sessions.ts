import { createHash } from 'node:crypto'
import { createClient } from 'redis'
import { type SealKeys, seal, unseal } from '../../../schema/seal.ts'
import { newId, StoreDown, type TimedStore } from './sessions.ts'

/** A visitor waits for this at every request. */
const deadlineMs = 1_000

/**
 * Sessions that every replica finds. Redis knows a session by the digest of its id and holds it sealed (AES-256-GCM,
 * bound to that digest): whoever reads Redis can neither use a session nor see whose it is.
 */
export async function openRedisStore(url: string, keys: SealKeys, of: 'web' | 'app' = 'web'): Promise<TimedStore> {
  const placeOf = (id: string): string => `helsegraf:${of}:${createHash('sha256').update(id).digest('base64url')}`
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: deadlineMs, reconnectStrategy: tries => Math.min(100 * 2 ** tries, 5_000) },
  })
  // node-redis reports a lost connection here and reconnects by itself; until then every call says StoreDown.
  client.on('error', () => {})
  await withinDeadline(client.connect()).catch(() => {})
  return {
    async keep(value, seconds) {
      const id = newId()
      const place = placeOf(id)
      const sealed = seal(keys, JSON.stringify(value), place)
      await withinDeadline(client.set(place, sealed, { expiration: { type: 'EX', value: seconds } }))
      return id
    },
    async find(id) {
      if (id === undefined) return undefined
      const place = placeOf(id)
      const sealed = await withinDeadline(client.get(place))
      return sealed === null ? undefined : opened(keys, sealed, place)
    },
    async forget(id) {
      if (id !== undefined) await withinDeadline(client.del(placeOf(id)))
    },
    close: async () => client.destroy(),
  }
}

/** Sealed by a key that is gone, or not by us at all: nobody's session. */
function opened(keys: SealKeys, sealed: string, place: string): unknown {
  try {
    return JSON.parse(unseal(keys, sealed, place))
  } catch {
    return undefined
  }
}

async function withinDeadline<Value>(wanted: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs)
  try {
    return await Promise.race([wanted, promise])
  } catch (cause) {
    throw new StoreDown('the store of sessions does not answer', { cause })
  } finally {
    clearTimeout(timer)
  }
}
