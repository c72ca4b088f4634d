import { GraphQLError } from 'graphql'
import { type Fault, type Mark, type Marks, markAt } from './fault.ts'
import type { EngineOperation, FetchReport, Send, SubgraphAnswer } from './index.ts'
import type { Call, Step, Target, Unit } from './model.ts'
import { hang, isObject, Place, type PlacesBySpot, type Raw } from './place.ts'
import type { Program } from './program.ts'
import { applyRewrite } from './representation.ts'

/** What one execution of a program knows: its data so far, its faults, and, while projecting, its errors. */
export class Run {
  readonly root = new Place(undefined)
  readonly places: PlacesBySpot = []
  readonly marks: Marks = new Map()
  /** Faults of answers that otherwise came, without a path that leads anywhere. */
  readonly loose = new Map<Unit, { readonly marks: readonly Mark[]; isTold: boolean }>()
  /** Whether anything at all went wrong: without it no error needs to be looked for. */
  isTroubled = false
  readonly fetches: FetchReport[] = []
  readonly errors: GraphQLError[] = []
  /** Where the projection is. */
  readonly path: (string | number)[] = []
  readonly variables: Readonly<Record<string, unknown>>

  constructor(program: Program, variables: Readonly<Record<string, unknown>>) {
    this.variables = variables
    this.places[program.model.root.id] = [this.root]
  }

  tell(fault: Fault, path: readonly (string | number)[]): void {
    const { message, extensions, cause } = fault
    this.errors.push(
      new GraphQLError(message, {
        path: [...path],
        ...(extensions && { extensions: { ...extensions } }),
        ...(cause && { originalError: cause }),
      }),
    )
  }
}

type Sending<C> = {
  readonly run: Run
  readonly program: Program
  readonly send: Send<C>
  readonly answerInvalid: (subgraph: string, reason: string) => Error
} & Pick<EngineOperation<C>, 'context' | 'signal'>

export async function runStep<C>(step: Step, sending: Sending<C>): Promise<void> {
  if (step.kind === 'Call') return runCall(step, sending)
  if (step.kind === 'Parallel') {
    await Promise.all(step.steps.map(inner => runStep(inner, sending)))
    return
  }
  for (const inner of step.steps) await runStep(inner, sending)
}

async function runCall<C>(call: Call, sending: Sending<C>): Promise<void> {
  const { run, send, context, signal } = sending
  const asked = call.units.map(unit => askedBy(unit, sending))
  if (asked.every(({ places }) => places.length === 0)) return
  const variables: Record<string, unknown> = {}
  for (const name of call.variables) if (Object.hasOwn(run.variables, name)) variables[name] = run.variables[name]
  call.units.forEach(({ entities }, index) => {
    if (entities) variables[entities.variable] = asked[index]?.representations
  })
  const { subgraph, query, operationName, operationKind: kind } = call
  const started = performance.now()
  const report = (faults: readonly Fault[], extensions: SubgraphAnswer['extensions']) => {
    const code = faults[0]?.extensions?.code
    run.fetches.push({
      subgraph,
      outcome: faults.length > 0 ? 'failed' : 'ok',
      ...(typeof code === 'string' && { code }),
      ...(extensions && { extensions }),
      ms: performance.now() - started,
    })
  }
  try {
    const sent = { subgraph, query, kind, variables, ...(operationName !== undefined && { operationName }) }
    const answer = await send(sent, context, signal)
    report(take(call, asked, answer, sending), answer.extensions)
  } catch (error) {
    const fault = faultOf(error)
    run.isTroubled = true
    call.units.forEach((_, index) => {
      failAll(asked[index]?.places ?? [], [{ fault, tail: [] }])
    })
    report([fault], undefined)
  }
}

/** Text of ours for what must not be told: addresses, bodies, system errors. The error itself stays inside. */
function faultOf(error: unknown): Fault {
  const cause = error instanceof Error ? error : new Error('a subgraph request failed with no error', { cause: error })
  const { extensions } = cause as { extensions?: unknown }
  if (isObject(extensions)) return { message: cause.message, extensions, cause }
  return { message: 'Subgraph request failed', extensions: { code: 'INTERNAL' }, cause }
}

/** Whom a unit asks for: each place with the number of its representation, each distinct representation once. */
type Asked = {
  readonly places: readonly { readonly place: Place; readonly target: Target; readonly index: number }[]
  readonly representations: readonly Record<string, unknown>[]
}

function askedBy<C>(unit: Unit, { run, program }: Sending<C>): Asked {
  const places: { place: Place; target: Target; index: number }[] = []
  const representations: Record<string, unknown>[] = []
  const known = new Map<string, number>()
  for (const target of unit.targets) {
    const { guard, represent } = program.targets.get(target) ?? {}
    for (const place of run.places[target.spot.id] ?? []) {
      if (guard && !guard(place)) continue
      if (!represent) {
        places.push({ place, target, index: 0 })
        continue
      }
      const representation = represent(place)
      if (!representation) continue
      let index = known.get(representation.text)
      if (index === undefined) {
        index = representations.push(representation.value) - 1
        known.set(representation.text, index)
      }
      places.push({ place, target, index })
    }
  }
  return { places, representations }
}

