import { PublicError } from '../../schema/errors.ts'

/** Which proofs have been used. */
export type Replays = {
  /**
   * Whether nobody has used this proof yet; from then on somebody has.
   * @throws PublicError REPLAY_CHECK_UNAVAILABLE: without knowing, a proof is not taken
   */
  isFirst(id: string, now: Date): boolean | Promise<boolean>
  close(): void
}

/** Two generations of this many, some 100 bytes each. */
const mostProofs = 200_000

/**
 * Of one process. Two generations take turns, so that each proof is remembered for at least `keptSeconds`, and nothing
 * has to be looked for to be forgotten. None is forgotten early to make room: then it could be used again.
 */
export function createMemoryReplays(keptSeconds: number, most = mostProofs): Replays {
  let recent = new Set<string>()
  let older = new Set<string>()
  let turned = 0
  return {
    isFirst(id, now) {
      const seconds = now.getTime() / 1000
      if (seconds - turned >= keptSeconds) {
        older = seconds - turned >= 2 * keptSeconds ? new Set() : recent
        recent = new Set()
        turned = seconds
      }
      if (recent.has(id) || older.has(id)) return false
      if (recent.size >= most) throw new PublicError('REPLAY_CHECK_UNAVAILABLE')
      recent.add(id)
      return true
    },
    close() {},
  }
}
