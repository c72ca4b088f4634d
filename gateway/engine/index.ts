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
import { flagsOf, invalidOperation, readingScope, readOperation, takeOperation } from './operation.ts'
import { printPlan } from './plan.ts'
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

/** To be written out, not written to: an entity that is found in many places may be one object in all of them. */
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
  /** The plan of a valid document, for people; the variables of `@skip` and `@include` are taken as true. */
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

const rememberedOperations = 2_000
const rememberedPrograms = 1_000

/** A document's operation, before its variables are known. */
type Known = { readonly definition: OperationDefinitionNode; readonly flags: readonly string[] }

export function createEngine<C>({
  supergraph: sdl,
  send,
  planner: createPlanner = createNativePlanner,
  answerInvalid = (_, reason) => new Error(`a subgraph's answer does not fit: ${reason}`),
}: EngineOptions<C>): Engine<C> {
  const planner = createPlanner(sdl)
  const schema = buildApiSchema(planner.apiSdl)
  const supergraph = readSupergraph(sdl)
  const scope = readingScope(schema, supergraph)
  const operations = new LRUCache<string, Known>({ max: rememberedOperations })
  const programs = new LRUCache<string, Promise<Program>>({ max: rememberedPrograms })

  function know(key: string, document: DocumentNode, name: string | undefined): Known | GraphQLError {
    const known = operations.get(key)
    if (known) return known
    const definition = takeOperation(document, name)
    if (definition instanceof GraphQLError) return definition
    const fresh = { definition, flags: flagsOf(document, definition) }
    operations.set(key, fresh)
    return fresh
  }

  async function plan(document: DocumentNode, definition: OperationDefinitionNode, flags: Flags) {
    const operation = readOperation(document, definition, scope, flags)
    return { operation, plan: operation.toFetch === undefined ? {} : await planner.plan(operation.toFetch) }
  }

  async function prepare(document: DocumentNode, definition: OperationDefinitionNode, flags: Flags): Promise<Program> {
    const planned = await plan(document, definition, flags)
    return compileProgram(planned.operation, planned.plan, { schema, supergraph, flags })
  }

  /** One planning serves all who ask for it at once; one that failed is not remembered. */
  function programFor(key: string, document: DocumentNode, { definition }: Known, flags: Flags): Promise<Program> {
    const whole = `${[...flags.values()].map(Number).join('')} ${key}`
    const known = programs.get(whole)
    if (known) return known
    const fresh = prepare(document, definition, flags)
    programs.set(whole, fresh)
    fresh.catch(() => programs.delete(whole))
    return fresh
  }

  function introspect(document: DocumentNode | undefined, variables: Readonly<Record<string, unknown>>) {
    return (document && executeSync({ schema, document, variableValues: variables }).data) ?? {}
  }

  return {
    schema,
    async execute({ document, key: documentKey, operationName, variables: given, context, signal }) {
      const key = `${operationName?.length ?? ''}:${operationName ?? ''}${documentKey}`
      const known = know(key, document, operationName)
      if (known instanceof GraphQLError) return refused([known])
      const { operation: kind, variableDefinitions } = known.definition
      if (kind === 'subscription') return refused([invalidOperation('Subscriptions are not supported.')])
      const { coerced: variables, errors } = getVariableValues(schema, variableDefinitions ?? [], given)
      if (!variables) return refused(errors.map(asInvalidOperation))
      const flags = readFlags(known.flags, variables)
      if (flags instanceof GraphQLError) return refused([flags])
      const program = await untilAborted(programFor(key, document, known, flags), signal)
      const run = new Run(program, { variables, answerInvalid, introspected: introspect(program.introspection, given) })
      if (program.model.step) await runStep(program.model.step, { run, program, send, context, signal })
      const data = program.project(run)
      run.tellLoose(program.visible)
      return { data, ...(run.errors.length > 0 && { errors: run.errors }), fetches: run.fetches }
    },
    async explain(document, operationName) {
      const definition = takeOperation(document, operationName)
      if (definition instanceof GraphQLError) throw definition
      const flags = new Map(flagsOf(document, definition).map(name => [name, true]))
      return printPlan((await plan(document, definition, flags)).plan)
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
