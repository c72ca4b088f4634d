import { randomUUID } from 'node:crypto'
import { type DocumentNode, execute, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { AccessTokenVerifier, SealKeys } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import type { AccessLog } from './access-log.ts'
import { buildSchema } from './build-schema.ts'
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
  stop(): Promise<void>
}

/** A bug, told to whoever operates the subgraph; the client gets only the incident id. */
export type ReportBug = (report: { subgraph: SubgraphName; incident: string; error: unknown }) => void

export type SubgraphParts<Needs> = {
  readonly database: Database
  readonly accessLog: AccessLog
  readonly verify: AccessTokenVerifier
  readonly grantKeys: SealKeys
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
  await migrate(parts.database, name, definition.migrations)
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

  return {
    name,
    sdl,
    routes: definition.routes?.(services),
    async execute({ query, variables, operationName, headers, signal }) {
      try {
        const document = read(query)
        if (!('kind' in document)) return { errors: document.map(error => ({ message: error.message })) }
        const context = await createContext(headers, signal)
        const result = await execute({
          schema,
          document,
          contextValue: context,
          variableValues: variables ?? {},
          operationName: operationName ?? null,
        })
        return {
          ...(result.data !== undefined && { data: result.data as Record<string, unknown> | null }),
          ...(result.errors && { errors: result.errors.map(error => toPlain(error, name, parts.reportBug)) }),
          ...(context.source.asked && { extensions: { source: describe(context.source) } }),
        }
      } catch (error) {
        return { errors: [toPlain(error, name, parts.reportBug)] }
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
