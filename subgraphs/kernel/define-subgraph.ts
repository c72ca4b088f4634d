// type-graphql's decorators want this before the first class: a registry's subgraph.ts imports this file first.
import 'reflect-metadata'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphQLScalarType } from 'graphql'
import type { Migration } from 'kysely/migration'
import type { ClassType, NonEmptyArray } from 'type-graphql'
import type { SubgraphName } from '../../schema/registers.ts'
import type { AccessLog } from './access-log.ts'
import type { Clearance } from './clearance.ts'
import type { Clock } from './clock.ts'
import type { Context, LoaderScope } from './context.ts'
import type { Database } from './database.ts'

/** Answers and says true, or leaves the request alone and says false. */
export type PublicRoutes = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/** A registry as the kernel serves it. What a registry exports from its `subgraph.ts`, and nothing else. */
export type SubgraphDefinition<Services = unknown, Loaders = unknown, Needs = unknown> = {
  readonly name: SubgraphName
  /** type-graphql classes. */
  readonly resolvers: NonEmptyArray<ClassType>
  /** Types that no field names: members of unions, mostly. */
  readonly orphanedTypes?: ClassType[]
  readonly scalars?: readonly { readonly type: object; readonly scalar: GraphQLScalarType }[]
  /** Federation entities by type name: from a reference to the object resolvers get; null where there is none. */
  readonly references?: Readonly<
    Record<
      string,
      (
        reference: Record<string, unknown>,
        context: Context<Services, Loaders>,
      ) => object | null | Promise<object | null>
    >
  >
  /** The registry's tables, in the database schema that carries its name. */
  readonly migrations: Readonly<Record<string, Migration>>
  /** Another name for that schema, where SQL would have to quote the registry's. */
  readonly databaseSchema?: string
  /** Opens the registry's stores. `Needs` is what it asks for beyond a database: keys, a cache. */
  start(parts: {
    readonly database: Database
    readonly clock: Clock
    /** For what a registry gives out beside the graph; within it, opening a grant writes the log. */
    readonly accessLog: AccessLog
    /** For the same: whether a right that was judged earlier still holds. */
    readonly clearance?: Clearance | undefined
    readonly needs: Needs
  }): Promise<Services>
  /**
   * What it serves to anyone beside the graph: true when it answered. Tells of a person only to whoever has a link the
   * graph gave for it.
   */
  routes?(services: Services): PublicRoutes
  createLoaders(services: Services, scope: LoaderScope): Loaders
  /** Ends what `start` began, other than the database. */
  stop?(services: Services): Promise<void>
}

export function defineSubgraph<Services, Loaders, Needs = undefined>(
  definition: SubgraphDefinition<Services, Loaders, Needs>,
): SubgraphDefinition<Services, Loaders, Needs> {
  return definition
}

export type { Context, LoaderScope }
