import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql'
import type { TestStatus as Status } from '../../../schema/cohort.ts'
import { PublicError } from '../../../schema/errors.ts'
import { countByStatus, cursorOf, pageOf } from '../domain/choose.ts'
import type { Entry as Held } from '../domain/entry.ts'
import { toListFile } from '../list-file/to-list-file.ts'
import { type ListContext, mandateFor, type OpenList, openList, readPage } from '../lists/open-list.ts'
import { ListFileFormat, TestStatus } from '../schema/list-codes.ts'
import {
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

type Reference = { cohort: string; aliases?: unknown; outcomes?: unknown; opened?: OpenList }

/** A list as the gateway brings it back, with what the other registries said of its candidates. */
export const resolveTravellerList = (reference: Record<string, unknown>) => ({ ...reference })

/** Opened once a request, whichever of its fields come first. */
function opened(list: TravellerList, context: ListContext): OpenList {
  const reference = list as unknown as Reference
  reference.opened ??= openList(reference, context)
  return reference.opened
}

const requires = '@requires(fields: "aliases outcomes")'

@Resolver(() => TravellerList)
export class TravellerListFields {
  @FieldResolver(() => Int, { nullable: true, description: 'How many travellers the list has, on all pages.' })
  @Directive(requires)
  totalCount(@Root() list: TravellerList, @Ctx() context: ListContext): number {
    return opened(list, context).choice.chosen.length
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
  pageInfo(@Root() list: TravellerList, @Ctx() context: ListContext): TravellerPageInfo {
    const { choice, question } = opened(list, context)
    const { page, from, hasNext } = pageOf(choice.chosen, question)
    const last = page.at(-1)
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
  statusCounts(@Root() list: TravellerList, @Ctx() context: ListContext): StatusCount[] {
    const whole = opened(list, context)
    refuseUnlessOpen(whole.question.results)
    if (!whole.hasOutcomes) throw resultsUnavailable(whole)
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
