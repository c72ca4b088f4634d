/**
 * How is one question put to many subgraphs, and their answers put together into one? From a valid operation to the
 * client's answer. It knows no registry, no health and no HTTP, and never decides who may see what.
 */
import { type DocumentNode, executeSync, GraphQLError, type GraphQLSchema, getVariableValues } from 'graphql'
import type { AnswerError } from './answer-error.ts'
import { createCarefulPlanner } from './careful-planner.ts'
import { runStep, sourceCallOf } from './fetch.ts'
import { readDraws } from './moving-fields.ts'
import { invalidOperation } from './operation.ts'
import type { CreatePlanner } from './planner.ts'
import type { Program } from './program.ts'
import { createPrograms, type Plannable, type PlannedOperation, readFlags, Unplanned } from './programs.ts'
import { type AnswerInvalid, Run } from './run.ts'
import { buildApiSchema, readSupergraph, refuseBroken } from './supergraph.ts'
import type { Written } from './written.ts'

export type { AnswerError } from './answer-error.ts'
export type { Fault } from './fault.ts'
export type { CreatePlanner, Planner } from './planner.ts'
export type { Denied, PlanFault, Plannable, PlannedOperation, Unplanned } from './programs.ts'
export type { Written } from './written.ts'

/** One request to one subgraph. */
export type SubgraphCall = {
  readonly subgraph: string
  readonly query: string
  readonly operationName?: string | undefined
  readonly kind: 'query' | 'mutation' | 'subscription'
  /** Read out of the body for whoever is asked otherwise than over HTTP. */
  readonly variables: () => Readonly<Record<string, unknown>>
  /** Query, variables and operation name as JSON, as they go over HTTP. Equal for equal questions. */
  readonly body: string
}

/** A GraphQL answer. The engine reads it and never writes to it, nor hands any object of it on. */
export type SubgraphAnswer = {
  data?: Record<string, unknown> | null
  errors?: readonly {
    message: string
    path?: readonly (string | number)[]
    extensions?: Record<string, unknown>
  }[]
  extensions?: Record<string, unknown>
}

/**
 * Reaches a subgraph. May throw: an Error with `extensions` becomes the error of every place that the fetch was to
 * fill; any other becomes `Subgraph request failed` there, with code `INTERNAL` and the Error as `originalError`.
 */
export type Send<C> = (call: SubgraphCall, context: C, signal: AbortSignal) => Promise<SubgraphAnswer>

/**
 * Opens a subscription of a subgraph; each of its events is an answer. Ends when the subgraph ends it, or when whoever
 * reads it stops. May throw as `Send` does, before the first event or between two.
 */
export type OpenSource<C> = (call: SubgraphCall, context: C, signal: AbortSignal) => AsyncIterable<SubgraphAnswer>

/** How one fetch went. `failed` where any error came with it, also beside data; `code` is that of the first. */
export type FetchReport = {
  readonly subgraph: string
  readonly outcome: 'ok' | 'failed'
  readonly code?: string
  readonly extensions?: Record<string, unknown>
  readonly ms: number
}

export type EngineOperation<C> = Plannable & {
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: C
  readonly signal: AbortSignal
  /** Whether the data may come as JSON, which is cheaper. */
  readonly takesJson?: boolean
}

/** To be written out, not written to: an entity that is found in many places may be one object in all of them. */
export type EngineAnswer = {
  data?: Record<string, unknown> | null
  /** In the place of `data`, and without errors: to whoever takes it, of an operation that comes often. */
  json?: Written
  errors?: readonly AnswerError[]
  fetches: readonly FetchReport[]
  /** How the plan was come by; not there where the operation could not be carried out. */
  planning?: Planning
}

/** `began` as `performance.now()` tells it; `ms` is the time that this operation waited. */
export type Planning = { readonly isRemembered: boolean; readonly began: number; readonly ms: number }

