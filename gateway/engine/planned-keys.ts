import {
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { type Flags, isIncluded } from './selection.ts'

/** The response key that each of the client's fields has in the operation that is planned. */
export type PlannedKeys = { readonly keyOf: (field: FieldNode) => string }

/**
 * Subgraphs are asked under keys of ours: a leaf asked twice with the same arguments has one, however the client calls
 * it, and fields of different types never share one. So no alias can collide with a key that a join needs, and none
 * reaches a subgraph. Objects under two names stay two: a null that rises in one must not take the other with it.
 */
export function planKeys(document: DocumentNode, schema: GraphQLSchema, fieldNames: ReadonlySet<string>): PlannedKeys {
  const keys = new Map<FieldNode, string>()
  const used = new Set<string>()
  const byMeaning = new Map<string, string>()
  const mutation = schema.getMutationType()
  const typeInfo = new TypeInfo(schema)
  const visitor = {
    Field(node: FieldNode) {
      const parent = typeInfo.getParentType()
      const type = typeInfo.getType()
      const { name, alias, arguments: given = [] } = node
      if (!type || !parent || parent.name.startsWith('__')) return
      if (name.value.startsWith('__')) {
        if (name.value === '__typename') keys.set(node, '__typename')
        return
      }
      const clientKey = alias?.value ?? name.value
      // Each mutation is carried out by itself, also where the same is asked twice.
      const isMerged = isLeafType(getNamedType(type)) && parent !== mutation
      const values = given.map(argument => print(argument)).sort()
      const meaning = JSON.stringify([name.value, values, shapeOf(type), isMerged ? '' : clientKey])
      const key = byMeaning.get(meaning) ?? freeKey(name.value, used, fieldNames)
      byMeaning.set(meaning, key)
      used.add(key)
      keys.set(node, key)
    },
  }
  visit(document, visitWithTypeInfo(typeInfo, visitor))
  const own = (field: FieldNode) => field.alias?.value ?? field.name.value
  return { keyOf: field => keys.get(field) ?? own(field) }
}

/** The names of all fields of a schema: no key of ours may look like one. */
export const fieldNamesOf = (schema: GraphQLSchema): ReadonlySet<string> =>
  new Set(
    Object.values(schema.getTypeMap()).flatMap(type => ('getFields' in type ? Object.keys(type.getFields()) : [])),
  )

/** The field's own name for the first of its meanings, a numbered one, which no field has, for the others. */
function freeKey(name: string, used: ReadonlySet<string>, fields: ReadonlySet<string>): string {
  if (!used.has(name)) return name
  for (let number = 2; ; number++) {
    const key = `${name}_${number}`
    if (!used.has(key) && !fields.has(key)) return key
  }
}

/** Fields of equal shape can share a key (GraphQL §5.3.2, SameResponseShape). */
function shapeOf(type: GraphQLOutputType): string {
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`
  if (isListType(type)) return `[${shapeOf(type.ofType)}]`
  return isLeafType(type) ? type.name : '{}'
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/**
 * The document under the planned keys, with `@skip` and `@include` carried out and without what is denied: each
 * combination is planned by itself, which gives smaller plans than any that decides while it runs.
 */
export function asPlanned(
  document: DocumentNode,
  { keyOf }: PlannedKeys,
  flags: Flags,
  denied?: ReadonlyMap<FieldNode, unknown>,
): DocumentNode {
  const isConditional = (directive: { readonly name: { readonly value: string } }) =>
    directive.name.value === 'skip' || directive.name.value === 'include'
  return visit(document, {
    enter(node) {
      if (node.kind !== Kind.FIELD && node.kind !== Kind.FRAGMENT_SPREAD && node.kind !== Kind.INLINE_FRAGMENT)
        return undefined
      if (!isIncluded(node.directives, flags)) return null
      if (node.kind === Kind.FIELD && denied?.has(node)) return null
      const directives = (node.directives ?? []).filter(directive => !isConditional(directive))
      if (node.kind !== Kind.FIELD) return { ...node, directives }
      const { alias: _, ...plain } = node
      const key = keyOf(node)
      const name = node.name.value
      return { ...plain, directives, ...(key !== name && { alias: { kind: Kind.NAME, value: key } }) }
    },
    // Where nothing is left to ask, an object is still asked whether it is there.
    SelectionSet: { leave: set => (set.selections.length > 0 ? undefined : { ...set, selections: [typename] }) },
  })
}

/** The planner's own variables, under any number of our prefixes. */
const reserved = /^(client_)*(representations|__batch_reps_\d+)$/

/** The document with its variables out of the planner's way. */
export const withPlannedVariables = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Variable: ({ name, ...node }) =>
      reserved.test(name.value) ? { ...node, name: { ...name, value: `client_${name.value}` } } : undefined,
  })

/** The client's name of a variable in a fetch. */
export const clientVariable = (planned: string): string =>
  planned.startsWith('client_') && reserved.test(planned) ? planned.slice('client_'.length) : planned
