import type { Issued } from '../dcc/index.ts'
import type { IssueOnce, Order } from './issue-once.ts'

/** One outcome an order, in their order: one that cannot be certified stops no other. */
export type ManyOutcome = PromiseSettledResult<Issued>

/** As many as the ledger writes in a few groups: memory stays bounded however many are ordered. */
const usualGroup = 2_000

/**
 * Issues many certificates, each as `issueOnce` does: its row in the ledger first, and what was signed before is given
 * again. Over a parallel issuer, on all cores.
 */
export async function* issueMany(
  orders: Iterable<Order> | AsyncIterable<Order>,
  { issueOnce, now, atOnce = usualGroup }: { issueOnce: IssueOnce; now: Date; atOnce?: number },
): AsyncGenerator<readonly ManyOutcome[]> {
  let group: Order[] = []
  const issueGroup = () => Promise.allSettled(group.map(async order => issueOnce(order, now)))
  for await (const order of orders) {
    group.push(order)
    if (group.length < atOnce) continue
    yield await issueGroup()
    group = []
  }
  if (group.length > 0) yield await issueGroup()
}