export type Engine<C> = {
  /** The API schema: what clients may ask. Introspection is answered from it. */
  readonly schema: GraphQLSchema
  /** The names by which plans call the subgraphs. */
  readonly subgraphs: readonly string[]
  /**
   * Answers one operation. The caller has parsed the document AND validated it against `schema`: a cyclic fragment
   * would end the whole process inside the native planner. Depth, aliases and tokens are limited by the caller too.
   * An unknown operation name, variables that do not fit and subscriptions give `errors` (code `OPERATION_INVALID`)
   * without `data`; so does an operation that cannot be planned, with the error that `unplanned` makes.
   * @throws where the signal aborts while it plans
   */
  execute(operation: EngineOperation<C>): Promise<EngineAnswer>
  /**
   * Answers a subscription: one answer an event, each with fetches of its own; or, as `execute`, errors without data.
   * Ends with the source, or when whoever reads it stops; the source is closed then.
   */
  subscribe(operation: EngineOperation<C>): Promise<EngineAnswer | AsyncGenerator<EngineAnswer, void>>
  /** Plans ahead, so that nobody has to wait for it. @throws where it cannot be planned */
  prepare(operation: PlannedOperation): Promise<void>
  /** Whose plans are remembered, the latest used first. */
  remembered(): PlannedOperation[]
  /** The plan of a valid document, for people; the variables of `@skip` and `@include` are taken as true. */
  explain(document: DocumentNode, operationName?: string): Promise<string>
}

export type EngineOptions<C> = {
  /** A supergraph SDL of federation 2, composed by anyone. */
  readonly supergraph: string
  readonly send: Send<C>
  /** Without it subscriptions are refused. */
  readonly openSource?: OpenSource<C> | undefined
  /** The careful one unless told: the native planner, and the fallback for what that cannot plan. */
  readonly planner?: CreatePlanner | undefined
  /** The labels of `@override` that are on: none unless told. Those that are a percentage are drawn for each operation. */
  readonly overrideLabels?: readonly string[] | undefined
  /** From 0 and below 1. `Math.random` unless told. */
  readonly random?: () => number
  /**
   * After so many answers those of an operation are written as JSON, by code made for it: 16 unless told, as most
   * operations that somebody makes up come once. Where the process may not make code they never are, and cost more.
   */
  readonly quickAfter?: number
  /** How long one operation waits for its plan: 2 s unless told. */
  readonly planningMs?: number
  /**
   * Makes the error of an answer that does not fit its question: no data, a wrong number of entities, a text where an
   * object belongs. Without it these are errors with code `INTERNAL`.
   */
  readonly answerInvalid?: AnswerInvalid
  /** Makes the error of an operation without a plan. Without it the error is `Unplanned`, and has no code. */
  readonly unplanned?: (unplanned: Unplanned) => Error & { readonly extensions?: Record<string, unknown> }
}

const defaultPlanningMs = 2_000
const defaultQuickAfter = 16
const withoutVariables: ReturnType<typeof getVariableValues> = { coerced: Object.freeze({}) }
const nobodyLeaves = new AbortController().signal

