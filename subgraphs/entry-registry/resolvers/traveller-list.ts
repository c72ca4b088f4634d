import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql'
import type { TestStatus as Status } from '../../../schema/cohort.ts'
import { PublicError } from '../../../schema/errors.ts'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { countByStatus, cursorOf, pageOf } from '../domain/choose.ts'
import type { Entry as Held } from '../domain/entry.ts'
import { fewestTold } from '../domain/report.ts'
import { toListFile } from '../list-file/to-list-file.ts'
import { copyUpdatedAt, sourceStates, warningsOf } from '../lists/freshness.ts'
import {
  type ListContext,
  logCount,
  mandateFor,
  type OpenList,
  openList,
  openReply,
  type Reply,
  readPage,
} from '../lists/open-list.ts'
import { ListFileFormat, ListWarning, TestStatus } from '../schema/list-codes.ts'
import {
  ListSourceState,
  StatusCount,
  Traveller,
  TravellerEdge,
  TravellerFile,
  TravellerList,
  TravellerPageInfo,
  UnmatchedEntries,
} from '../schema/traveller-list.ts'
import { refuseUnlessOpen } from './entry-fields.ts'
import { toEntry } from './to-entry.ts'

type Reference = { cohort: string; aliases?: unknown; outcomes?: unknown; reply?: Reply; opened?: OpenList }

/** A list as the gateway brings it back, with what the other registries said of its candidates. */
export const resolveTravellerList = (reference: Record<string, unknown>) => ({ ...reference })

/** Opened once a request, whichever of its fields come first. */
function replied(list: TravellerList, context: ListContext): Reply {
  const reference = list as unknown as Reference
  reference.reply ??= openReply(reference, context)
  return reference.reply
}

function opened(list: TravellerList, context: ListContext): OpenList {
  const reference = list as unknown as Reference
  reference.opened ??= openList(replied(list, context))
  return reference.opened
}

const requires = '@requires(fields: "aliases outcomes")'

@Resolver(() => TravellerList)
export class TravellerListFields {
  @FieldResolver(() => [ListSourceState], {
    nullable: true,
    description: 'What the list is made of, and by which law.',
  })
  @Directive(requires)
  sources(@Root() list: TravellerList, @Ctx() context: ListContext): ListSourceState[] {
    return sourceStates(replied(list, context))
  }

  @FieldResolver(() => InstantScalar, {
    nullable: true,
    description: 'How fresh the oldest of the copies is, results’ among them where they are part of the list.',
  })
  @Directive(requires)
  copyUpdatedAt(@Root() list: TravellerList, @Ctx() context: ListContext): Date | null {
    return copyUpdatedAt(replied(list, context))
  }

