import { setTimeout } from 'node:timers/promises'
import {
  type FollowUpPurpose,
  type TravellerRowFragment,
  TravellersChangeDocument,
  TravellersToFollowUpDocument,
  type TravellersToFollowUpQuery,
} from '../generated/graphql.ts'
import { type Answer, type Graph, GraphError, GraphUnreachable } from '../index.ts'

/*
 * A municipality’s list of travellers, kept as it is now: read whole, then followed.
 * Results may stand in it, so it is nowhere but in memory, and is gone when the tool closes.
 */

export type Row = TravellerRowFragment
export type ListState = {
  readonly municipality: string
  readonly rows: readonly Row[]
  /** What could not be told, in words for the reader: never shown as nothing. */
  readonly troubles: readonly string[]
  /** Ids of those that came or changed since the state before. */
  readonly changed: readonly string[]
}
export type ListPlan = { readonly municipality: string; readonly purpose: FollowUpPurpose }

/** Who leaves a list is told of by nobody, for that would tell why: so now and then it is read whole. */
const readWholeEveryMs = 5 * 60_000
const waitMs = 2_000

/** Every state of the list, until the signal is aborted. @throws GraphError where the list may not be seen */
export async function* followList(graph: Graph, plan: ListPlan, signal: AbortSignal): AsyncGenerator<ListState, void> {
  while (!signal.aborted) {
    const { municipality, rows, troubles, changesUntil } = await readWhole(graph, plan, signal)
    // What has come while the list was read is told from here on, and something twice: that does no harm.
    let since = changesUntil
    yield { municipality, troubles, rows: [...rows.values()], changed: [] }
    const round = AbortSignal.any([signal, AbortSignal.timeout(readWholeEveryMs)])
    while (!round.aborted) {
      try {
        const changes = graph.subscribe(TravellersChangeDocument, { ...plan, since }, { signal: round })
        for await (const { data, errors } of changes) {
          const [first] = errors
          if (!data.travellersChanged?.travellers?.edges && first) throw first
          since = data.travellersChanged?.at ?? since
          const news = (data.travellersChanged?.travellers?.edges ?? []).map(({ node }) => node)
          const changed = news.filter(row => !isSame(rows.get(row.id), row)).map(({ id }) => id)
          for (const row of news) rows.set(row.id, row)
          if (changed.length > 0) yield { municipality, troubles, rows: [...rows.values()], changed }
        }
      } catch (error) {
        // Asked for again from the moment of the last answer, so nothing is lost.
        if (!(error instanceof GraphUnreachable || (error instanceof GraphError && error.retry))) throw error
      }
      await setTimeout(waitMs, undefined, { signal: round }).catch(() => undefined)
    }
  }
}

async function readWhole(graph: Graph, plan: ListPlan, signal: AbortSignal) {
  const rows = new Map<string, Row>()
  const troubles = new Set<string>()
  let changesUntil: string | null = null
  let after: string | null = null
  let municipality = plan.municipality
  do {
    const page: Answer<TravellersToFollowUpQuery> = await graph.ask(
      TravellersToFollowUpDocument,
      { ...plan, after },
      { signal },
    )
    const { data, errors } = page
    const [first] = errors
    if (first && !data.municipality?.travellers?.edges) throw first
    for (const { message } of errors) troubles.add(message)
    municipality = data.municipality?.name ?? municipality
    const { edges, pageInfo, changesUntil: until } = data.municipality?.travellers ?? {}
    changesUntil ??= until ?? null
    for (const { node } of edges ?? []) rows.set(node.id, node)
    after = pageInfo?.hasNextPage ? (pageInfo.endCursor ?? null) : null
  } while (after !== null)
  return { municipality, rows, troubles: [...troubles], changesUntil }
}

const isSame = (one: Row | undefined, other: Row): boolean => JSON.stringify(one) === JSON.stringify(other)
