import {
  buildASTSchema,
  buildSchema,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  type SelectionSetNode,
  specifiedDirectives,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql'

/** What the executor must know of the supergraph beyond the API schema: also of what clients cannot see. */
export type Supergraph = {
  /** Their names. */
  readonly subgraphs: readonly string[]
  /** The object types a value of this type can have; an object type is its own only one. */
  possibleTypes(type: string): ReadonlySet<string>
  isObject(type: string): boolean
  fieldType(type: string, field: string): TypeNode | undefined
  /** The one type that a field has, without lists, in all of these; undefined where they differ, or one does not have it. */
  typeOfField(types: ReadonlySet<string>, field: string): string | undefined
  /** The keys a subgraph knows a type by. */
  keys(type: string, subgraph: string): readonly SelectionSetNode[]
  /** The fields of the same type that a subgraph must be given before it can answer this one. */
  inputs(type: string, field: string, subgraph: string): readonly string[]
}

type TypeFacts = {
  readonly isObject: boolean
  readonly possible: Set<string>
  readonly fields: Map<string, TypeNode>
  readonly keys: Map<string, SelectionSetNode[]>
  readonly inputs: Map<string, readonly string[]>
}

export function readSupergraph(sdl: string): Supergraph {
  const document = parse(sdl, { noLocation: true })
  const subgraphs = subgraphsByGraph(document)
  const types = new Map<string, TypeFacts>()
  const factsOf = (name: string, isObject = false): TypeFacts => {
    const known = types.get(name)
    if (known) return known
    const fresh = { isObject, possible: new Set<string>(), fields: new Map(), keys: new Map(), inputs: new Map() }
    types.set(name, fresh)
    return fresh
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const member of definition.types ?? []) factsOf(definition.name.value).possible.add(member.name.value)
    }
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    const name = definition.name.value
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION
    const facts = factsOf(name, isObject)
    if (isObject) {
      facts.possible.add(name)
      for (const parent of definition.interfaces ?? []) factsOf(parent.name.value).possible.add(name)
    }
    for (const { graph, key } of joins(definition.directives, 'join__type')) {
      const subgraph = subgraphs.get(graph ?? '')
      if (subgraph && key) facts.keys.set(subgraph, [...(facts.keys.get(subgraph) ?? []), parseFieldSet(key)])
    }
    for (const field of definition.fields ?? []) {
      facts.fields.set(field.name.value, field.type)
      for (const { graph, requires } of joins(field.directives, 'join__field')) {
        const subgraph = subgraphs.get(graph ?? '')
        if (subgraph && requires)
          facts.inputs.set(`${subgraph} ${field.name.value}`, topFields(parseFieldSet(requires)))
      }
    }
  }
  return {
    subgraphs: [...subgraphs.values()],
    possibleTypes: type => types.get(type)?.possible ?? new Set(),
    isObject: type => types.get(type)?.isObject ?? false,
    fieldType: (type, field) => types.get(type)?.fields.get(field),
    typeOfField(names, field) {
      const found = new Set([...names].map(name => namedType(types.get(name)?.fields.get(field))))
      return found.size === 1 ? [...found][0] : undefined
    },
    keys: (type, subgraph) => types.get(type)?.keys.get(subgraph) ?? [],
    inputs: (type, field, subgraph) => types.get(type)?.inputs.get(`${subgraph} ${field}`) ?? [],
  }
}

/** The name within lists and non-nulls. */
export function namedType(type: TypeNode | undefined): string | undefined {
  if (!type) return undefined
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}

function subgraphsByGraph(document: DocumentNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue
    for (const value of definition.values ?? []) {
      const [graph] = joins(value.directives, 'join__graph')
      if (graph?.name) names.set(value.name.value, graph.name)
    }
  }
  return names
}

/** The string and enum arguments of every use of a directive. */
function joins(directives: readonly ConstDirectiveNode[] | undefined, name: string): Record<string, string>[] {
  return (directives ?? [])
    .filter(directive => directive.name.value === name)
    .map(directive =>
      Object.fromEntries(
        (directive.arguments ?? []).flatMap(({ name, value }) =>
          value.kind === Kind.STRING || value.kind === Kind.ENUM ? [[name.value, value.value]] : [],
        ),
      ),
    )
}

function parseFieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a field set of the supergraph cannot be read')
  return definition.selectionSet
}

/** The names that a field set asks of the object itself. */
export const topFields = (set: SelectionSetNode): string[] =>
  set.selections.flatMap(selection => {
    if (selection.kind === Kind.FIELD) return [selection.name.value]
    return selection.kind === Kind.INLINE_FRAGMENT ? topFields(selection.selectionSet) : []
  })

/**
 * The native planner ends the whole process over some texts that are GraphQL and no supergraph: they stop here.
 * @throws saying what is wrong with the text
 */
export function refuseBroken(sdl: string): void {
  const schema = buildSchema(sdl, { noLocation: true })
  if (!schema.getQueryType()) throw new Error('the supergraph has no Query')
  if (!schema.getType('join__Graph')) throw new Error('the text is no supergraph: it names no subgraphs (join__Graph)')
}

/** Of introspection, or of how a supergraph is written: no client's business. */
const isOfFederation = (name: string) => /^(join|link|federation|policy)?__/.test(name)

/** A directive of schemas alone is nothing a client can write. */
const standsInOperations = ({ locations }: DirectiveDefinitionNode) =>
  locations.some(({ value }) => Object.hasOwn(executableLocations, value))

const executableLocations = {
  QUERY: true,
  MUTATION: true,
  SUBSCRIPTION: true,
  FIELD: true,
  FRAGMENT_DEFINITION: true,
  FRAGMENT_SPREAD: true,
  INLINE_FRAGMENT: true,
  VARIABLE_DEFINITION: true,
}

/** Builds the API schema, leaving out what every schema has by itself: graphql-js brings its own. */
export function buildApiSchema(sdl: string): GraphQLSchema {
  const document = parse(sdl, { noLocation: true })
  const brought = new Set([...specifiedScalarTypes, ...specifiedDirectives].map(({ name }) => name))
  const definitions = document.definitions.flatMap(definition => {
    if (!('name' in definition) || !definition.name) return [definition]
    const name = definition.name.value
    if (brought.has(name) || isOfFederation(name)) return []
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) return standsInOperations(definition) ? [definition] : []
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [definition]
    return [{ ...definition, fields: (definition.fields ?? []).filter(field => !field.name.value.startsWith('__')) }]
  })
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValidSDL: true })
}
