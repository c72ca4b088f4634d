import type { Rewrite, RewriteStep } from './plan.ts'
import type { Supergraph } from './supergraph.ts'

/** Changes an object of ours in place: what is sent, or our own copy of what was answered. */
export function applyRewrite(target: unknown, rewrite: Rewrite, supergraph: Supergraph): void {
  if ('ValueSetter' in rewrite) {
    const { path, setValueTo } = rewrite.ValueSetter
    rewriteAt(target, path, supergraph, (holder, key) => {
      if (key in holder) holder[key] = setValueTo
    })
  } else {
    const { path, renameKeyTo } = rewrite.KeyRenamer
    rewriteAt(target, path, supergraph, (holder, key) => {
      if (key === renameKeyTo || !Object.hasOwn(holder, key)) return
      holder[renameKeyTo] = holder[key]
      delete holder[key]
    })
  }
}

function rewriteAt(
  target: unknown,
  path: readonly RewriteStep[],
  supergraph: Supergraph,
  change: (holder: Record<string, unknown>, key: string) => void,
): void {
  if (Array.isArray(target)) {
    for (const item of target) rewriteAt(item, path, supergraph, change)
    return
  }
  const [step, ...rest] = path
  if (!step || typeof target !== 'object' || target === null) return
  const holder = target as Record<string, unknown>
  if ('TypenameEquals' in step) {
    const type = holder.__typename
    const fits = (name: string) => type === name || supergraph.possibleTypes(name).has(String(type))
    if (typeof type !== 'string' || step.TypenameEquals.some(fits)) rewriteAt(holder, rest, supergraph, change)
  } else if (rest.length === 0) change(holder, step.Key)
  else rewriteAt(holder[step.Key], rest, supergraph, change)
}
