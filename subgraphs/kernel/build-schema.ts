import 'reflect-metadata'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { printSchemaWithDirectives } from '@graphql-tools/utils'
import { type DocumentNode, type GraphQLSchema, Kind, parse, print, visit } from 'graphql'
import { buildSchemaSync, createResolversMap, type PubSub } from 'type-graphql'
import { InstantScalar } from '../../schema/scalars/instant.ts'
import type { SubgraphDefinition } from './define-subgraph.ts'

const linked = [
  'key',
  'external',
  'requires',
  'shareable',
  'inaccessible',
  'tag',
  'authenticated',
  'requiresScopes',
  'policy',
  'cost',
  'listSize',
]
const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${linked
  .map(name => `"@${name}"`)
  .join(', ')}])`
const known = new Set([...linked, 'deprecated', 'specifiedBy'])

/** A subscription names its own source; topics in one process would miss what another tells. */
const noTopics: PubSub = {
  publish() {
    throw new Error('there are no topics here')
  },
  subscribe() {
    throw new Error('a subscription must name its source')
  },
}

/** From a registry's classes to its federation schema: the SDL that is committed, and the schema that answers. */
// biome-ignore lint/suspicious/noExplicitAny: what a registry's services are is its own business here
export function buildSchema(definition: SubgraphDefinition<any, any, any>): { sdl: string; schema: GraphQLSchema } {
  const classes = buildSchemaSync({
    resolvers: definition.resolvers,
    orphanedTypes: definition.orphanedTypes ?? [],
    scalarsMap: [{ type: Date, scalar: InstantScalar }],
    pubSub: noTopics,
    skipCheck: true,
    validate: false,
  })
  const typeDefs = linkFederation(parse(printSchemaWithDirectives(classes)))
  const resolvers: Record<string, Record<string, unknown>> = createResolversMap(classes) as never
  for (const [typeName, toObject] of Object.entries(definition.references ?? {})) {
    resolvers[typeName] = { ...resolvers[typeName], __resolveReference: toObject }
  }
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }])
  return { sdl: `${print(typeDefs)}\n`, schema }
}

/** Drops what printing adds (directive definitions, an empty Query) and links the federation directives. */
function linkFederation(document: DocumentNode): DocumentNode {
  const cleaned = visit(document, {
    DirectiveDefinition: () => null,
    SchemaDefinition: () => null,
    Directive(node) {
      if (!known.has(node.name.value)) throw new Error(`@${node.name.value} is not imported from the federation spec`)
    },
  })
  return { kind: Kind.DOCUMENT, definitions: [...parse(federation).definitions, ...cleaned.definitions] }
}
