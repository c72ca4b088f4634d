import type { Purpose } from '../../../schema/access.ts'
import { outcomeLetters, type TestStatus } from '../../../schema/cohort.ts'
import { flagBits } from '../store/candidates.ts'

/** One who may be on a list, as all three registries know her. */
export type Candidate = {
  /** As the cohort has it: the source's letter and the entry's number. */
  readonly entry: string
  readonly number: string
  /** Undefined: results were not, or could not be, looked up. */
  readonly status: TestStatus | undefined
  readonly toFollowUp: boolean
}

export type ChoiceFilter = {
  readonly testStatuses?: readonly TestStatus[]
  readonly toFollowUp?: boolean
}

export type Choice = {
  readonly chosen: readonly Candidate[]
  /** Valid numbers that nobody has. */
  readonly unknownNumbers: number
}

/** What the three registries say of the same candidates, part by part. */
export type Said = {
  readonly entries: string
  readonly numbers: string
  readonly flags: string
  /** Undefined: Folkeregisteret did not answer. */
  readonly aliases: string | undefined
  readonly outcomes: string | undefined
}

const statusOf = new Map<string, TestStatus>(
  (Object.keys(outcomeLetters) as TestStatus[]).map(status => [outcomeLetters[status], status]),
)

/**
 * Whether a purpose asks for a traveller: tracing for those with a positive answer, quarantine for all others, so that
 * nobody is in both (requirements G6). Without results nobody is routed away.
 */
export function isOfPurpose(purpose: Purpose, status: TestStatus | undefined): boolean {
  if (purpose === 'contact-tracing') return status === 'POSITIVE'
  if (purpose === 'quarantine') return status !== 'POSITIVE'
  return true
}

/** Chooses in the order of the cohort. */
export function choose(said: Said, purpose: Purpose, filter: ChoiceFilter, onlyChanged: boolean): Choice {
  if (said.entries === '') return { chosen: [], unknownNumbers: 0 }
  const entries = said.entries.split(',')
  const numbers = said.numbers.split(',')
  const aliases = said.aliases?.split(',')
  const chosen: Candidate[] = []
  let unknownNumbers = 0
  for (const [at, entry] of entries.entries()) {
    const letter = said.outcomes?.[at]
    const status = letter === undefined ? undefined : statusOf.get(letter.toUpperCase())
    const flags = said.flags.charCodeAt(at) - 48
    const isChanged = (flags & flagBits.changed) !== 0 || (letter !== undefined && letter !== letter.toUpperCase())
    if (onlyChanged && !isChanged) continue
    if (aliases?.[at] === '') {
      unknownNumbers++
      continue
    }
    const toFollowUp = (flags & flagBits.mustQuarantine) !== 0 && status !== 'POSITIVE'
    if (!isOfPurpose(purpose, status)) continue
    if (filter.toFollowUp !== undefined && filter.toFollowUp !== toFollowUp) continue
    if (filter.testStatuses && !(status && filter.testStatuses.includes(status))) continue
    chosen.push({ entry, number: numbers[at] ?? '', status, toFollowUp })
  }
  return { chosen, unknownNumbers }
}

export function countByStatus(chosen: readonly Candidate[]): readonly { status: TestStatus; count: number }[] {
  const counts = new Map<TestStatus, number>()
  for (const { status } of chosen) if (status) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => ({ status, count }))
}

/** A page: the place after the cursor's entry, or where it was if it has gone meanwhile. */
export function pageOf(
  chosen: readonly Candidate[],
  { first, after }: { readonly first: number; readonly after: string | null },
): { readonly page: readonly Candidate[]; readonly from: number; readonly hasNext: boolean } {
  const from = after === null ? 0 : placeAfter(chosen, after)
  return { page: chosen.slice(from, from + first), from, hasNext: from + first < chosen.length }
}

export function cursorOf(candidate: Candidate, place: number): string {
  return Buffer.from(`${candidate.entry}.${place}`).toString('base64url')
}

function placeAfter(chosen: readonly Candidate[], cursor: string): number {
  const [entry, place] = Buffer.from(cursor, 'base64url').toString('latin1').split('.')
  const found = chosen.findIndex(candidate => candidate.entry === entry)
  if (found >= 0) return found + 1
  const was = Number(place)
  return Number.isInteger(was) && was >= 0 ? was : 0
}
