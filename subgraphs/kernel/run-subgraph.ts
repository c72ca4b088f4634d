import { randomUUID } from 'node:crypto'
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { AccessTokenVerifier, SealKeys } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import { untilAborted } from '../../schema/event-stream.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import type { AccessLog } from './access-log.ts'
import { buildSchema } from './build-schema.ts'
import type { Clearance } from './clearance.ts'
import type { Clock } from './clock.ts'
import { type Context, createContextFactory } from './context.ts'
import { type Database, migrate } from './database.ts'
import type { PublicRoutes, SubgraphDefinition } from './define-subgraph.ts'

export type SubgraphRequest = {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>> | undefined
  readonly operationName?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly signal?: AbortSignal | undefined
}

/** A GraphQL answer; `extensions.source` tells how the register answered. */
export type SubgraphAnswer = {
  data?: Record<string, unknown> | null
  errors?: { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[]
  extensions?: Record<string, unknown>
}

/** A running registry. The in-process transport and the HTTP door both call `execute`. */
export type Subgraph = {
  readonly name: SubgraphName
  readonly sdl: string
  /** What it serves beside the graph. */
  readonly routes?: PublicRoutes | undefined
  execute(request: SubgraphRequest): Promise<SubgraphAnswer>
  /**
   * One answer an event, each with a context of its own: what was loaded for one is not told in the next. The caller is
   * proven once; whoever opened the subscription closes it when the caller may no longer ask.
   */
  subscribe(request: SubgraphRequest): AsyncGenerator<SubgraphAnswer, void>
  stop(): Promise<void>
}

/** A bug, told to whoever operates the subgraph; the client gets only the incident id. */
export type ReportBug = (report: { subgraph: SubgraphName; incident: string; error: unknown }) => void

export type SubgraphParts<Needs> = {
  readonly database: Database
  readonly accessLog: AccessLog
  readonly verify: AccessTokenVerifier
  readonly grantKeys: SealKeys
  /** Asks PVK; without it, what a person can close to health personnel is closed to them. */
  readonly clearance?: Clearance | undefined
  readonly clock: Clock
  readonly needs: Needs
  readonly reportBug: ReportBug
}

const rememberedDocuments = 1_000

export async function runSubgraph<Services, Loaders, Needs>(
  definition: SubgraphDefinition<Services, Loaders, Needs>,
  parts: SubgraphParts<Needs>,
): Promise<Subgraph> {
  const { name } = definition
  const { schema, sdl } = buildSchema(definition)
  // A registry without tables of its own may have a role that makes none.
  if (Object.keys(definition.migrations).length > 0) {
    await migrate(parts.database, definition.databaseSchema ?? name, definition.migrations)
  }
  const services = await definition.start(parts)
  const createContext = createContextFactory({
    ...parts,
    name,
    services,
    createLoaders: (own: Services, scope) => definition.createLoaders(own, scope),
  })
  const documents = new LRUCache<string, DocumentNode | readonly GraphQLError[]>({ max: rememberedDocuments })

  function read(query: string): DocumentNode | readonly GraphQLError[] {
    const known = documents.get(query)
    if (known) return known
    const fresh = parseValid(schema, query)
    documents.set(query, fresh)
    return fresh
  }

  async function toAnswer({ data, errors }: ExecutionResult, context: Context): Promise<SubgraphAnswer> {
    for (const { originalError } of errors ?? []) await context.noteDenial(originalError)
    return {
      ...(data !== undefined && { data: data as Record<string, unknown> | null }),
      ...(errors && { errors: errors.map(error => toPlain(error, name, parts.reportBug)) }),
      ...(context.source.asked && { extensions: { source: describe(context.source) } }),
    }
  }

  return {
    name,
    sdl,
    routes: definition.routes?.(services),
    async execute({ query, variables, operationName, headers, signal }) {
      try {
        // Who asks is proven first: what is wrong with a document tells of the schema, and a stranger learns nothing of it.
        const context = await createContext(headers, signal)
        const document = read(query)
        if (!('kind' in document)) return { errors: document.map(error => ({ message: error.message })) }
        const result = await execute({
          schema,
          document,
          contextValue: context,
          variableValues: variables ?? {},
          operationName: operationName ?? null,
        })
        return await toAnswer(result, context)
      } catch (error) {
        return { errors: [toPlain(error, name, parts.reportBug)] }
      }
    },
    async *subscribe({ query, variables, operationName, headers, signal }) {
      try {
        const openedAt = parts.clock()
        const contextValue = await createContext(headers, signal, openedAt)
        const document = read(query)
        if (!('kind' in document)) return yield { errors: document.map(error => ({ message: error.message })) }
        const asked = { schema, document, variableValues: variables ?? {}, operationName: operationName ?? null }
        const source = await createSourceEventStream({ ...asked, contextValue })
        if (!(Symbol.asyncIterator in source)) return yield await toAnswer(source, contextValue)
        for await (const event of signal ? untilAborted(source, signal) : source) {
          const context = await createContext(headers, signal, openedAt)
          yield await toAnswer(await execute({ ...asked, rootValue: event, contextValue: context }), context)
        }
      } catch (error) {
        yield { errors: [toPlain(error, name, parts.reportBug)] }
      }
    },
    stop: async () => definition.stop?.(services),
  }
}

function parseValid(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query)
    const errors = validate(schema, document)
    return errors.length > 0 ? errors : document
  } catch (error) {
    return [error as GraphQLError]
  }
}

const describe = ({ found, updatedAt }: Context['source']) => ({
  status: found ? 'OK' : 'EMPTY',
  updatedAt: updatedAt?.toISOString() ?? null,
})

function toPlain(
  error: unknown,
  subgraph: SubgraphName,
  reportBug: ReportBug,
): NonNullable<SubgraphAnswer['errors']>[number] {
  const { originalError, path } = error as GraphQLError
  const thrown = originalError ?? error
  const where = path && { path }
  if (thrown instanceof PublicError) {
    return { message: thrown.message, ...where, extensions: { ...thrown.extensions } }
  }
  const incident = randomUUID()
  reportBug({ subgraph, incident, error: thrown })
  return { message: new PublicError('INTERNAL').message, ...where, extensions: { code: 'INTERNAL', incident } }
}
