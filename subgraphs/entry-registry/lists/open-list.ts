import type { Area, Basis, Mandate } from '../../../schema/access.ts'
import { pseudonymOf, sealMandate } from '../../../schema/access.ts'
import { openCohort, openFinding } from '../../../schema/cohort.ts'
import { PublicError } from '../../../schema/errors.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { Context } from '../../kernel/context.ts'
import { type Candidate, type Choice, choose, pageOf, type Said } from '../domain/choose.ts'
import type { Entry } from '../domain/entry.ts'
import { isOpen } from '../domain/law.ts'
import type { Question } from '../domain/question.ts'
import { fewestTold } from '../domain/report.ts'
import { retentionAt } from '../domain/retention.ts'
import type { EntryLoaders } from '../loaders.ts'
import type { EntryServices } from '../services.ts'
import type { EntrySource } from '../store/tables.ts'

export type ListContext = Context<EntryServices, EntryLoaders>

/** What was asked, and what each registry said of the candidates. Lives as long as one request. */
export type Reply = {
  readonly question: Question
  readonly said: Said
  readonly hasOutcomes: boolean
  /** How fresh the results are, as their register told. */
  readonly resultsUpdatedAt: Date | undefined
  readonly expires: number
}

/** A list whose candidates are all known: what was asked, and who was chosen. */
export type OpenList = Reply & {
  readonly choice: Choice
  /** What has been written, or is being written, in travellers' logs: once a request, whichever field asks. */
  readonly disclosed: Map<string, Promise<void>>
}

/**
 * The second half of an answer begins: what two registries said of the candidates.
 * @throws PublicError FORBIDDEN for what was not sealed for this caller
 */
export function openReply(
  { cohort: sealed, aliases, outcomes }: Record<string, unknown>,
  { caller, now, services: { keys } }: ListContext,
): Reply {
  const cohort = openCohort(keys.cohortKeys, sealed, { caller, now })
  const question = JSON.parse(cohort.question) as Question
  const opened = (kind: 'aliases' | 'outcomes', text: unknown) =>
    typeof text === 'string' ? openFinding(keys.cohortKeys, kind, text, String(sealed)) : undefined
  const [letters, updatedAt] = opened('outcomes', outcomes)?.split(' ') ?? []
  return {
    question,
    said: {
      entries: cohort.entries,
      numbers: cohort.numbers,
      flags: cohort.flags,
      aliases: opened('aliases', aliases),
      outcomes: letters,
    },
    hasOutcomes: letters !== undefined,
    resultsUpdatedAt: updatedAt ? new Date(updatedAt) : undefined,
    expires: cohort.expires,
  }
}

/** @throws PublicError REGISTRY_UNAVAILABLE where who is infected cannot be known and the list is of those alone */
export function openList(reply: Reply): OpenList {
  const { question, said, hasOutcomes } = reply
  const { purpose, filter, asksResults, onlyChanged } = question
  const needsResults = purpose === 'contact-tracing' || filter.testStatuses !== undefined
  if (asksResults && !hasOutcomes && needsResults)
    throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'test' } })
  const choice = choose(said, asksResults ? purpose : 'control-centre', filter, onlyChanged)
  return { ...reply, choice, disclosed: new Map() }
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
  await logDisclosure(
    list,
    shown.map(({ candidate }) => candidate),
    context,
  )
  return shown
}

/** Somebody who may be on the list, and whom an answer is about. */
type About = Pick<Candidate, 'entry' | 'number'>

/**
 * A count tells of persons where it is of few, or of those somebody looked for: also that they are not on the list. Each
 * is written in her own log before it is given.
 */
export async function logCount(list: OpenList, counted: readonly About[], context: ListContext): Promise<void> {
  const { question, said } = list
  const isOfFew = said.entries.split(',', fewestTold).length < fewestTold
  const fewOfMany = counted.length < fewestTold ? counted : []
  await logDisclosure(list, question.isNarrow || isOfFew ? everybody(said) : fewOfMany, context)
}

function everybody({ entries, numbers }: Said): readonly About[] {
  const number = numbers.split(',')
  return entries === '' ? [] : entries.split(',').map((entry, at) => ({ entry, number: number[at] ?? '' }))
}

async function logDisclosure(list: OpenList, about: readonly About[], context: ListContext): Promise<void> {
  const { question, hasOutcomes } = list
  const bySource = Map.groupBy(about, ({ entry }) => sourceOf(entry))
  for (const [source, ofSource] of bySource) {
    const state = question.sources[source]
    if (isOpen(state)) await logOnce(list, ofSource, { area: 'entries', basis: state.basis }, context)
  }
  // Being on a list that is chosen by results tells of the result.
  const lab = question.sources.MSIS_LAB
  if (hasOutcomes && isOpen(lab)) await logOnce(list, about, { area: 'tests', basis: lab.basis }, context)
}

async function logOnce(
  { question, disclosed }: OpenList,
  about: readonly About[],
  what: { readonly area: Area; readonly basis: Basis },
  context: ListContext,
): Promise<void> {
  const keyOf = ({ number }: About) => `${what.area} ${what.basis} ${number}`
  const unwritten = about.filter(one => !disclosed.has(keyOf(one)))
  if (unwritten.length > 0) {
    const { pseudonymKey } = context.services.keys
    const subjects = unwritten.map(({ number }) => pseudonymOf(pseudonymKey, 'subject', number))
    const written = context.recordDisclosure({ subjects, ...what, purpose: question.purpose })
    for (const one of unwritten) disclosed.set(keyOf(one), written)
  }
  await Promise.all(new Set(about.map(one => disclosed.get(keyOf(one)))))
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