/** Hangs an answer into the data and says what was wrong with it. */
function take<C>(call: Call, asked: readonly Asked[], answer: SubgraphAnswer, sending: Sending<C>): readonly Fault[] {
  const { run } = sending
  const given = isObject(answer) ? answer : {}
  const data = isObject(given.data) ? given.data : undefined
  const errors = (Array.isArray(given.errors) ? given.errors : []).map(readError)
  if (errors.length > 0) run.isTroubled = true
  const found: Fault[] = errors.map(({ fault }) => fault)
  const refuse = (reason: string): Mark[] => {
    const fault = faultOf(sending.answerInvalid(call.subgraph, reason))
    run.isTroubled = true
    found.push(fault)
    return [{ fault, tail: [] }]
  }
  call.units.forEach((unit, index) => {
    const { places, representations } = asked[index] as Asked
    const alias = unit.entities?.alias
    if (places.length === 0) return
    // An error without a path may concern any of them; one that names an alias concerns that one, if data came at all.
    const isOwn = ({ path }: ReadError) => !data || call.units.length === 1 || path === undefined || path[0] === alias
    const own = errors.filter(isOwn)
    if (alias === undefined) takeObject(unit, places, data, own, run, sending, refuse)
    else takeEntities(unit, alias, places, representations.length, data, own, run, sending, refuse)
  })
  return found
}

type ReadError = { readonly fault: Fault; readonly path: readonly (string | number)[] | undefined }

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

type Refuse = (reason: string) => Mark[]

function takeObject<C>(
  unit: Unit,
  places: Asked['places'],
  data: Raw | undefined,
  errors: readonly ReadError[],
  run: Run,
  sending: Sending<C>,
  refuse: Refuse,
): void {
  if (!data) {
    const marks = errors.map(({ fault, path }) => ({ fault, tail: path ?? [] }))
    failAll(places, marks.length > 0 ? marks : refuse('no data'))
    return
  }
  const raw = rewritten(unit, data, sending.program)
  const loose = errors.filter(({ fault, path }) => !path || !markAt(run.marks, raw, path, fault))
  if (loose.length > 0) run.loose.set(unit, { marks: loose.map(toMark), isTold: false })
  for (const { place, target } of places) hang(place, target.spot, target.source, raw, run.places, run.marks)
}

const toMark = ({ fault }: ReadError): Mark => ({ fault, tail: [] })

function takeEntities<C>(
  unit: Unit,
  alias: string,
  places: Asked['places'],
  length: number,
  data: Raw | undefined,
  errors: readonly ReadError[],
  run: Run,
  sending: Sending<C>,
  refuse: Refuse,
): void {
  const list = data?.[alias]
  if (!Array.isArray(list) || list.length !== length) {
    // The error of one entity is told at that one; what took the whole list away is told everywhere.
    if (list === null || list === undefined) failEntities(alias, places, errors, refuse)
    else failAll(places, refuse(`${length} entities were asked for, ${Array.isArray(list) ? list.length : 'no list'} came`))
    return
  }
  const entities = list.map(entity => (isObject(entity) ? rewritten(unit, entity, sending.program) : entity))
  const failed = new Map<number, Mark[]>()
  const loose: Mark[] = []
  for (const { fault, path } of errors) {
    const index = path?.[1]
    if (!path || typeof index !== 'number' || index >= length) loose.push({ fault, tail: [] })
    else if (!isObject(entities[index])) failed.set(index, [...(failed.get(index) ?? []), { fault, tail: path.slice(2) }])
    else if (!markAt(run.marks, entities[index], path.slice(2), fault)) loose.push({ fault, tail: [] })
  }
  entities.forEach((entity, index) => {
    if (entity !== null && !isObject(entity) && !failed.has(index)) failed.set(index, refuse('an entity is not an object'))
  })
  if (loose.length > 0) run.loose.set(unit, { marks: loose, isTold: false })
  for (const { place, target, index } of places) {
    const entity = entities[index]
    const marks = failed.get(index)
    if (isObject(entity)) hang(place, target.spot, target.source, entity, run.places, run.marks)
    else if (marks) fail(place, target.source, marks)
  }
}

function failEntities(alias: string, places: Asked['places'], errors: readonly ReadError[], refuse: Refuse): void {
  if (errors.length === 0) return failAll(places, refuse('no entities'))
  const all = errors.map(toMark)
  for (const { place, target, index } of places) {
    const own = errors.filter(({ path }) => path?.[0] === alias && path[1] === index)
    const marks = own.map(({ fault, path }) => ({ fault, tail: path?.slice(2) ?? [] }))
    fail(place, target.source, marks.length > 0 ? marks : all)
  }
}

/** A value setter changes the answer, which is not ours to change: it gets a copy. */
function rewritten(unit: Unit, raw: Raw, program: Program): Raw {
  if (unit.outputSetters.length === 0) return raw
  const copy = structuredClone(raw)
  for (const rewrite of unit.outputSetters) applyRewrite(copy, rewrite, program.supergraph)
  return copy
}

function failAll(places: Asked['places'], marks: readonly Mark[]): void {
  for (const { place, target } of places) fail(place, target.source, marks)
}

function fail(place: Place, source: number, marks: readonly Mark[]): void {
  ;(place.faults ??= [])[source] = marks
}
