import { QueryPlanner } from '@graphql-hive/router-query-planner'
import type { QueryPlan } from './plan.ts'

/** What the engine needs of a planner. */
export type Planner = {
  /** The API schema as SDL: the supergraph without what is `@inaccessible`. */
  readonly apiSdl: string
  /**
   * Plans one operation that is valid in the API schema, without `__schema` and `__type`.
   * @throws where the operation cannot be planned
   */
  plan(operation: string): Promise<QueryPlan>
}

/** From a composed supergraph SDL (join spec 0.3 or later). */
export type CreatePlanner = (supergraph: string) => Planner

/** Hive Router's planner, in Rust. A cyclic fragment would kill the process: it is given validated operations only. */
export const createNativePlanner: CreatePlanner = supergraph => {
  const planner = new QueryPlanner(supergraph)
  return {
    apiSdl: planner.consumerSchema,
    plan: async operation => (await planner.planAsync(operation, undefined, new Set(), 0)) as QueryPlan,
  }
}
