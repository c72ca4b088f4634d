import { type FilterSet, toFilterSet } from './partitions.ts'
import { foreignEntries, ownEntries, type PublishedParts } from './published.ts'
import type { Revocations } from './revocations.ts'

/** The filters as they are now: made anew when something was revoked, or when some of it has ended. */
export type Filters = { current(): Promise<FilterSet> }

export type FilterParts = PublishedParts & {
  readonly revocations: Pick<Revocations, 'version'>
  readonly clock: () => Date
  readonly falsePositiveRate?: number
}

/**
 * One in a million: of the some 5 million Norwegians who might each show a certificate once, five would be taken for
 * revoked by an app that does not ask further.
 */
const defaultRate = 1e-6

export function createFilters(parts: FilterParts): Filters {
  const { kysely, revocations, clock, falsePositiveRate = defaultRate } = parts
  let made: { readonly version: number; readonly set: Promise<FilterSet> } | undefined

  async function make(now: Date): Promise<FilterSet> {
    const entries = [...(await ownEntries(parts, now)), ...(await foreignEntries(kysely, now))]
    return toFilterSet(entries, { falsePositiveRate })
  }

  return {
    async current() {
      const version = await revocations.version()
      const now = clock()
      // Whoever asks while one is being made waits for it.
      const known = made?.version === version ? await made.set.catch(() => undefined) : undefined
      if (known && now < known.until) return known
      made = { version, set: make(now) }
      return made.set
    },
  }
}
