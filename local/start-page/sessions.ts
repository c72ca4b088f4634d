import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** More at once than one machine's people open; the oldest fall out. */
const mostEntries = 1_000

export type Timed<Value> = {
  /** Keeps a value for so many seconds, under a new id that cannot be guessed. */
  keep(value: Value, seconds: number): string
  find(id: string | undefined): Value | undefined
  forget(id: string | undefined): void
}

/** A bounded store in this process: browsers hold ids, never tokens. */
export function createTimedStore<Value>(now: () => Date): Timed<Value> {
  const entries = new LRUCache<string, { value: Value; endsAt: number }>({ max: mostEntries })
  return {
    keep(value, seconds) {
      const id = randomBytes(24).toString('base64url')
      entries.set(id, { value, endsAt: now().getTime() + seconds * 1000 })
      return id
    },
    find(id) {
      const entry = id === undefined ? undefined : entries.get(id)
      if (!entry || id === undefined) return undefined
      if (entry.endsAt > now().getTime()) return entry.value
      entries.delete(id)
      return undefined
    },
    forget(id) {
      if (id !== undefined) entries.delete(id)
    },
  }
}
