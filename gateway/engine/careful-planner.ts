import { Kind, parse, visit } from 'graphql'
import { readFacts, readSupergraphText } from './fallback-planner/facts.ts'
import { createFallbackPlanner } from './fallback-planner/index.ts'
import type { Selection } from './fallback-planner/selection.ts'
import { type CreatePlanner, createNativePlanner, type Planner } from './planner.ts'

/**
 * The native planner, and the fallback where that cannot be loaded, says it cannot plan an operation, or must not be
 * asked about it. With `@requires` on a type of several keys it may end the whole process, so that no error can tell;
 * and where an interface object's field is asked of one type alone, its plan may leave the field out (6 of 20,000
 * random queries), which looks like a field that is known to be empty.
 */
export const createCarefulPlanner: CreatePlanner = supergraph => {
  const native = loaded(supergraph)
  let known: Planner | undefined
  const fallback = () => {
    known ??= createFallbackPlanner(supergraph)
    return known
  }
  const dangerous = dangerousFields(supergraph)
  return {
    apiSdl: (native ?? fallback()).apiSdl,
    async plan(operation, moved) {
      if (!native || asksFor(operation, dangerous)) return fallback().plan(operation, moved)
      try {
        return await native.plan(operation, moved)
      } catch (cause) {
        return fallback()
          .plan(operation, moved)
          .catch(error => {
            throw new Error(`neither planner has a plan: ${error.message}`, { cause })
          })
      }
    },
  }
}

/** Undefined where the addon is not to be had; a supergraph that it does not understand is still an error. */
function loaded(supergraph: string): Planner | undefined {
  try {
    return createNativePlanner(supergraph)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED') return undefined
    throw error
  }
}

/** Names of interface objects' fields, of fields with `@requires` on types of several keys, and of what requires those. */
function dangerousFields(supergraph: string): ReadonlySet<string> {
  const required: { name: string; inputs: ReadonlySet<string> }[] = []
  const dangerous = new Set<string>()
  for (const { graphs, fields } of readFacts(readSupergraphText(supergraph), 'anywhere').types.values()) {
    const faceless = [...graphs].filter(([, { isFaceless }]) => isFaceless)
    for (const [graph, { keys }] of faceless) {
      const inKeys = new Set(keys.flatMap(namesIn))
      for (const { name, at } of fields.values()) if (at.has(graph) && !inKeys.has(name)) dangerous.add(name)
    }
    const keys = new Set([...graphs.values()].flatMap(({ keys: own }) => own.map(key => JSON.stringify(key))))
    for (const { name, at } of fields.values()) {
      for (const { requires } of at.values()) {
        if (!requires) continue
        if (keys.size > 1) dangerous.add(name)
        required.push({ name, inputs: new Set(namesIn(requires)) })
      }
    }
  }
  for (let size = -1; size !== dangerous.size; ) {
    size = dangerous.size
    for (const { name, inputs } of required) if (!inputs.isDisjointFrom(dangerous)) dangerous.add(name)
  }
  return dangerous
}

const namesIn = (selections: readonly Selection[]): string[] =>
  selections.flatMap(({ name, inner }) => [name, ...namesIn(inner)])

function asksFor(operation: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false
  let isFound = false
  visit(parse(operation, { noLocation: true }), {
    [Kind.FIELD]({ name }) {
      isFound ||= names.has(name.value)
    },
  })
  return isFound
}