/** @throws where the supergraph cannot be read */
export function createEngine<C>({
  supergraph: sdl,
  send,
  openSource,
  planner: createPlanner = createCarefulPlanner,
  overrideLabels = [],
  random = Math.random,
  planningMs = defaultPlanningMs,
  quickAfter = defaultQuickAfter,
  answerInvalid = (_, reason) => new Error(`a subgraph's answer does not fit: ${reason}`),
  unplanned = error => error,
}: EngineOptions<C>): Engine<C> {
  refuseBroken(sdl)
  const planner = createPlanner(sdl)
  const schema = buildApiSchema(planner.apiSdl)
  const supergraph = readSupergraph(sdl)
  const labels = new Set(overrideLabels)
  const programs = createPrograms({ planner, schema, supergraph, planningMs, quickAfter, labels })
  const draws = readDraws(sdl)
  const drawOne = (): number => {
    const drawn = random() * 100
    return draws.findLast(lowest => lowest <= drawn) ?? 0
  }

  /** From a document to a program and what it needs to run; errors where there is none. */
  async function ready(operation: EngineOperation<C>, isStream: boolean): Promise<readonly GraphQLError[] | Ready> {
    const known = programs.know(operation)
    if (known instanceof GraphQLError) return [known]
    const { kind, variableDefinitions } = known
    if ((kind === 'subscription') !== isStream || (isStream && !openSource)) return [invalidOperation(misplaced(kind))]
    const { coerced: variables, errors } =
      variableDefinitions.length > 0
        ? getVariableValues(schema, variableDefinitions, operation.variables)
        : withoutVariables
    if (!variables) return errors.map(asInvalidOperation)
    const flags = readFlags(known.flags, variables)
    if (flags instanceof GraphQLError) return [flags]
    const began = performance.now()
    try {
      const found = programs.get(operation, known, { flags, draw: drawOne() }, operation.signal)
      const isRemembered = !(found instanceof Promise)
      const program = isRemembered ? found : await found
      return { program, variables, planning: { isRemembered, began, ms: performance.now() - began } }
    } catch (error) {
      if (!(error instanceof Unplanned)) throw error
      const told = unplanned(error)
      return [new GraphQLError(told.message, { extensions: told.extensions ?? null, originalError: told })]
    }
  }

  function introspect(document: DocumentNode | undefined, variables: Readonly<Record<string, unknown>>) {
    return (document && executeSync({ schema, document, variableValues: variables }).data) ?? {}
  }

  async function answer(operation: EngineOperation<C>, { program, variables, planning }: Ready, through: Send<C>) {
    const { context, signal } = operation
    const introspected = introspect(program.introspection, operation.variables)
    const run = new Run(program, { variables, answerInvalid, introspected })
    if (program.model.step) await runStep(program.model.step, { run, program, send: through, context, signal })
    const json = operation.takesJson ? program.project.json(run) : undefined
    if (json) return { json, fetches: run.fetches, planning }
    const data = program.project.data(run)
    run.tellLoose(program.visible)
    const errors = run.errorsBeside(data)
    return { data, ...(errors.length > 0 && { errors }), fetches: run.fetches, planning }
  }

  /** An event is the answer of the plan's first fetch; what it leads to is fetched anew for each. */
  async function* answers(operation: EngineOperation<C>, prepared: Ready, source: AsyncIterable<SubgraphAnswer>) {
    for await (const event of source) {
      yield await answer(operation, prepared, async (call, context, signal) =>
        call.kind === 'subscription' ? event : send(call, context, signal),
      )
    }
  }

  return {
    schema,
    subgraphs: supergraph.subgraphs,
    async execute(operation) {
      const prepared = await ready(operation, false)
      return 'program' in prepared ? answer(operation, prepared, send) : { errors: prepared, fetches: [] }
    },
    async subscribe(operation) {
      const prepared = await ready(operation, true)
      if (!('program' in prepared) || !openSource) return { errors: prepared as readonly GraphQLError[], fetches: [] }
      // Where nothing may be asked for there is nothing to wait for either.
      if (!prepared.program.model.step) return answer(operation, prepared, send)
      const call = sourceCallOf(prepared.program, prepared.variables)
      return answers(operation, prepared, openSource(call, operation.context, operation.signal))
    },
    async prepare({ flags: given, ...operation }) {
      const known = programs.know(operation)
      if (known instanceof GraphQLError) throw known
      const flags = readFlags(known.flags, Object.fromEntries(given))
      if (flags instanceof GraphQLError) throw flags
      for (const draw of draws) await programs.get(operation, known, { flags, draw }, nobodyLeaves)
    },
    remembered: programs.remembered,
    explain: programs.explain,
  }
}

type Ready = {
  readonly program: Program
  readonly variables: Readonly<Record<string, unknown>>
  readonly planning: Planning
}

const misplaced = (kind: string): string =>
  kind === 'subscription' ? 'Subscriptions are not supported here.' : 'Only a subscription can be answered with events.'

const asInvalidOperation = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    ...(error.nodes && { nodes: error.nodes }),
    originalError: error.originalError ?? error,
    extensions: { ...error.extensions, code: 'OPERATION_INVALID' },
  })
