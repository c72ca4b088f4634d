/** Deeper than any selection of ours; deep enough nesting would exhaust the stack of whoever walks it. */
export const deepestAnswer = 100

/** Whether a parsed JSON value has objects or lists nested deeper than `limit`. It looks no deeper than that itself. */
export function isDeeperThan(limit: number, value: object): boolean {
  if (limit === 0) return true
  if (Array.isArray(value)) {
    for (const inner of value)
      if (typeof inner === 'object' && inner !== null && isDeeperThan(limit - 1, inner)) return true
    return false
  }
  // The values come from JSON.parse: every key is an own one. `for in` makes no list of them.
  for (const key in value) {
    const inner: unknown = (value as Record<string, unknown>)[key]
    if (typeof inner === 'object' && inner !== null && isDeeperThan(limit - 1, inner)) return true
  }
  return false
}
