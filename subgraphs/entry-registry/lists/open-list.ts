import type { Mandate } from '../../../schema/access.ts'
import { pseudonymOf, sealMandate } from '../../../schema/access.ts'
import { openCohort, openFinding } from '../../../schema/cohort.ts'
import { PublicError } from '../../../schema/errors.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { Context } from '../../kernel/context.ts'
import { type Candidate, type Choice, choose, pageOf } from '../domain/choose.ts'
import type { Entry } from '../domain/entry.ts'
import { isOpen } from '../domain/law.ts'
import type { Question } from '../domain/question.ts'
import { retentionAt } from '../domain/retention.ts'
import type { EntryLoaders } from '../loaders.ts'
import type { EntryServices } from '../services.ts'
import type { EntrySource } from '../store/tables.ts'

export type ListContext = Context<EntryServices, EntryLoaders>

/** A list whose candidates are all known: what was asked, and who was chosen. Lives as long as one request. */
export type OpenList = {
  readonly question: Question
  readonly choice: Choice
  readonly hasOutcomes: boolean
  readonly expires: number
}

/**
 * The second half of an answer: what two registries said of the candidates, put together.
 * @throws PublicError FORBIDDEN for what was not sealed for this caller; REGISTRY_UNAVAILABLE where who is infected cannot
 *   be known and the list is of those alone
 */
export function openList(
  { cohort: sealed, aliases, outcomes }: Record<string, unknown>,
  { caller, now, services: { keys } }: ListContext,
): OpenList {
  const cohort = openCohort(keys.cohortKeys, sealed, { caller, now })
  const question = JSON.parse(cohort.question) as Question
  const opened = (kind: 'aliases' | 'outcomes', text: unknown) =>
    typeof text === 'string' ? openFinding(keys.cohortKeys, kind, text, String(sealed)) : undefined
  const said = {
    entries: cohort.entries,
    numbers: cohort.numbers,
    flags: cohort.flags,
    aliases: opened('aliases', aliases),
    outcomes: opened('outcomes', outcomes),
  }
  const needsResults = question.purpose === 'contact-tracing' || question.filter.testStatuses !== undefined
  if (question.asksResults && said.outcomes === undefined && needsResults)
    throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'test' } })
  return {
    question,
    choice: choose(
      said,
      question.asksResults ? question.purpose : 'control-centre',
      question.filter,
      question.onlyChanged,
    ),
    hasOutcomes: said.outcomes !== undefined,
    expires: cohort.expires,
  }
}

export type Shown = { readonly candidate: Candidate; readonly entry: Entry; readonly place: number }

/** The entries of a page. */
export function readPage(list: OpenList, context: ListContext): Promise<readonly Shown[]> {
  const { page, from } = pageOf(list.choice.chosen, list.question)
  return readEntries(list, page, from, context)
}

/** Entries by their place on the list. Each is written in the traveller's own log before it is given. */
export async function readEntries(
  list: OpenList,
  page: readonly Candidate[],
  from: number,
  context: ListContext,
): Promise<readonly Shown[]> {
  const ids: Record<EntrySource, number[]> = { IRRS: [], PREPAREDNESS: [] }
  for (const { entry } of page) ids[sourceOf(entry)].push(Number(entry.slice(1)))
  const entries = await context.services.store.findByIds(ids, retentionAt(context.now))
  const byId = new Map(entries.map(entry => [`${entry.source.charAt(0)}${entry.entry_id}`, entry]))
  const shown = page.flatMap((candidate, at) => {
    const entry = byId.get(candidate.entry)
    return entry ? [{ candidate, entry, place: from + at + 1 }] : []
  })
  await logDisclosure(list, shown, context)
  return shown
}

async function logDisclosure(list: OpenList, shown: readonly Shown[], context: ListContext): Promise<void> {
  const { question, hasOutcomes } = list
  const { pseudonymKey } = context.services.keys
  const { purpose, sources } = question
  const subject = ({ candidate }: Shown) => pseudonymOf(pseudonymKey, 'subject', candidate.number)
  const bySource = Map.groupBy(shown, ({ entry }) => entry.source)
  for (const [source, ofSource] of bySource) {
    const state = sources[source]
    if (isOpen(state)) {
      await context.recordDisclosure({ subjects: ofSource.map(subject), area: 'entries', basis: state.basis, purpose })
    }
  }
  // Being on a list that is chosen by results tells of the result.
  const lab = sources.MSIS_LAB
  if (hasOutcomes && shown.length > 0 && isOpen(lab)) {
    await context.recordDisclosure({ subjects: shown.map(subject), area: 'tests', basis: lab.basis, purpose })
  }
}

const sourceOf = (entry: string): EntrySource => (entry.startsWith('P') ? 'PREPAREDNESS' : 'IRRS')

/** What `person` makes a grant of: this traveller, for what law opens to this caller. */
export function mandateFor({ candidate, entry }: Omit<Shown, 'place'>, list: OpenList, context: ListContext): string {
  const { question, expires } = list
  const state = question.sources[entry.source]
  const basis = question.results === 'open' ? question.sources.MSIS_LAB : state
  if (!isOpen(basis)) throw new PublicError('FORBIDDEN')
  const mandate: Mandate = {
    identifier: candidate.number as PersonIdentifier,
    areas: question.results === 'open' ? ['identity', 'tests'] : ['identity'],
    basis: basis.basis,
    purpose: question.purpose,
    expires,
  }
  return sealMandate(context.services.keys.mandateKeys, mandate, context.caller)
}
