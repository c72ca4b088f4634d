import { GraphQLError, type GraphQLScalarType, type GraphQLSchema, isScalarType, valueFromASTUntyped } from 'graphql'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { LocalDateScalar } from '../../../schema/scalars/local-date.ts'

const ours: readonly GraphQLScalarType[] = [LocalDateScalar, InstantScalar]

/**
 * A schema that is built from SDL takes any value for a scalar, so a faulty date would come back from a register as the
 * register's failure. From here on it is the client's. Values are only checked, and go on as they were sent. A scalar
 * of that name that another specification describes is left alone.
 */
export function checkScalars(schema: GraphQLSchema): void {
  for (const scalar of ours) {
    const type = schema.getType(scalar.name)
    if (!isScalarType(type) || type.specifiedByURL !== scalar.specifiedByURL) continue
    const check = (value: unknown): unknown => {
      scalar.parseValue(value)
      return value
    }
    type.parseValue = check
    type.parseLiteral = (node, variables) => {
      try {
        return check(valueFromASTUntyped(node, variables))
      } catch (error) {
        throw new GraphQLError((error as Error).message, { nodes: node })
      }
    }
  }
}
