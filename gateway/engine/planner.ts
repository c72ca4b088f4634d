import { createRequire } from 'node:module'
import type * as Native from '@graphql-hive/router-query-planner'
import type { Moved } from './moving-fields.ts'
import type { QueryPlan } from './plan.ts'

/** What the engine needs of a planner. */
export type Planner = {
  /** The API schema as SDL: the supergraph without what is `@inaccessible`. */
  readonly apiSdl: string
  /**
   * Plans one operation that is valid in the API schema, without `__schema` and `__type`.
   * @throws where the operation cannot be planned
   */
  plan(operation: string, moved: Moved): Promise<QueryPlan>
}

/** From a composed supergraph SDL (join spec 0.3 or later). */
export type CreatePlanner = (supergraph: string) => Planner

/** More than this at once would take all the threads that hashing, signing and files wait for too (libuv has four). */
const planningsAtOnce = 2

/**
 * Hive Router's planner, in Rust. A cyclic fragment would kill the process: it is given validated operations only.
 * @throws where the addon cannot be loaded here (it is built for glibc on Linux, and for macOS), or the supergraph not
 */
export const createNativePlanner: CreatePlanner = supergraph => {
  const { QueryPlanner } = createRequire(import.meta.url)('@graphql-hive/router-query-planner') as typeof Native
  const planner = new QueryPlanner(supergraph)
  const waiting: (() => void)[] = []
  let running = 0

  async function inTurn<Value>(plan: () => Promise<Value>): Promise<Value> {
    if (running < planningsAtOnce) running++
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await plan()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  return {
    apiSdl: planner.consumerSchema,
    plan: (operation, { labels, draw }) =>
      inTurn(async () => {
        const plan = await planner.planAsync(operation, undefined, new Set(labels), draw)
        // Collected while its thread plans, it would be read after it is freed: this use keeps it until then.
        if (planner.overrideLabels === undefined) throw new Error('the planner has gone')
        return plan as QueryPlan
      }),
  }
}
