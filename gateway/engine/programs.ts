import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationTypeNode,
  type VariableDefinitionNode,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Fault } from './fault.ts'
import { leanFetches } from './lean-fetches.ts'
import { flagsOf, invalidOperation, readingScope, readOperation, takeOperation } from './operation.ts'
import { printPlan } from './plan.ts'
import type { Planner } from './planner.ts'
import { compileProgram, type Program } from './program.ts'
import type { Flags } from './selection.ts'
import type { Supergraph } from './supergraph.ts'

/** What is to be planned: a valid document, and which of its operations. */
export type Plannable = {
  readonly document: DocumentNode
  /** Equal keys mean equal documents: plans are remembered by it. */
  readonly key: string
  readonly operationName?: string | undefined
  /** Which part of the schema the operation was validated against; '' is all of it. */
  readonly view?: string | undefined
  /** Fields of this document that whoever asks may not have. */
  readonly denied?: Denied | undefined
}

/** Fields that are null with an error of their own, and are never fetched. Equal keys mean the same fields. */
export type Denied = { readonly key: string; readonly faults: ReadonlyMap<FieldNode, Fault> }

/** An operation whose plan is remembered, for given values of the variables of `@skip` and `@include`. */
export type PlannedOperation = Plannable & { readonly flags: Flags }

/** What a plan depends on beside its operation; the draw is one of the supergraph's (moving-fields.ts). */
export type Choices = { readonly flags: Flags; readonly draw: number }

/**
 * A document's operation, before its variables are known. No place for its nodes to stand: a text that is read again has
 * others, and what is denied is told by those of the document that is asked with.
 */
export type Known = {
  readonly key: string
  readonly kind: OperationTypeNode
  readonly variableDefinitions: readonly VariableDefinitionNode[]
  /** The Boolean variables of its `@skip` and `@include`. */
  readonly flags: readonly string[]
  /** The key of what was chosen last: a text that is made anew is hashed anew. */
  chosen: { readonly choices: string; readonly whole: string } | undefined
}

/** `failed`: the planner says it cannot. `late`: it has not said so within its time. */
export type PlanFault = 'failed' | 'late'

/** An operation that has no plan, or not in time. */
export class Unplanned extends Error {
  override name = 'Unplanned'
  readonly fault: PlanFault

  constructor(fault: PlanFault, cause?: unknown) {
    super(fault === 'late' ? 'planning takes too long' : 'the operation cannot be planned', { cause })
    this.fault = fault
  }
}

export type Programs = {
  know(asked: Plannable): Known | GraphQLError
  /**
   * One planning serves all who ask for it at once; one that failed is not remembered, one that is late is when it comes.
   * @throws Unplanned; the signal's reason
   */
  get(asked: Plannable, known: Known, choices: Choices, signal: AbortSignal): Program | Promise<Program>
  /** Whose plans are remembered, the latest used first. */
  remembered(): PlannedOperation[]
  explain(document: DocumentNode, operationName: string | undefined): Promise<string>
}

type Parts = {
  readonly planner: Planner
  readonly schema: GraphQLSchema
  readonly supergraph: Supergraph
  readonly planningMs: number
  readonly quickAfter: number
  /** Which labels of `@override` are on, whatever the draw. */
  readonly labels: ReadonlySet<string>
}

type Planned = Pick<Plannable, 'document' | 'operationName' | 'denied'>

type Entry = {
  readonly operation: PlannedOperation
  readonly promise: Promise<Program>
  program: Program | undefined
}

/** A draw above every percentage. */
const neverMoved = 100
const rememberedOperations = 2_000
const rememberedPrograms = 1_000

