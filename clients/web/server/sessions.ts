import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Values for some seconds, each under a new id that cannot be guessed. Browsers hold ids, never what is kept. */
export type TimedStore = {
  /** @throws StoreDown */
  keep(value: object, seconds: number): Promise<string>
  /** @throws StoreDown */
  find(id: string | undefined): Promise<unknown>
  forget(id: string | undefined): Promise<void>
  close(): Promise<void>
}

/** The store is another process, and it does not answer. */
export class StoreDown extends Error {
  override name = 'StoreDown'
}

/** 192 bits. */
export const newId = (): string => randomBytes(24).toString('base64url')

/** More at once than one machine's people open; the one not used longest falls out. */
const mostEntries = 1_000

/** In this process alone: for one machine, and for tests. Replicas need `openRedisStore`. */
export function createMemoryStore(now: () => Date): TimedStore {
  const entries = new LRUCache<string, { value: object; endsAt: number }>({ max: mostEntries })
  return {
    async keep(value, seconds) {
      const id = newId()
      entries.set(id, { value, endsAt: now().getTime() + seconds * 1000 })
      return id
    },
    async find(id) {
      const entry = id === undefined ? undefined : entries.get(id)
      if (!entry || id === undefined) return undefined
      if (entry.endsAt > now().getTime()) return entry.value
      entries.delete(id)
      return undefined
    },
    async forget(id) {
      if (id !== undefined) entries.delete(id)
    },
    close: async () => entries.clear(),
  }
}
