import type { Requirement } from '../plan.ts'

export const typename: Requirement = { kind: 'Field', name: '__typename' }

/** What a requirement is called where it is given. */
const nameOf = (requirement: Requirement): string =>
  requirement.kind === 'Field' ? (requirement.alias ?? requirement.name) : `on ${requirement.typeCondition}`

/** Whether two lists want different things given under one name. */
export function contradict(some: readonly Requirement[], others: readonly Requirement[]): boolean {
  return some.some(one =>
    others.some(other => {
      if (nameOf(one) !== nameOf(other)) return false
      if (one.kind === 'Field' && other.kind === 'Field' && one.name !== other.name) return true
      return contradict(one.selections ?? [], other.selections ?? [])
    }),
  )
}

/** Both lists in one, each name once. */
export function merged(some: readonly Requirement[], others: readonly Requirement[]): Requirement[] {
  const all = new Map<string, Requirement>()
  for (const each of [...some, ...others]) {
    const known = all.get(nameOf(each))
    if (!known?.selections || !each.selections) all.set(nameOf(each), each)
    else all.set(nameOf(each), { ...each, selections: merged(known.selections, each.selections) })
  }
  return [...all.values()]
}