  @FieldResolver(() => [ListWarning], {
    nullable: true,
    description: 'What to know before relying on the list.',
  })
  @Directive(requires)
  warnings(@Root() list: TravellerList, @Ctx() context: ListContext): ListWarning[] {
    return warningsOf(replied(list, context), context.now)
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many travellers the list has, on all pages. Where they are few, or were looked for by who they are, it is written in each one’s own log.',
  })
  @Directive(requires)
  async totalCount(@Root() list: TravellerList, @Ctx() context: ListContext): Promise<number> {
    const whole = opened(list, context)
    await logCount(whole, whole.choice.chosen, context)
    return whole.choice.chosen.length
  }

  @FieldResolver(() => [TravellerEdge], { nullable: true, description: 'A page of the list.' })
  @Directive(requires)
  async edges(@Root() list: TravellerList, @Ctx() context: ListContext): Promise<TravellerEdge[]> {
    const whole = opened(list, context)
    const { kommune, view } = whole.question
    const page = await readPage(whole, context)
    return page.map(({ candidate, entry, place }) => ({
      cursor: cursorOf(candidate, place),
      node: {
        list: whole,
        candidate,
        id: entry.reference,
        entry: Object.assign(toEntry(entry, view), { held: entry }),
        municipalityRoles: rolesOf(entry, kommune),
        toFollowUp: candidate.toFollowUp,
      },
    }))
  }

  @FieldResolver(() => TravellerPageInfo, { nullable: true, description: 'Where the page is.' })
  @Directive(requires)
  async pageInfo(@Root() list: TravellerList, @Ctx() context: ListContext): Promise<TravellerPageInfo> {
    const whole = opened(list, context)
    const { page, from, hasNext } = pageOf(whole.choice.chosen, whole.question)
    const last = page.at(-1)
    // A cursor is of somebody, and is the same on a list that has names.
    await logCount(whole, last ? [last] : [], context)
    return { hasNextPage: hasNext, endCursor: last ? cursorOf(last, from + page.length) : null }
  }

  @FieldResolver(() => TravellerFile, {
    nullable: true,
    description:
      'The list as a file, five thousand travellers at most from `after` on. Who is in it is written in each one’s own log, as for a page.',
  })
  @Directive(requires)
  file(
    @Arg('format', () => ListFileFormat, { description: 'How it is written.' }) format: ListFileFormat,
    @Root() list: TravellerList,
    @Ctx() context: ListContext,
  ): Promise<TravellerFile> {
    return toListFile(opened(list, context), format, context)
  }

  @FieldResolver(() => [StatusCount], {
    nullable: true,
    description: 'How many of the list stand how. For those who may see results.',
  })
  @Directive(requires)
  async statusCounts(@Root() list: TravellerList, @Ctx() context: ListContext): Promise<StatusCount[]> {
    const whole = opened(list, context)
    refuseUnlessOpen(whole.question.results)
    if (!whole.hasOutcomes) throw resultsUnavailable(whole)
    for (const alike of Map.groupBy(whole.choice.chosen, ({ status }) => status).values()) {
      if (alike.length < fewestTold) await logCount(whole, alike, context)
    }
    await logCount(whole, whole.choice.chosen, context)
    return [...countByStatus(whole.choice.chosen)]
  }

  @FieldResolver(() => [UnmatchedEntries], {
    nullable: true,
    description: 'Entries that are joined to nothing and not on the list, by reason. Reported, never guessed.',
  })
  @Directive(requires)
  unmatched(@Root() list: TravellerList, @Ctx() context: ListContext): UnmatchedEntries[] {
    const whole = opened(list, context)
    const { unknownNumbers } = whole.choice
    const counted = whole.question.unmatched.map(({ reason, count }) => ({ reason, count }))
    return unknownNumbers > 0 ? [...counted, { reason: 'NUMBER_UNKNOWN', count: unknownNumbers }] : counted
  }
}

function rolesOf(entry: Held, kommune: string | null): Traveller['municipalityRoles'] {
  if (kommune === null) return []
  return [
    ...(entry.entry_kommune === kommune ? (['ENTRY'] as const) : []),
    ...(entry.quarantine_kommune === kommune ? (['QUARANTINE'] as const) : []),
  ]
}

/** Not looked up because law or the list had no use for it; or the laboratories' register did not answer. */
function resultsUnavailable({ question }: OpenList): PublicError {
  return question.asksResults
    ? new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'test' } })
    : new PublicError('FEATURE_NOT_ACTIVE', { details: { feature: 'results' } })
}

@Resolver(() => Traveller)
export class TravellerFields {
  @FieldResolver(() => TestStatus, {
    nullable: true,
    description: 'How the traveller stands by the laboratories’ answers, now. For those who may see results.',
  })
  testStatus(@Root() { list, candidate }: Traveller): Status {
    refuseUnlessOpen(list.question.results)
    if (candidate.status === undefined) throw resultsUnavailable(list)
    return candidate.status
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether the answer is negative, and no more: the municipal doctor can let others than health personnel see it.',
  })
  hasNegativeResult(@Root() { list, candidate }: Traveller): boolean {
    refuseUnlessOpen(list.question.negatives)
    if (candidate.status === undefined) throw resultsUnavailable(list)
    return candidate.status === 'NEGATIVE'
  }

  @FieldResolver(() => ID, { description: 'What the person’s registry makes a grant of. Never seen by clients.' })
  @Directive('@inaccessible')
  mandate(@Root() { list, candidate, entry }: Traveller, @Ctx() context: ListContext): string {
    const { held } = entry as typeof entry & { held: Held }
    return mandateFor({ candidate, entry: held }, list, context)
  }
}
