import { type DirectiveNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql'
import type { Fragments } from './operation.ts'

/** The values of the Boolean variables that `@skip`, `@include` and the plan's conditions ask for. */
export type Flags = ReadonlyMap<string, boolean>

/** Whether `@skip` and `@include` let a selection stand (GraphQL §3.13). */
export function isIncluded(directives: readonly DirectiveNode[] | undefined, flags: Flags): boolean {
  return (directives ?? []).every(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true
    const value = given?.find(argument => argument.name.value === 'if')?.value
    const isTrue =
      value?.kind === Kind.VARIABLE ? flags.get(value.name.value) : value?.kind === Kind.BOOLEAN && value.value
    return (isTrue ?? false) === (name.value === 'include')
  })
}

/**
 * Walks the fields of a selection set with the type conditions they stand under, each fragment once for the same
 * conditions.
 */
export function forEachField<Condition>(
  set: SelectionSetNode,
  { fragments, flags }: { readonly fragments: Fragments; readonly flags: Flags },
  narrow: (outer: Condition, type: string) => Condition | undefined,
  outer: Condition,
  see: (field: FieldNode, condition: Condition) => void,
): void {
  const seen = new Map<string, Set<Condition>>()
  const walk = (selections: SelectionSetNode, condition: Condition): void => {
    for (const selection of selections.selections) {
      if (!isIncluded(selection.directives, flags)) continue
      if (selection.kind === Kind.FIELD) {
        see(selection, condition)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      if (!fragment) continue
      const type = fragment.typeCondition?.name.value
      const inner = type === undefined ? condition : narrow(condition, type)
      if (inner === undefined) continue
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const conditions = seen.get(selection.name.value) ?? new Set()
        if (conditions.has(inner)) continue
        seen.set(selection.name.value, conditions.add(inner))
      }
      walk(fragment.selectionSet, inner)
    }
  }
  walk(set, outer)
}
