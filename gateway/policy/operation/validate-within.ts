import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import type { Limits } from '../audiences.ts'
import { countless, refuseOver } from './refusal.ts'

const abortNote = /^Too many validation errors/

/**
 * Validates with a budget of time and of errors, and names nothing of the schema that the client did not name. The
 * clock is looked at between nodes; what one node can take is bounded by the limits that stand before.
 * @throws PublicError QUERY_TOO_COSTLY (validationMs)
 */
export function validateWithin(
  schema: GraphQLSchema,
  document: DocumentNode,
  { limits, isIntrospectable }: { limits: Limits; isIntrospectable: boolean },
): readonly GraphQLError[] {
  const end = performance.now() + limits.validationMs
  const clock: ValidationRule = () => ({
    enter() {
      if (performance.now() > end) refuseOver(limits, 'validationMs', countless)
    },
  })
  const rules = [clock, ...specifiedRules, ...(isIntrospectable ? [] : [NoSchemaIntrospectionCustomRule])]
  const errors = validate(schema, document, rules, { maxErrors: limits.validationErrors, hideSuggestions: true })
  return errors.filter(({ message }) => !abortNote.test(message))
}
