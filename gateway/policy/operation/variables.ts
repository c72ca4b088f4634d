import type { Limits } from '../audiences.ts'
import { refuseOver } from './refusal.ts'

/**
 * Whatever handles variables later (coercion, the JSON to a subgraph) recurses; this does not.
 * @throws PublicError QUERY_TOO_COSTLY (variableNesting)
 */
export function refuseDeepVariables(variables: Readonly<Record<string, unknown>>, limits: Limits): void {
  let level: unknown[] = Object.values(variables).filter(isBranch)
  for (let depth = 1; level.length > 0; depth++) {
    refuseOver(limits, 'variableNesting', depth)
    level = level.flatMap(branch => Object.values(branch as object).filter(isBranch))
  }
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null
