import type { GraphQLEnumType } from 'graphql'
import type { Fault } from './fault.ts'
import { type Quick, quickAny, quickLeaf, quickScalar } from './quick-writer.ts'
import { none, unusual } from './sheet.ts'
import type { Complete, Completion } from './write-answer.ts'

/** What becomes of a value that has no fields to look into (GraphQL §6.4.3, «Coercing Results»), or is none of its type. */

/** GraphQL's own scalars: whatever a subgraph gives but an object or a list. */
export const plainScalar = leaf(value => (typeof value === 'object' ? undefined : value), quickScalar)

/** A scalar of our own may be an object or a list: the answer gets its own. */
export const ownScalar = leaf(value => (typeof value === 'object' ? structuredClone(value) : value), quickAny)

/** A value that clients may not see becomes null. */
export function enumLeaf(type: GraphQLEnumType): Completion {
  const values = new Set<unknown>(type.getValues().map(({ name }) => name))
  const complete: Complete = value => (values.has(value) ? value : typeof value === 'string' ? null : undefined)
  return leaf(complete, quickLeaf(complete))
}

/** No value of its type. */
export const unfit = leaf(
  () => undefined,
  () => unusual,
)

/** Of a type that clients may not see. */
export const hidden = leaf(
  () => null,
  () => none,
)

/** A field that was not asked for, because whoever asks may not have it; its fault is read in the place of a value. */
export const denied = leaf(
  (fault, run) => {
    run.tell(fault as Fault, [])
    return null
  },
  () => unusual,
)

function leaf(complete: Complete, quick: Quick): Completion {
  return { complete, quick: () => quick }
}
