import { GraphQLError, GraphQLScalarType } from 'graphql'

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

function coerce(value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value
  if (typeof value === 'string' && pattern.test(value)) {
    const instant = new Date(value)
    if (!Number.isNaN(instant.getTime())) return instant
  }
  throw new GraphQLError('Instant is a moment as RFC 3339, for example 2021-11-22T09:30:00Z')
}

export const InstantScalar = new GraphQLScalarType<Date, string>({
  name: 'Instant',
  description: 'A moment in time, RFC 3339, answered in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: value => coerce(value).toISOString(),
  parseValue: coerce,
})
