/**
 * How is one question put to many subgraphs, and their answers put together into one? From a valid operation to the
 * client's answer. It knows no registry, no health and no HTTP, and never decides who may see what.
 */
import {
  type DocumentNode,
  executeSync,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { runStep } from './fetch.ts'
import { invalidOperation, type Operation, readOperation, takeOperation, typesThatHide } from './operation.ts'
import { printPlan, type QueryPlan } from './plan.ts'
import { type CreatePlanner, createNativePlanner } from './planner.ts'
import { compileProgram, type Program } from './program.ts'
import { type AnswerInvalid, Run } from './run.ts'
import type { Flags } from './selection.ts'
import { buildApiSchema, readSupergraph } from './supergraph.ts'

export type { CreatePlanner, Planner } from './planner.ts'

/** One request to one subgraph. */
export type SubgraphCall = {
  readonly subgraph: string
  readonly query: string
  readonly operationName?: string
  readonly kind: 'query' | 'mutation'
  readonly variables: Readonly<Record<string, unknown>>
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

/** How one fetch went. `failed` where any error came with it, also beside data; `code` is that of the first. */
export type FetchReport = {
  readonly subgraph: string
  readonly outcome: 'ok' | 'failed'
  readonly code?: string
  readonly extensions?: Record<string, unknown>
  readonly ms: number
}

export type EngineOperation<C> = {
  readonly document: DocumentNode
  /** Equal keys mean equal documents: plans are cached by it. */
  readonly key: string
  readonly operationName?: string
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: C
  readonly signal: AbortSignal
}

export type EngineAnswer = {
  data?: Record<string, unknown> | null
  errors?: readonly GraphQLError[]
  fetches: readonly FetchReport[]
}

export type Engine<C> = {
  /** The API schema: what clients may ask. Introspection is answered from it. */
  readonly schema: GraphQLSchema
  /**
   * Answers one operation. The caller has parsed the document AND validated it against `schema`: a cyclic fragment
   * would end the whole process inside the native planner. Depth, aliases and tokens are limited by the caller too.
   * An unknown operation name, variables that do not fit and subscriptions give `errors` (code `OPERATION_INVALID`)
   * without `data`.
   * @throws where the planner cannot plan a valid operation, or the signal aborts while it plans
   */
  execute(operation: EngineOperation<C>): Promise<EngineAnswer>
  /** The plan of a valid document, for people. */
  explain(document: DocumentNode, operationName?: string): Promise<string>
}

export type EngineOptions<C> = {
  /** A supergraph SDL of federation 2, composed by anyone. */
  readonly supergraph: string
  readonly send: Send<C>
  readonly planner?: CreatePlanner
  /**
   * Makes the error of an answer that does not fit its question: no data, a wrong number of entities, a text where an
   * object belongs. Without it these are errors with code `INTERNAL`.
   */
  readonly answerInvalid?: AnswerInvalid
}

const rememberedPlans = 1_000
/** Each combination of the values of `@skip` and `@include` variables has its own program. */
const rememberedPrograms = 16

type Planned = {
  readonly operation: Operation
  readonly plan: QueryPlan
  readonly programs: LRUCache<string, Program>
}

export function createEngine<C>({
  supergraph: sdl,
  send,
  planner: createPlanner = createNativePlanner,
  answerInvalid = (_, reason) => new Error(`a subgraph's answer does not fit: ${reason}`),
}: EngineOptions<C>): Engine<C> {
  const planner = createPlanner(sdl)
  const schema = buildApiSchema(planner.apiSdl)
  const supergraph = readSupergraph(sdl)
  const hiding = typesThatHide(schema, supergraph)
  const plans = new LRUCache<string, Promise<Planned>>({ max: rememberedPlans })

  async function makePlan(document: DocumentNode, definition: OperationDefinitionNode): Promise<Planned> {
    const operation = readOperation(document, definition, schema, hiding)
    const plan = operation.toFetch === undefined ? {} : await planner.plan(operation.toFetch)
    return { operation, plan, programs: new LRUCache({ max: rememberedPrograms }) }
  }

  /** One planning serves all who ask for it at once; one that failed is not remembered. */
  function planFor(key: string, document: DocumentNode, definition: OperationDefinitionNode): Promise<Planned> {
    const known = plans.get(key)
    if (known) return known
    const fresh = makePlan(document, definition)
    plans.set(key, fresh)
    fresh.catch(() => plans.delete(key))
    return fresh
  }

  function programFor({ operation, plan, programs }: Planned, flags: Flags): Program {
    const key = operation.flags.map(flag => (flags.get(flag) ? '1' : '0')).join('')
    const known = programs.get(key)
    if (known) return known
    const fresh = compileProgram(operation, plan, { schema, supergraph, flags })
    programs.set(key, fresh)
    return fresh
  }

  function introspect({ introspection }: Operation, variables: Readonly<Record<string, unknown>>) {
    if (!introspection) return {}
    return executeSync({ schema, document: introspection, variableValues: variables }).data ?? {}
  }

  return {
    schema,
    async execute({ document, key, operationName, variables: given, context, signal }) {
      const definition = takeOperation(document, operationName)
      if (definition instanceof GraphQLError) return refused([definition])
      if (definition.operation === 'subscription')
        return refused([invalidOperation('Subscriptions are not supported.')])
      const { coerced: variables, errors } = getVariableValues(schema, definition.variableDefinitions ?? [], given)
      if (!variables) return refused(errors.map(asInvalidOperation))
      const planned = await untilAborted(planFor(`${operationName ?? ''}\n${key}`, document, definition), signal)
      const flags = readFlags(planned.operation.flags, variables)
      if (flags instanceof GraphQLError) return refused([flags])
      const program = programFor(planned, flags)
      const run = new Run(program, { variables, answerInvalid, introspected: introspect(planned.operation, given) })
      if (program.model.step) await runStep(program.model.step, { run, program, send, context, signal })
      const data = program.project(run)
      run.tellLoose(program.visible)
      return { data, ...(run.errors.length > 0 && { errors: run.errors }), fetches: run.fetches }
    },
    async explain(document, operationName) {
      const definition = takeOperation(document, operationName)
      if (definition instanceof GraphQLError) throw definition
      const { plan } = await makePlan(document, definition)
      return printPlan(plan)
    },
  }
}

const refused = (errors: readonly GraphQLError[]): EngineAnswer => ({ errors, fetches: [] })

const asInvalidOperation = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    ...(error.nodes && { nodes: error.nodes }),
    originalError: error.originalError ?? error,
    extensions: { ...error.extensions, code: 'OPERATION_INVALID' },
  })

/** A nullable variable with a default is allowed in `@skip`; given null all the same, it has no meaning. */
function readFlags(names: readonly string[], variables: Readonly<Record<string, unknown>>): Flags | GraphQLError {
  const unknown = names.find(name => typeof variables[name] !== 'boolean')
  if (unknown !== undefined) return invalidOperation(`Variable "$${unknown}" must not be null in @skip or @include.`)
  return new Map(names.map(name => [name, variables[name] === true]))
}

/** The plan may be waited for by others too, so planning itself goes on. */
async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
