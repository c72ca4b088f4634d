import { type Mark, marksWithin } from './fault.ts'
import type { Spot, Unit } from './model.ts'
import { Place, type Raw } from './place.ts'
import type { Requirement } from './plan.ts'
import { type Candidate, type Reader, readerOf } from './reader.ts'
import type { Run } from './run.ts'
import type { Supergraph } from './supergraph.ts'

/** Tells the client what went wrong with a field: what was marked there, and, where it is null, why that is. */
export type Blame = (holder: unknown, run: Run, isNull: boolean) => void

/** The rest of a path below a field, in the client's keys; cut where the client asked no further. */
export type ToClient = (tail: Mark['tail']) => Mark['tail']

type Field = {
  readonly type: string
  readonly name: string
  readonly candidates: readonly Candidate[]
  readonly toClient: ToClient
}

export function blameFor(spot: Spot, { type, name, candidates, toClient }: Field, supergraph: Supergraph): Blame {
  return (holder, run, isNull) => {
    const marked = candidates.flatMap(candidate =>
      marksAt(spot, candidate, holder, run).map(({ fault, tail }) => ({ fault, tail: toClient(tail) })),
    )
    if (marked.length > 0 || !isNull || !(holder instanceof Place)) return tellAll(run, marked)
    const failed = candidates.flatMap(candidate => failureFor(spot, candidate, holder, toClient))
    const here = failed.filter(({ isElsewhere }) => !isElsewhere)
    if (here.length > 0) return tellAll(run, here)
    if (failed.length > 0) {
      for (const fault of new Set(failed.map(mark => mark.fault))) run.tellElsewhere(fault)
      return
    }
    const loose = candidates.flatMap(candidate => looseOf(spot, candidate, run))
    if (loose.length > 0) return tellAll(run, loose)
    const seen = new Set<Unit>()
    tellAll(
      run,
      candidates.flatMap(({ source }) =>
        inputFaults(holder, { spot, source, type, field: name }, run, supergraph, seen),
      ),
    )
  }
}

/** Each fault once, however many ways led to it. */
function tellAll(run: Run, marks: readonly Mark[]): void {
  const told = new Set<unknown>()
  for (const { fault, tail } of marks) {
    if (told.has(fault)) continue
    told.add(fault)
    run.tell(fault, tail)
  }
}

function marksAt(spot: Spot, { source, rawKey }: Candidate, holder: unknown, run: Run): readonly Mark[] {
  const raw = spot.isTracked ? (holder as Place).raws[source] : (holder as Raw)
  return (raw && run.marks.get(raw)?.get(rawKey)) ?? []
}

/** `isElsewhere`: the fault names another field of the same fetch, and has taken this one with it. */
type Failure = Mark & { readonly isElsewhere: boolean }

/** Why a source that failed gave nothing for a key. */
function failureFor(spot: Spot, { source, rawKey }: Candidate, place: Place, toClient: Field['toClient']): Failure[] {
  return failureAt(spot, source, place).map(({ fault, tail }) => {
    const isElsewhere = tail.length > 0 && tail[0] !== rawKey
    return { fault, tail: isElsewhere ? [] : toClient(tail.slice(1)), isElsewhere }
  })
}

/** A source of a child spot failed where the one that feeds it did. */
function failureAt(spot: Spot, source: number, place: Place): readonly Mark[] {
  const fedBy = spot.sources[source]?.fedBy
  if (fedBy === undefined || !spot.parent || !place.parent) return place.faults?.[source] ?? []
  return failureAt(spot.parent, fedBy, place.parent).map(({ fault }) => ({ fault, tail: [] }))
}

function looseOf(spot: Spot, { source }: Candidate, run: Run): readonly Mark[] {
  const { unit, fedBy } = spot.sources[source] ?? {}
  const loose = unit && fedBy === undefined ? run.loose.get(unit) : undefined
  if (!loose) return []
  loose.isTold = true
  return loose.marks
}

