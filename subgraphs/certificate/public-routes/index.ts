/*
 * Question: what may anyone read of this issuer: whose signatures to believe, and what has been revoked?
 * Refuses: whatever is about one person. A revocation leaves here as a hash in a filter, never as an id.
 */
import { createFilterRoutes, type FilterRouteParts } from '../revocation/filter-routes.ts'
import { createTrustListRoutes, type TrustListRouteParts } from '../trust/verifier-routes.ts'
import type { Routes } from './answer.ts'

export type { Routes } from './answer.ts'

/** The public routes of a verifier service, as verifier apps of all countries expect them. */
export function createVerifierRoutes(parts: TrustListRouteParts & FilterRouteParts): Routes {
  const rooms = [createTrustListRoutes(parts), createFilterRoutes(parts)]
  return async (request, response) => {
    for (const room of rooms) if (await room(request, response)) return true
    return false
  }
}
