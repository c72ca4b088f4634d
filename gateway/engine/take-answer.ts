import { type Fault, faultOf, type Mark, markAt } from './fault.ts'
import type { Asked, AskedPlaces } from './fetch.ts'
import { hang, hangAgain } from './hang.ts'
import type { Call, Unit } from './model.ts'
import { isObject, type Place, type Raw } from './place.ts'
import type { Program } from './program.ts'
import { applyRewrite } from './rewrite.ts'
import type { Run } from './run.ts'

/** Hangs an answer into the run and says what was wrong with it. */
export function takeAnswer(
  call: Call,
  asked: readonly Asked[],
  answer: Raw,
  run: Run,
  program: Program,
): readonly Fault[] {
  const data = isObject(answer.data) ? answer.data : undefined
  const errors = (Array.isArray(answer.errors) ? answer.errors : []).map(readError)
  if (errors.length > 0) run.isTroubled = true
  const found: Fault[] = errors.map(({ fault }) => fault)
  const refuse = (reason: string): Mark[] => {
    const fault = faultOf(run.answerInvalid(call.subgraph, reason))
    run.isTroubled = true
    found.push(fault)
    return [{ fault, tail: [] }]
  }
  for (const [index, unit] of call.units.entries()) {
    const { groups, told } = asked[index] as Asked
    if (groups.length === 0) continue
    const alias = unit.entities?.alias
    // An error without a path may concern any of them; one that names an alias concerns that one, if data came at all.
    const isOwn = ({ path }: ReadError) => !data || call.units.length === 1 || path === undefined || path[0] === alias
    const taking = { unit, groups, data, errors: errors.filter(isOwn), run, program, refuse }
    if (alias === undefined) takeObject(taking)
    else takeEntities(taking, alias, told.size)
  }
  return found
}

type Taking = {
  readonly unit: Unit
  readonly groups: readonly AskedPlaces[]
  readonly data: Raw | undefined
  readonly errors: readonly ReadError[]
  readonly run: Run
  readonly program: Program
  /** The fault of an answer that does not fit. */
  readonly refuse: (reason: string) => Mark[]
}

type ReadError = { readonly fault: Fault; readonly path: Mark['tail'] | undefined }

function readError(error: unknown): ReadError {
  const { message, path, extensions } = isObject(error) ? error : {}
  const steps = Array.isArray(path) ? path.filter(step => typeof step === 'string' || typeof step === 'number') : []
  return {
    fault: {
      message: typeof message === 'string' ? message : 'Subgraph request failed',
      ...(isObject(extensions) && { extensions }),
    },
    path: steps.length > 0 ? steps : undefined,
  }
}

const withoutTail = ({ fault }: ReadError): Mark => ({ fault, tail: [] })

function takeObject({ unit, groups, data, errors, run, program, refuse }: Taking): void {
  if (!data) {
    const marks = errors.map(({ fault, path }) => ({ fault, tail: path ?? [] }))
    fail(groups, marks.length > 0 ? marks : refuse('no data'))
    return
  }
  const raw = rewritten(unit, data, program)
  const loose = errors.filter(({ fault, path }) => !path || !markAt(run.marks, raw, path, fault))
  if (loose.length > 0) run.loose.set(unit, { marks: loose.map(withoutTail), isTold: false })
  for (const { places, target } of groups) for (const place of places) hang(place, target.spot, target.source, raw, run)
}

function takeEntities(taking: Taking, alias: string, length: number): void {
  const { unit, groups, data, run, program, refuse } = taking
  const list = data?.[alias]
  if (list === null || list === undefined) {
    failEntities(taking, alias)
    return
  }
  if (!Array.isArray(list) || list.length !== length) {
    fail(groups, refuse(`${length} entities were asked for, ${Array.isArray(list) ? list.length : 'no list'} came`))
    return
  }
  const entities: readonly unknown[] =
    unit.outputSetters.length === 0
      ? list
      : list.map(entity => (isObject(entity) ? rewritten(unit, entity, program) : entity))
  const failed = failedEntities(taking, entities)
  for (const { target, places, indexes } of groups) {
    const firsts: (Place | undefined)[] = new Array(length)
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as Place
      const index = indexes[at] as number
      const entity = entities[index]
      if (!isObject(entity)) {
        const marks = failed?.get(index)
        if (marks) failOne(place, target, marks)
        continue
      }
      const first = firsts[index]
      if (first) {
        hangAgain(place, first, target, entity, run)
      } else {
        firsts[index] = place
        hang(place, target.spot, target.source, entity, run)
      }
    }
  }
}

/** Leaves the errors where they belong: in an entity, at one that did not come, or nowhere in particular. */
function failedEntities(
  { unit, errors, run, refuse }: Taking,
  entities: readonly unknown[],
): Map<number, Mark[]> | undefined {
  if (errors.length === 0 && areWhole(entities)) return undefined
  const failed = new Map<number, Mark[]>()
  const loose: Mark[] = []
  for (const { fault, path } of errors) {
    const index = path?.[1]
    const tail = path?.slice(2) ?? []
    if (typeof index !== 'number' || index >= entities.length) loose.push({ fault, tail: [] })
    else if (!isObject(entities[index])) failed.set(index, [...(failed.get(index) ?? []), { fault, tail }])
    else if (!markAt(run.marks, entities[index], tail, fault)) loose.push({ fault, tail: [] })
  }
  for (const [index, entity] of entities.entries())
    if (entity !== null && !isObject(entity) && !failed.has(index))
      failed.set(index, refuse('an entity is not an object'))
  if (loose.length > 0) run.loose.set(unit, { marks: loose, isTold: false })
  return failed
}

/** Whether each is an object or null. */
function areWhole(entities: readonly unknown[]): boolean {
  for (let index = 0; index < entities.length; index++)
    if (entities[index] !== null && !isObject(entities[index])) return false
  return true
}

/** No list came at all: each entity has its own errors, and those that have none have them all. */
function failEntities({ groups, errors, refuse }: Taking, alias: string): void {
  const all = errors.length > 0 ? errors.map(withoutTail) : refuse('no entities')
  for (const { target, places, indexes } of groups) {
    for (const [at, place] of places.entries()) {
      const own = errors.filter(({ path }) => path?.[0] === alias && path[1] === indexes[at])
      failOne(
        place,
        target,
        own.length > 0 ? own.map(({ fault, path }) => ({ fault, tail: path?.slice(2) ?? [] })) : all,
      )
    }
  }
}

/** A value setter changes the answer, which is not ours to change: it gets a copy. */
function rewritten(unit: Unit, raw: Raw, program: Program): Raw {
  if (unit.outputSetters.length === 0) return raw
  const copy = structuredClone(raw)
  for (const rewrite of unit.outputSetters) applyRewrite(copy, rewrite, program.supergraph)
  return copy
}

export function fail(groups: readonly AskedPlaces[], marks: readonly Mark[]): void {
  for (const { target, places } of groups) for (const place of places) failOne(place, target, marks)
}

function failOne(place: Place, { source }: AskedPlaces['target'], marks: readonly Mark[]): void {
  place.faults ??= []
  place.faults[source] = marks
}