type Filled = { readonly spot: Spot; readonly source: number; readonly type: string; readonly field?: string }

/**
 * What failed among the inputs of an entity fetch. For a field that was asked for, its own inputs (`@requires`) count;
 * where nothing was asked, because an input was missing, all of them do.
 */
function inputFaults(
  place: Place,
  { spot, source, type, field }: Filled,
  run: Run,
  supergraph: Supergraph,
  seen: Set<Unit>,
): readonly Mark[] {
  const { unit, fedBy } = spot.sources[source] ?? {}
  if (!unit?.entities || fedBy !== undefined || seen.has(unit)) return []
  seen.add(unit)
  const wasAsked = field !== undefined && place.raws[source] !== undefined
  const needed = wasAsked ? inputsOf(unit, type, field, supergraph) : undefined
  return inputReaders(spot, unit, type, supergraph).flatMap(({ name, read, candidates }) => {
    if (needed && !needed.has(name)) return []
    const value = read(place)
    const marked = candidates.flatMap(candidate => marksAt(spot, candidate, place, run))
    if (value !== null && value !== undefined) return withoutTails([...marked, ...below(value, run)])
    const own = [
      ...marked,
      ...candidates.flatMap(candidate => [
        ...failureFor(spot, candidate, place, noTail),
        ...looseOf(spot, candidate, run),
      ]),
    ]
    if (own.length > 0) return withoutTails(own)
    return candidates.flatMap(candidate =>
      inputFaults(place, { spot, source: candidate.source, type }, run, supergraph, seen),
    )
  })
}

const noTail = () => []

const withoutTails = (marks: readonly Mark[]): Mark[] => marks.map(({ fault }) => ({ fault, tail: [] }))

function inputsOf(unit: Unit, type: string, field: string, supergraph: Supergraph): ReadonlySet<string> {
  const conditions = (unit.entities?.requires ?? []).flatMap(requirement =>
    requirement.kind === 'InlineFragment' ? [requirement.typeCondition] : [],
  )
  return new Set([type, ...conditions].flatMap(name => supergraph.inputs(name, field, unit.subgraph)))
}

type InputReader = { readonly name: string } & Reader

/** A long list of entities may fail at once: how their inputs are read is worked out once. */
const inputReadersOf = new WeakMap<Unit, Map<string, InputReader[]>>()

function inputReaders(spot: Spot, unit: Unit, type: string, supergraph: Supergraph): InputReader[] {
  const known = inputReadersOf.get(unit) ?? new Map<string, InputReader[]>()
  inputReadersOf.set(unit, known)
  const key = `${spot.id} ${type}`
  const readers = known.get(key) ?? makeInputReaders(spot, unit, type, supergraph)
  known.set(key, readers)
  return readers
}

function makeInputReaders(spot: Spot, unit: Unit, type: string, supergraph: Supergraph): InputReader[] {
  return topFields(unit.entities?.requires ?? []).map(({ name: key, alias, selections }) => {
    const name = alias ?? key
    return { name, ...readerOf(spot, { key, field: name, type, isLeaf: !selections?.length }, supergraph) }
  })
}

const topFields = (requires: readonly Requirement[]): (Requirement & { kind: 'Field' })[] =>
  requires.flatMap(requirement => {
    if (requirement.kind === 'InlineFragment') return topFields(requirement.selections)
    return requirement.name === '__typename' ? [] : [requirement]
  })

/** All that went wrong in a value and below it, whichever fetches it was put together from. */
function below(value: unknown, run: Run): Mark[] {
  if (Array.isArray(value)) return [...marksWithin(run.marks, value), ...value.flatMap(item => below(item, run))]
  if (!(value instanceof Place)) return marksWithin(run.marks, value)
  const faults = (value.faults ?? []).flatMap(marks => marks ?? [])
  return [...faults, ...value.raws.flatMap(raw => marksWithin(run.marks, raw)), ...below(value.kids ?? [], run)]
}
