import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@theguild/federation-composition'
import { execute, parse, validate } from 'graphql'
import {
  type AnswerError,
  type CreatePlanner,
  createEngine,
  type Engine,
  type EngineAnswer,
  type EngineOptions,
  type SubgraphAnswer,
  type SubgraphCall,
} from '../../gateway/engine/index.ts'

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
  ["@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible", "@interfaceObject", "@override", "@tag",
   "@authenticated", "@requiresScopes", "@policy"])\n`

// biome-ignore lint/suspicious/noExplicitAny: a resolver of a trap is given whatever its subgraph says
type Resolver = (parent: any, args: any, context: unknown, info: unknown) => unknown

/** Whose plans are carried out, where a test does not say: the native planner's unless another is set. */
export const planning: { by: CreatePlanner | undefined } = { by: undefined }

export type TrapSubgraph = {
  readonly sdl: string
  readonly resolvers?: Readonly<Record<string, Readonly<Record<string, Resolver>>>>
}

export type TrapSubgraphs = Readonly<Record<string, TrapSubgraph>>

/** Stands between the engine and a subgraph: may answer itself, spoil the answer, or throw. */
export type Interfere = (
  call: SubgraphCall,
  answer: () => Promise<SubgraphAnswer>,
) => SubgraphAnswer | Promise<SubgraphAnswer>

/** What a subgraph needs to know of a call. */
type Put = Pick<SubgraphCall, 'subgraph' | 'query'> & { readonly variables: ReturnType<SubgraphCall['variables']> }

export type Federation = {
  readonly engine: Engine<undefined>
  readonly supergraph: string
  /** What the subgraphs were asked since the start or the last `forget`. */
  readonly calls: SubgraphCall[]
  /** What a subgraph answers by itself. */
  answer(call: Put): Promise<SubgraphAnswer>
  /** How often each subgraph was asked. */
  asked(): Record<string, number>
  forget(): void
  ask(query: string, options?: { variables?: Record<string, unknown>; operationName?: string }): Promise<PlainAnswer>
}

export type PlainAnswer = Pick<EngineAnswer, 'fetches'> & {
  /** As the client reads it from JSON. */
  readonly data?: unknown
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions?: Record<string, unknown>
  }[]
  readonly rawErrors?: readonly AnswerError[]
}

export function compose(subgraphs: TrapSubgraphs): string {
  const composed = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, typeDefs: parse(federation + sdl) })),
  )
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join('\n'))
  return composed.supergraphSdl
}

/** Composes subgraphs and runs them in this process, through graphql-js. */
export function federate(
  subgraphs: TrapSubgraphs,
  {
    interfere = (_, answer) => answer(),
    ...options
  }: { interfere?: Interfere; supergraph?: string } & Pick<
    EngineOptions<undefined>,
    'answerInvalid' | 'overrideLabels' | 'planner' | 'planningMs' | 'quickAfter' | 'random' | 'unplanned'
  > = {},
): Federation {
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, { sdl, resolvers }]) => [
      name,
      buildSubgraphSchema([{ typeDefs: parse(federation + sdl), resolvers: (resolvers ?? {}) as never }]),
    ]),
  )
  const supergraph = options.supergraph ?? compose(subgraphs)
  const calls: SubgraphCall[] = []

  async function answer({ subgraph, query, variables }: Put): Promise<SubgraphAnswer> {
    const schema = schemas.get(subgraph)
    if (!schema) throw new Error(`no subgraph ${subgraph}`)
    const document = parse(query)
    const invalid = validate(schema, document)
    if (invalid.length > 0) throw new Error(`the planner wrote an invalid query: ${invalid[0]?.message}\n${query}`)
    const result = await execute({ schema, document, variableValues: variables })
    return freeze({
      ...(result.data !== undefined && { data: result.data as Record<string, unknown> | null }),
      ...(result.errors && { errors: result.errors.map(error => error.toJSON()) }),
    }) as SubgraphAnswer
  }

  const engine = createEngine<undefined>({
    ...(planning.by && { planner: planning.by }),
    quickAfter: 0,
    ...options,
    supergraph,
    send: async call => {
      calls.push(call)
      return interfere(call, () => answer({ ...call, variables: call.variables() }))
    },
  })

  return {
    engine,
    supergraph,
    calls,
    answer,
    asked: () => {
      const counts: Record<string, number> = {}
      for (const { subgraph } of calls) counts[subgraph] = (counts[subgraph] ?? 0) + 1
      return counts
    },
    forget: () => {
      calls.length = 0
    },
    async ask(query, { variables = {}, operationName } = {}) {
      const document = parse(query)
      const invalid = validate(engine.schema, document)
      if (invalid.length > 0) throw new Error(`the query is not valid: ${invalid[0]?.message}`)
      const { data, json, errors, fetches } = await engine.execute({
        document,
        key: query,
        variables,
        context: undefined,
        signal: new AbortController().signal,
        takesJson: true,
        ...(operationName !== undefined && { operationName }),
      })
      return {
        fetches,
        ...(json && { data: JSON.parse(json.toString()) }),
        ...(data !== undefined && { data: JSON.parse(JSON.stringify(data)) }),
        ...(errors && { errors: JSON.parse(JSON.stringify(errors)), rawErrors: errors }),
      }
    },
  }
}

/** A subgraph's answer belongs to the subgraph: whoever writes to it fails the test. */
function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}
