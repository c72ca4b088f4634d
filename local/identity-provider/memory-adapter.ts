import { LRUCache } from 'lru-cache'
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** More sign-ins than this at once do not happen on one machine; the oldest fall out. */
const mostEntries = 10_000

/**
 * Where the provider keeps sign-ins under way, codes and sessions: in the memory of this process, each with an end.
 * A restart forgets them, which a provider for local runs can afford. Access tokens are JWTs and live on.
 */
export function createMemoryAdapter(): AdapterFactory {
  const entries = new LRUCache<string, AdapterPayload>({ max: mostEntries })
  /** Which entries came of one grant, so that a code used twice takes its tokens with it. */
  const grants = new LRUCache<string, Set<string>>({ max: mostEntries })

  return (kind): Adapter => {
    const keyOf = (id: string) => `${kind}:${id}`
    const indexOf = (by: string, value: string) => `${kind}:${by}:${value}`
    return {
      async upsert(id, payload, expiresIn) {
        const options = expiresIn ? { ttl: expiresIn * 1000 } : {}
        entries.set(keyOf(id), payload, options)
        if (payload.uid) entries.set(indexOf('uid', payload.uid), payload, options)
        if (payload.grantId) grants.set(payload.grantId, (grants.get(payload.grantId) ?? new Set()).add(keyOf(id)))
      },
      find: async id => entries.get(keyOf(id)),
      findByUid: async uid => entries.get(indexOf('uid', uid)),
      // The device flow is off: nothing has a user code.
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = entries.get(keyOf(id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        const uid = entries.get(keyOf(id))?.uid
        if (uid) entries.delete(indexOf('uid', uid))
        entries.delete(keyOf(id))
      },
      async revokeByGrantId(grantId) {
        for (const key of grants.get(grantId) ?? []) entries.delete(key)
        grants.delete(grantId)
      },
    }
  }
}
