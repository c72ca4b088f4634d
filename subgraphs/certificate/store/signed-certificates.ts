import { LRUCache } from 'lru-cache'
import { createClient } from 'redis'
import { type SealKeys, seal, unseal } from '../../../schema/seal.ts'
import type { Issued } from '../dcc/index.ts'

/** Signed results by issue key. A miss is always right: whoever asks can sign again. */
export type SignedCertificates<Signed = Issued> = {
  find(issueKey: string): Promise<Signed | undefined>
  keep(issueKey: string, issued: Signed, now: Date): void
  close(): Promise<void>
}

const remembered = 20_000

/** In this process alone. */
export function createMemoryCache(): SignedCertificates {
  const cache = new LRUCache<string, Issued>({ max: remembered })
  return {
    find: async issueKey => cache.get(issueKey),
    keep: (issueKey, issued) => void cache.set(issueKey, issued),
    close: async () => cache.clear(),
  }
}

/** A slow cache is worse than none: signing again takes less than this. */
const redisDeadlineMs = 50
const longestStaySeconds = 24 * 3600
const prefix = 'helsegraf:certificate:'

/**
 * This process first, then Redis for all replicas. Values are AES-256-GCM under `keys`, bound to their key, so that
 * neither a reader of Redis nor a swapped value gives anyone a certificate. Redis away: slower, never wrong.
 */
export async function createTwoTierCache(url: string, keys: SealKeys): Promise<SignedCertificates> {
  const memory = createMemoryCache()
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 1_000, reconnectStrategy: tries => Math.min(100 * 2 ** tries, 5_000) },
  })
  // node-redis reports a lost connection here and reconnects by itself; until then every find is a miss.
  client.on('error', () => {})
  await Promise.race([client.connect().catch(() => {}), new Promise(resolve => setTimeout(resolve, 2_000).unref())])

  async function findInRedis(issueKey: string): Promise<Issued | undefined> {
    try {
      const sealed = await withinDeadline(client.get(prefix + issueKey))
      return sealed ? revive(unseal(keys, sealed, prefix + issueKey)) : undefined
    } catch {
      return undefined
    }
  }

  return {
    async find(issueKey) {
      const near = await memory.find(issueKey)
      if (near) return near
      const found = await findInRedis(issueKey)
      if (found) memory.keep(issueKey, found, found.issuedAt)
      return found
    },
    keep(issueKey, issued, now) {
      memory.keep(issueKey, issued, now)
      const seconds = Math.min(longestStaySeconds, Math.floor((issued.expiresAt.getTime() - now.getTime()) / 1000))
      if (seconds <= 0 || !client.isReady) return
      const value = seal(keys, JSON.stringify(issued), prefix + issueKey)
      client.set(prefix + issueKey, value, { expiration: { type: 'EX', value: seconds } }).catch(() => {})
    },
    async close() {
      await memory.close()
      client.destroy()
    },
  }
}

async function withinDeadline<Value>(wanted: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('the cache took too long')), redisDeadlineMs)
  try {
    return await Promise.race([wanted, promise])
  } finally {
    clearTimeout(timer)
  }
}

function revive(json: string): Issued {
  const { issuedAt, expiresAt, ...rest } = JSON.parse(json)
  return { ...rest, issuedAt: new Date(issuedAt), expiresAt: new Date(expiresAt) }
}
