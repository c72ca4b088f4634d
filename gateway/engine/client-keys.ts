import type { FieldNode, SelectionSetNode } from 'graphql'
import type { ToClient } from './blame.ts'
import type { Operation } from './operation.ts'
import { type Flags, forEachField } from './selection.ts'

type Below = {
  /** What is asked below a field. */
  readonly sets: readonly SelectionSetNode[]
  /** Keys of an answer that the plan knows by another name. */
  readonly renames: ReadonlyMap<string, string>
}

/** The rest of an error's path below a field, in the client's keys; cut where the client asked no further. */
export function toClientKeys(operation: Operation, flags: Flags, { sets, renames }: Below): ToClient {
  return tail => {
    const keys: (string | number)[] = []
    let at = sets
    for (const step of tail) {
      if (typeof step === 'number') {
        keys.push(step)
        continue
      }
      const nodes = fieldsKnownAs(renames.get(step) ?? step, at, operation, flags)
      const [node] = nodes
      if (!node) return keys
      keys.push(node.alias?.value ?? node.name.value)
      at = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
    }
    return keys
  }
}

function fieldsKnownAs(
  planned: string,
  sets: readonly SelectionSetNode[],
  { fragments, plannedKeys }: Operation,
  flags: Flags,
): FieldNode[] {
  const anyType = (): true => true
  const found: FieldNode[] = []
  for (const set of sets) {
    forEachField<true>(set, { fragments, flags }, anyType, true, node => {
      if (plannedKeys.keyOf(node) === planned) found.push(node)
    })
  }
  return found
}
