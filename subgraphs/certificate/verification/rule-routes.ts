import { gzipSync } from 'node:zlib'
import { answer, etagOf, isAllowed, type Routes } from '../public-routes/answer.ts'
import type { BusinessRule } from './business-rule.ts'
import { writeBusinessRule } from './write-business-rule.ts'

export type RuleRouteParts = { readonly rules: readonly BusinessRule[] }

/**
 * The business rules we judge by, for verifiers that are offline: all of them in one document, in the form in which
 * countries exchange them. They change when this program starts, so they are written once.
 */
export function createRuleRoutes({ rules }: RuleRouteParts): Routes {
  const body = JSON.stringify(rules.map(writeBusinessRule))
  const etag = etagOf(body)
  const compressed = gzipSync(body)
  return async (request, response) => {
    if (request.url?.split('?')[0] !== '/rules') return false
    if (!isAllowed(request, response, 'GET', 'HEAD')) return true
    const isCompressed = /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '')
    answer(request, response, {
      contentType: 'application/json; charset=utf-8',
      body: isCompressed ? compressed : body,
      etag,
      headers: { vary: 'accept-encoding', ...(isCompressed && { 'content-encoding': 'gzip' }) },
    })
    return true
  }
}
