import type { Kysely } from 'kysely'
import { readFeed, type StoredChange } from '../store/settings.ts'
import type { PrivacyTables } from '../store/tables.ts'
import type { Bell } from './bell.ts'

const pageSize = 100
/** How long a change made in another process may go unseen. */
const lookEveryMs = 500

/** The changes of one definition after a position, in order, and then each as it comes. Ends with the signal. */
export async function* followFeed({
  kysely,
  bell,
  definition,
  after,
  signal,
}: {
  readonly kysely: Kysely<PrivacyTables>
  readonly bell: Bell
  readonly definition: string
  readonly after: number
  readonly signal: AbortSignal
}): AsyncGenerator<StoredChange, void> {
  for (let position = after; !signal.aborted; ) {
    // Asked for before the look: what is written after the look rings it.
    const next = bell.wait(lookEveryMs, signal)
    const changes = await readFeed(kysely, { definition, after: position, limit: pageSize })
    for (const change of changes) {
      position = change.position
      yield change
    }
    if (changes.length === 0) await next
  }
}
