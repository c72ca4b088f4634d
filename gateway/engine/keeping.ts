import type { Keeping, Source, Spot } from './model.ts'
import { mayInherit } from './place.ts'
import type { Requirement } from './plan.ts'

/**
 * Decides, from the leaves up, how the objects at each spot are kept, and links those that have places or lead to some.
 * Most objects of a large answer are the same few entities, named by their keys many times over: one place for all that
 * are named alike is asked about, filled and written once.
 */
export function keepAndLink(root: Spot): void {
  for (const spot of withDescendants(root)) {
    for (const { unit } of spot.sources.filter(({ fedBy }) => fedBy === undefined))
      markInputs(spot, unit.entities?.requires ?? [])
  }
  finish(root)
}

function* withDescendants(spot: Spot): Generator<Spot> {
  yield spot
  for (const child of spot.children.values()) yield* withDescendants(child)
}

/** Objects that are copied into representations have places of their own, as far down as they go: faults are sought there. */
const inputs = new WeakSet<Spot>()

function markInputs(spot: Spot, requires: readonly Requirement[]): void {
  for (const requirement of requires) {
    if (requirement.kind === 'InlineFragment') {
      markInputs(spot, requirement.selections)
      continue
    }
    const child = spot.children.get(requirement.name)
    if (child) for (const input of withDescendants(child)) inputs.add(input)
  }
}

/** Gives how far above the spot the guards below it look. */
function finish(spot: Spot): number {
  const reach = new Map([...spot.children.values()].map(child => [child, finish(child)]))
  const leading = [...spot.children].filter(([, child]) => child.isTracked || leadsOn(child))
  const guards = spot.sources.flatMap(({ unit }) => unit.targets).filter(target => target.spot === spot)
  const ups = guards.flatMap(target => target.guards.flat().map(({ up }) => up))
  const ownReach = Math.max(0, ...ups, ...[...reach.values()].map(above => above - 1))
  spot.keeping = keepingOf(
    spot,
    ownReach,
    leading.map(([, child]) => child),
  )
  const hung = leading.filter(([, child]) => child.keeping === 'place')
  spot.hungChildren = hung.length
  hung.forEach(([, child], slot) => {
    child.slot = slot
  })
  for (const source of spot.sources) {
    for (const [key, child] of leading) link(source, key, child, reach.get(child) ?? 0)
  }
  return ownReach
}

/** Whether an object that has no place itself has such below it. */
const leadsOn = (spot: Spot): boolean => spot.sources.some(({ links }) => links.length > 0)

function keepingOf(spot: Spot, reach: number, leading: readonly Spot[]): Keeping {
  const fed = spot.sources.filter(({ fedBy }) => fedBy !== undefined)
  const isInput = inputs.has(spot)
  if (!spot.isTarget && spot.sources.length <= 1) {
    const isNeedless = leading.every(child => child.keeping !== 'place')
    return leading.length === 0 || (isNeedless && !isInput) ? 'raw' : 'place'
  }
  const [only, another] = fed
  if (!spot.isTarget || !only || another || reach > 0 || isInput) return 'place'
  spot.entityKeys = entityKeys(spot, only)
  return spot.entityKeys.length > 0 ? 'entity' : 'place'
}

/** What an answer tells of the entities at a spot, where that is no more than who they are; else nothing. */
function entityKeys(spot: Spot, { offers, feeds }: Source): readonly string[] {
  const asked = new Set(
    spot.sources.flatMap(({ unit, fedBy }) => (fedBy === undefined ? namesIn(unit.entities?.requires ?? []) : [])),
  )
  const isNamed = offers.every(({ key, field }) => field === '__typename' || asked.has(key))
  if (!isNamed || feeds.size > 0 || offers.some(({ rawKey }) => mayInherit(rawKey))) return []
  return [...new Set(offers.map(({ rawKey }) => rawKey))]
}

const namesIn = (requires: readonly Requirement[]): string[] =>
  requires.flatMap(requirement => (requirement.kind === 'Field' ? [requirement.name] : namesIn(requirement.selections)))

function link(source: Source, key: string, child: Spot, reach: number): void {
  const fed = source.feeds.get(key)
  if (fed === undefined) return
  const seen = new Set<string>()
  for (const { rawKey, types, key: offered } of source.offers) {
    const mark = `${rawKey} ${types ? [...types].join() : ''}`
    if (offered !== key || seen.has(mark)) continue
    seen.add(mark)
    const isShareable = child.sources.filter(({ fedBy }) => fedBy !== undefined).length === 1 && reach <= 1
    source.links.push({ rawKey, mayInherit: mayInherit(rawKey), types, spot: child, source: fed, isShareable })
  }
}