export function createPrograms({ planner, schema, supergraph, planningMs, quickAfter, labels }: Parts): Programs {
  const scope = readingScope(schema, supergraph)
  const operations = new LRUCache<string, Known>({ max: rememberedOperations })
  const programs = new LRUCache<string, Entry>({ max: rememberedPrograms })

  /** @throws GraphQLError where the document has no such operation */
  async function plan({ document, operationName, denied }: Planned, { flags, draw }: Choices) {
    const definition = takeOperation(document, operationName)
    if (definition instanceof GraphQLError) throw definition
    const operation = readOperation(document, definition, { ...scope, denied: denied?.faults }, flags)
    const { toFetch } = operation
    if (toFetch === undefined) return { operation, plan: {} }
    return { operation, plan: leanFetches(await planner.plan(toFetch, { labels, draw }), supergraph) }
  }

  async function prepare(asked: Plannable, choices: Choices) {
    const planned = await plan(asked, choices)
    const { flags } = choices
    return compileProgram(planned.operation, planned.plan, { schema, supergraph, flags, quickAfter })
  }

  function begin(whole: string, asked: Plannable, choices: Choices): Entry {
    const promise = prepare(asked, choices)
    const entry: Entry = { operation: { ...asked, flags: choices.flags }, promise, program: undefined }
    programs.set(whole, entry)
    promise.then(
      program => {
        entry.program = program
      },
      () => programs.delete(whole),
    )
    return entry
  }

  return {
    know(asked) {
      const key = keyOf(asked)
      const known = operations.get(key)
      if (known) return known
      const { document, operationName } = asked
      const definition = takeOperation(document, operationName)
      if (definition instanceof GraphQLError) return definition
      const { operation: kind, variableDefinitions = [] } = definition
      const fresh = { key, kind, variableDefinitions, flags: flagsOf(document, definition), chosen: undefined }
      operations.set(key, fresh)
      return fresh
    },
    get(asked, known, choices, signal) {
      const whole = wholeKeyOf(known, choices)
      const entry = programs.get(whole) ?? begin(whole, asked, choices)
      return entry.program ?? within(planningMs, entry.promise, signal)
    },
    remembered: () => [...programs.values()].flatMap(({ program, operation }) => (program ? [operation] : [])),
    async explain(document, operationName) {
      const definition = takeOperation(document, operationName)
      if (definition instanceof GraphQLError) throw definition
      const flags = new Map(flagsOf(document, definition).map(name => [name, true]))
      return printPlan((await plan({ document, operationName }, { flags, draw: neverMoved })).plan)
    },
  }
}

/** Most keys are taken as they are: they have been hashed before. Those that are made here have a colon. */
function keyOf({ key, operationName = '', view = '', denied }: Plannable): string {
  if (operationName === '' && view === '' && !denied && !key.includes(':')) return key
  return [view, operationName, denied?.key ?? ''].map(part => `${part.length}:${part}`).join('') + key
}

function wholeKeyOf(known: Known, { flags, draw }: Choices): string {
  let choices = `${draw} `
  for (const flag of flags.values()) choices += flag ? '1' : '0'
  if (known.chosen?.choices !== choices) known.chosen = { choices, whole: `${choices} ${known.key}` }
  return known.chosen.whole
}

/** The plan may be waited for by others too, so planning itself goes on. */
async function within(ms: number, planning: Promise<Program>, signal: AbortSignal): Promise<Program> {
  signal.throwIfAborted()
  const { promise: over, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(() => reject(new Unplanned('late')), ms)
  const planned = planning.catch(cause => {
    throw new Unplanned('failed', cause)
  })
  try {
    return await Promise.race([planned, over])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    // Whoever stopped waiting is not told of what comes later.
    planned.catch(() => {})
  }
}

/** A nullable variable with a default is allowed in `@skip`; given null all the same, it has no meaning. */
export function readFlags(
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): Flags | GraphQLError {
  const unknown = names.find(name => typeof variables[name] !== 'boolean')
  if (unknown !== undefined) return invalidOperation(`Variable "$${unknown}" must not be null in @skip or @include.`)
  return new Map(names.map(name => [name, variables[name] === true]))
}
