import { LRUCache } from 'lru-cache'

const perSecond = 50
const burst = 200

/** So many requests a client may make in this process: a loop gone wild at one actor is not felt by another. */
export function createRate(): (client: string, now: number) => number {
  const buckets = new LRUCache<string, { left: number; at: number }>({ max: 10_000 })
  /** @returns seconds to wait; 0 where there is room */
  return (client, now) => {
    const bucket = buckets.get(client) ?? { left: burst, at: now }
    const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond)
    const isIn = left >= 1
    buckets.set(client, { left: isIn ? left - 1 : left, at: now })
    return isIn ? 0 : 1
  }
}
