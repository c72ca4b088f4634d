/*
 * Question: what may anyone read of this issuer: whose signatures to believe, what has been revoked, and by which rules
 * certificates are judged?
 * Refuses: whatever is about one person. A revocation leaves here as a hash in a filter, never as an id.
 */
import { createFilterRoutes, type FilterRouteParts } from '../revocation/filter-routes.ts'
import { createTrustListRoutes, type TrustListRouteParts } from '../trust/verifier-routes.ts'
import { createRuleRoutes, type RuleRouteParts } from '../verification/rule-routes.ts'
import type { Routes } from './answer.ts'

export type { Routes } from './answer.ts'

/** The public routes of a verifier service, as verifier apps of all countries expect them. */
export function createVerifierRoutes(parts: TrustListRouteParts & FilterRouteParts & RuleRouteParts): Routes {
  const rooms = [createTrustListRoutes(parts), createFilterRoutes(parts), createRuleRoutes(parts)]
  return async (request, response) => {
    for (const room of rooms) if (await room(request, response)) return true
    return false
  }
}
