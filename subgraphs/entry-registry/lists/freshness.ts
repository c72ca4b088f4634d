import { isOpen, type LawSource, lawSources } from '../domain/law.ts'
import type { Question } from '../domain/question.ts'
import type { ListWarning } from '../schema/list-codes.ts'
import type { ListSourceState } from '../schema/traveller-list.ts'

/** What a list is made of, as the answers of all registries tell: how fresh results are, only their own can say. */
export type Made = {
  readonly question: Question
  /** Whether the laboratories' register answered; and how fresh its copy is, if it ever was one. */
  readonly hasOutcomes: boolean
  readonly resultsUpdatedAt: Date | undefined
}

type Copy = { readonly source: LawSource; readonly updatedAt: Date }

/** The copies come nightly: a day and a half without one is late. */
const staleAfterMs = 36 * 3_600_000

function copiesOf({ question, resultsUpdatedAt }: Made): readonly Copy[] {
  const copies: Copy[] = question.copies.map(({ source, updatedAt }) => ({ source, updatedAt: new Date(updatedAt) }))
  return resultsUpdatedAt ? [...copies, { source: 'MSIS_LAB', updatedAt: resultsUpdatedAt }] : copies
}

/** What the list relies on. Conversations come with Beredskapsregisteret, in extracts of their own. */
function usedBy({ registers, sources, asksResults }: Question): readonly LawSource[] {
  const hasConversations = registers.includes('PREPAREDNESS') && isOpen(sources.CONVERSATION)
  return [
    ...registers,
    ...(hasConversations ? (['CONVERSATION'] as const) : []),
    ...(asksResults ? (['MSIS_LAB'] as const) : []),
  ]
}

export function oldestOf(copies: readonly Copy[], used: readonly LawSource[]): Date | undefined {
  const times = copies.filter(({ source }) => used.includes(source)).map(({ updatedAt }) => updatedAt)
  return times.sort((a, b) => a.getTime() - b.getTime())[0]
}

export const copyUpdatedAt = (made: Made): Date | null => oldestOf(copiesOf(made), usedBy(made.question)) ?? null

export function sourceStates(made: Made): ListSourceState[] {
  const copies = copiesOf(made)
  return lawSources.map(source => {
    const state = made.question.sources[source]
    return {
      source,
      isOpen: isOpen(state),
      code: isOpen(state) ? null : state.code,
      paragraph: isOpen(state) ? state.paragraph : (state.details.paragraph ?? null),
      validFrom: isOpen(state) ? null : (state.details.validFrom ?? null),
      copyUpdatedAt: oldestOf(copies, [source]) ?? null,
    }
  })
}

/** A copy that was never made is no fresher than an old one. */
export function warningsOf(made: Made, now: Date): ListWarning[] {
  const { question, hasOutcomes } = made
  const copies = copiesOf(made)
  const isStale = (source: LawSource) => {
    const updatedAt = oldestOf(copies, [source])
    return updatedAt === undefined || now.getTime() - updatedAt.getTime() > staleAfterMs
  }
  const isSilent = question.asksResults && !hasOutcomes
  const told = usedBy(question).filter(source => source !== 'MSIS_LAB' || !isSilent)
  return [
    ...(told.some(isStale) ? (['COPY_STALE'] as const) : []),
    ...(isSilent ? (['RESULTS_UNAVAILABLE'] as const) : []),
    ...(question.isTruncated ? (['LIST_TRUNCATED'] as const) : []),
  ]
}
