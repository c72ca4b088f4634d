import { randomUUID } from 'node:crypto'
import type { Purpose } from '../../../schema/access.ts'
import { sealCohort } from '../../../schema/cohort.ts'
import { PublicError } from '../../../schema/errors.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import type { ChoiceFilter } from '../domain/choose.ts'
import { type Actor, decide, isHealthPersonnel, isOpen, type Permission } from '../domain/law.ts'
import type { Question } from '../domain/question.ts'
import type { CountedService } from '../domain/report.ts'
import { retentionAt } from '../domain/retention.ts'
import type { Part, Refusal, View } from '../domain/view.ts'
import type { TravellerList } from '../schema/traveller-list.ts'
import type { Candidates, EntryFilter, Order, Scope } from '../store/candidates.ts'
import { type EntrySource, entrySources } from '../store/tables.ts'
import { oldestOf } from './freshness.ts'
import type { ListContext } from './open-list.ts'

/** A list as somebody asks for it. */
export type ListRequest = {
  readonly purpose: Purpose
  readonly roles: readonly Actor[]
  readonly scope: 'everywhere' | 'unknown-kommune' | { readonly kommune: string }
  readonly filter: EntryFilter & ChoiceFilter
  readonly orderBy: Order
  readonly first: number
  readonly after: string | null
  readonly changedSince: Date | null
  /** Those asked for by name: a refusal of one is then an error. */
  readonly sources: readonly EntrySource[] | null
  /** Why it is demanded in the single case, or searched across kommuner. */
  readonly reason: string | null
  /** Entries alone: nothing is looked up in the laboratories' results. */
  readonly withResults: boolean
}

const pageSizes = { least: 1, most: 100 } as const
const lifetimeSeconds = 5 * 60

/**
 * The first half of an answer: what is allowed, and who may be on the list; sealed for the registries that know the rest.
 * @throws PublicError with the reason, where nothing of it is the caller's to see
 */
export async function askList(request: ListRequest, context: ListContext): Promise<TravellerList> {
  const { services, caller, now } = context
  const register = await context.loaders.register.load('mine')
  const kommune = typeof request.scope === 'string' ? undefined : request.scope.kommune
  const { purpose, roles } = request
  const asked = { caller, now, purpose, roles, onDemand: request.reason !== null, ...(kommune && { kommune }) }
  const permission = decide(register, asked)
  if ('code' in permission) throw refused(permission)
  const sources = openSources(permission, request)
  const asksResults = isOpen(permission.sources.MSIS_LAB) && (request.withResults || isRoutedAlike(request, permission))
  refuseWhatNeedsResults(permission, request)
  await keepReason(request, permission, context)
  const candidates = await readRegistry(context, 'entry-registry', async () => {
    const rows = await services.store.findCandidates({
      scope: toScope(request.scope, permission.district),
      sources,
      filter: request.filter,
      orderBy: request.orderBy,
      retention: retentionAt(now),
      today: osloDay(now),
      changedSince: request.changedSince,
    })
    return { rows, isEmpty: rows.entries === '', updatedAt: oldestOf(rows.copies, sources) }
  })
  const used = request.withResults && asksResults ? ([...sources, 'MSIS_LAB'] as const) : sources
  if (kommune !== undefined) await countUse(kommune, used, context)
  const cohort = sealCandidates({ request, permission, sources, asksResults, candidates }, context)
  return {
    cohort,
    changesUntil: candidates.seenUntil,
    alertResponsibility: 'MEDICALLY_RESPONSIBLE_AT_LABORATORY_OR_TEST_STATION',
  }
}

export const refused = ({ code, details }: Refusal) => new PublicError(code, { details })

function toScope(scope: ListRequest['scope'], district: string | null): Scope {
  return typeof scope === 'string' ? scope : { kommune: scope.kommune, district }
}

/**
 * A kommune's entries alone, for who may not see results, are the same people as on its list with them. Otherwise whoever
 * is on the one and not on the other would be known to be positive.
 */
function isRoutedAlike({ scope }: ListRequest, { results }: Permission): boolean {
  return typeof scope !== 'string' && results !== 'open'
}

/** The registers that may be read. One refused is told in `sources`; all refused, or one asked for by name, is an error. */
function openSources({ sources }: Permission, { sources: named }: ListRequest): readonly EntrySource[] {
  const wanted = named ?? entrySources
  const open = wanted.filter(source => isOpen(sources[source]))
  const firstRefused = wanted.map(source => sources[source]).find(state => !isOpen(state))
  if (firstRefused && !isOpen(firstRefused) && (named !== null || open.length === 0)) throw refused(firstRefused)
  return open
}

