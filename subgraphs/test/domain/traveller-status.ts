import type { TestStatus } from '../../../schema/cohort.ts'
import type { SampleResult } from './test-result.ts'

/** When a sample was taken, or its first answer where nobody said. */
export function takenAt({ sampledAt, versions }: SampleResult): Date {
  return sampledAt ?? new Date(Math.min(...versions.map(({ receivedAt }) => receivedAt.getTime())))
}

/**
 * How a traveller stands, by what the laboratories have answered within the window. A positive answer of the whole window
 * counts, so that somebody is never in tracing by one journey and in quarantine by the next; of the others the newest
 * sample since the arrival. A preliminary answer is not an answer: positive or negative, it is waited for. Antibodies say
 * nothing of now.
 *
 * The store says the same in one statement for thousands (`findOutcomes`); a test holds the two together.
 */
export function travellerStatus(
  results: readonly SampleResult[],
  { windowStart, arrivedFrom }: { readonly windowStart: Date; readonly arrivedFrom: Date },
): TestStatus {
  const counted = results.filter(result => result.method !== 'ANTIBODY' && takenAt(result) >= windowStart)
  if (counted.some(({ outcome, state }) => outcome === 'POSITIVE' && state !== 'PRELIMINARY')) return 'POSITIVE'
  const newest = counted
    .filter(result => takenAt(result) >= arrivedFrom)
    .toSorted((a, b) => takenAt(b).getTime() - takenAt(a).getTime() || b.sample.localeCompare(a.sample))[0]
  if (!newest) return 'NONE'
  if (newest.state === 'PRELIMINARY') return 'PENDING'
  return newest.outcome === 'NEGATIVE' ? 'NEGATIVE' : 'UNCLEAR'
}
