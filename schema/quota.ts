import { LRUCache } from 'lru-cache'

/** Somebody has used all there is: how long until there is room, and whether this is the first time in a period. */
export type UsedUp = { readonly seconds: number; readonly isFirst: boolean }

/** @returns undefined where there is room, and then so many have been taken */
export type TakeOf = (key: string, many: number, limit: number, now: number) => UsedUp | undefined

const remembered = 50_000
const rememberedRefusals = 1_000

/**
 * So many of something in a period, for each key by itself; what is used comes back evenly, and all of it may be used at
 * once (the generic cell rate algorithm, ITU-T I.371). In this process: decision 0015.
 *
 * A key is one instant here: when all of its quota will have come back. Whoever is remembered no longer has used
 * nothing, so that the longest silent give way. `now` is in milliseconds.
 */
export function createQuota(periodMs: number): TakeOf {
  const fullAgain = new LRUCache<string, number>({ max: remembered })
  const refusedUntil = new LRUCache<string, number>({ max: rememberedRefusals })
  return (key, many, limit, now) => {
    // More than there ever are would never be let in; nothing that is answered names so many.
    const costMs = (Math.min(many, limit) / limit) * periodMs
    const next = Math.max(now, fullAgain.get(key) ?? 0) + costMs
    const waitMs = next - now - periodMs
    if (waitMs <= 0) {
      fullAgain.set(key, next)
      return undefined
    }
    const isFirst = (refusedUntil.get(key) ?? 0) <= now
    if (isFirst) refusedUntil.set(key, now + periodMs)
    return { seconds: Math.ceil(waitMs / 1_000), isFirst }
  }
}
