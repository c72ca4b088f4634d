import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { Outcome, ResultState, TestMethod } from '../store/tables.ts'

/** One answer from a laboratory, as MSIS-labdatabasen holds it: preliminary, final, or a correction. */
export type ResultVersion = {
  /** The laboratory's message id, a UUID. */
  readonly id: string
  /** The sampling event, a UUID: the same for all answers about one sample. */
  readonly sample: string
  /** The number the sample was registered on. */
  readonly person: PersonIdentifier
  readonly method: TestMethod
  readonly outcome: Outcome
  readonly state: ResultState
  readonly resultText: string
  readonly sampledAt: Date | null
  readonly receivedAt: Date
  readonly deviceId: string | null
  readonly testName: string | null
  readonly laboratory: { readonly herId: string | null; readonly name: string | null } | null
  readonly sampleTaker: { readonly organisationNumber: string | null; readonly name: string | null } | null
}

/** What is known of one sample: what the newest answer says, and all answers, the newest first. */
export type SampleResult = ResultVersion & { readonly versions: readonly ResultVersion[] }

const rank = { PRELIMINARY: 0, FINAL: 1, CORRECTED: 2 } as const satisfies Record<ResultState, number>

/** A correction stands above a final answer, a final above a preliminary; within one state the last received counts. */
function newerFirst(a: ResultVersion, b: ResultVersion): number {
  return rank[b.state] - rank[a.state] || b.receivedAt.getTime() - a.receivedAt.getTime() || b.id.localeCompare(a.id)
}

/**
 * One result a sample, the newest sample first. The order of arrival does not matter: a preliminary answer that comes
 * after the final one changes nothing, and a corrected answer can never be covered by the one it corrects
 * (requirements G9).
 */
export function foldVersions(versions: readonly ResultVersion[]): readonly SampleResult[] {
  return [...Map.groupBy(versions, version => version.sample).values()]
    .map(ofSample => ofSample.toSorted(newerFirst))
    .flatMap(ofSample => toSampleResult(ofSample) ?? [])
    .sort((a, b) => takenAt(b) - takenAt(a) || b.sample.localeCompare(a.sample))
}

/** The time belongs to the sample, not to the answer: an answer that leaves it out does not make it unknown. */
function toSampleResult(versions: readonly ResultVersion[]): SampleResult | undefined {
  const [newest] = versions
  const sampledAt = versions.find(version => version.sampledAt !== null)?.sampledAt ?? null
  return newest && { ...newest, sampledAt, versions }
}

/** When the sample was taken; where the laboratory did not say, its first answer is the nearest known moment. */
function takenAt({ sampledAt, versions }: SampleResult): number {
  return sampledAt?.getTime() ?? Math.min(...versions.map(({ receivedAt }) => receivedAt.getTime()))
}