/** Tracing is of those with a positive answer: without results there is no such list. So it is with a filter by result. */
function refuseWhatNeedsResults({ sources, results }: Permission, { purpose, filter, withResults }: ListRequest): void {
  const lab = sources.MSIS_LAB
  if (withResults && purpose === 'contact-tracing' && !isOpen(lab)) throw refused(lab)
  if (filter.testStatuses && results !== 'open') throw refused(results)
  if (filter.testStatuses && !withResults) throw new PublicError('BAD_REQUEST', { details: { reason: 'testStatuses' } })
}

/** That the kommune uses these services this month, once. Nothing of the list. */
async function countUse(
  kommune: string,
  used: readonly CountedService[],
  { services, now }: ListContext,
): Promise<void> {
  await services.reports.recordUse({ kommune, services: used, month: osloDay(now).slice(0, 7), at: now })
}

/** What is given on demand is written down with its reason, whoever it was for. */
async function keepReason(request: ListRequest, { sources, actor }: Permission, context: ListContext): Promise<void> {
  const used = Object.values(sources).filter(isOpen)
  const needsReason = actor === 'CROSS_MUNICIPALITY_SEARCH' || used.some(({ onDemand }) => onDemand)
  if (!needsReason) return
  const reason = request.reason?.trim() ?? ''
  if (reason.length < 3) throw new PublicError('DEMAND_REASON_REQUIRED')
  await context.services.authorisations.recordReason({
    id: randomUUID(),
    at: context.now,
    caller: context.caller.id,
    organisation: context.caller.organisation?.number ?? '',
    kommune: typeof request.scope === 'string' ? null : request.scope.kommune,
    purpose: request.purpose,
    paragraphs: used.map(({ paragraph }) => paragraph),
    reason: reason.slice(0, 500),
  })
}

type Sealing = {
  readonly request: ListRequest
  readonly permission: Permission
  readonly sources: readonly EntrySource[]
  readonly asksResults: boolean
  readonly candidates: Candidates
}

function sealCandidates(
  { request, permission, sources, asksResults, candidates }: Sealing,
  context: ListContext,
): string {
  const { testStatuses, toFollowUp } = request.filter
  const question: Question = {
    kommune: typeof request.scope === 'string' ? null : request.scope.kommune,
    purpose: request.purpose,
    sources: permission.sources,
    results: permission.results,
    negatives: permission.negatives,
    view: viewOf(permission, context),
    filter: { ...(testStatuses && { testStatuses }), ...(toFollowUp !== undefined && { toFollowUp }) },
    first: Math.min(Math.max(request.first, pageSizes.least), pageSizes.most),
    after: request.after,
    onlyChanged: request.changedSince !== null,
    isNarrow: [request.filter.ids, request.filter.name, request.filter.birthDate].some(one => one !== undefined),
    asksResults,
    registers: sources,
    copies: candidates.copies.map(({ source, updatedAt }) => ({ source, updatedAt: updatedAt.toISOString() })),
    isTruncated: candidates.isTruncated,
    unmatched: candidates.unmatched,
  }
  const lab = permission.sources.MSIS_LAB
  const entryState = sources[0] && permission.sources[sources[0]]
  const logged = asksResults && isOpen(lab) ? lab : entryState
  if (!logged || !isOpen(logged)) throw new PublicError('FORBIDDEN')
  const { entries, numbers, days, flags } = candidates
  return sealCohort(
    context.services.keys.cohortKeys,
    {
      question: JSON.stringify(question),
      asksResults,
      numbers,
      days,
      entries,
      flags,
      today: osloDay(context.now),
      changedSince: request.changedSince === null ? 0 : Math.floor(request.changedSince.getTime() / 1000),
      basis: logged.basis,
      purpose: request.purpose,
      expires: Math.floor(context.now.getTime() / 1000) + lifetimeSeconds,
    },
    context.caller,
  )
}

function viewOf({ actor, sources }: Permission, { caller }: ListContext): View {
  const conversation: Part = isOpen(sources.CONVERSATION) ? 'open' : sources.CONVERSATION
  // The control centre wrote the notes; others have to be health personnel to read what an entry says of health. Whether
  // laboratories' results are open is another matter: each source has its own law and its own subscription.
  const mayReadHealth = actor === 'CONTROL_CENTRE' || isHealthPersonnel(caller)
  const health: Part = mayReadHealth ? 'open' : { code: 'HEALTH_ROLE_REQUIRED', details: {} }
  return {
    contacts: conversation,
    health,
    healthNotes: conversation === 'open' ? health : conversation,
    breaches: isOpen(sources.PREPAREDNESS) ? 'open' : sources.PREPAREDNESS,
  }
}
