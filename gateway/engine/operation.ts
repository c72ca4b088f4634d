import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { Fault } from './fault.ts'
import { asPlanned, fieldNamesOf, type PlannedKeys, planKeys, withPlannedVariables } from './planned-keys.ts'
import type { Flags } from './selection.ts'
import type { Supergraph } from './supergraph.ts'

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** One operation of a document, taken apart: what must be fetched, and what the API schema itself can answer. */
export type Operation = {
  readonly definition: OperationDefinitionNode
  readonly fragments: Fragments
  /** For the planner, and what it is asked under; undefined where nothing must be fetched. */
  readonly toFetch: string | undefined
  readonly plannedKeys: PlannedKeys
  /** `__schema` and `__type`, which no planner knows. */
  readonly introspection: DocumentNode | undefined
  /** What is answered with null and an error, and is not fetched. */
  readonly denied: ReadonlyMap<FieldNode, Fault> | undefined
}

/** An error where the document has no such operation, or several and no name is given. */
export function takeOperation(
  document: DocumentNode,
  name: string | undefined,
): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter(definition => definition.kind === Kind.OPERATION_DEFINITION)
  const found = name === undefined ? operations : operations.filter(operation => operation.name?.value === name)
  const [only, another] = found
  if (only && !another) return only
  return invalidOperation(
    another
      ? 'Must provide operation name if query contains multiple operations.'
      : `Unknown operation named "${name}".`,
  )
}

export const invalidOperation = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'OPERATION_INVALID' } })

/** What is worked out once for a schema. */
export type ReadingScope = {
  readonly schema: GraphQLSchema
  readonly fieldNames: ReadonlySet<string>
  /** Abstract types that can turn out to be a type clients may not see. */
  readonly hiding: ReadonlySet<string>
}

export function readingScope(schema: GraphQLSchema, supergraph: Supergraph): ReadingScope {
  return { schema, fieldNames: fieldNamesOf(schema), hiding: typesThatHide(schema, supergraph) }
}

export function readOperation(
  document: DocumentNode,
  definition: OperationDefinitionNode,
  { schema, fieldNames, hiding, denied }: ReadingScope & Pick<Operation, 'denied'>,
  flags: Flags,
): Operation {
  const fragments = fragmentsOf(document)
  const whole = documentOf({ definition, fragments })
  const plannedKeys = planKeys(whole, schema, fieldNames)
  const planned = partOf(asPlanned(whole, plannedKeys, flags, denied))
  const fetched = keepAtRoot(planned, field => !field.startsWith('__'))
  const introspected = keepAtRoot(planned, field => field === '__schema' || field === '__type')
  return {
    definition,
    fragments,
    toFetch: fetched && print(withPlannedVariables(tellingTypes(documentOf(fetched), schema, hiding))),
    plannedKeys,
    introspection: introspected && documentOf(introspected),
    denied,
  }
}

const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  )

function partOf(document: DocumentNode): Part {
  const definition = document.definitions.find(node => node.kind === Kind.OPERATION_DEFINITION)
  if (!definition) throw new Error('an operation lost its definition')
  return { definition, fragments: fragmentsOf(document) }
}

type Part = { readonly definition: OperationDefinitionNode; readonly fragments: Fragments }

/**
 * The operation with some of its root fields; undefined where none is left. Fragments that stand at the root are copied
 * under another name, once each: they may stand elsewhere too, and expanding them would let a small text grow without end.
 */
function keepAtRoot({ definition, fragments }: Part, keeps: (field: string) => boolean): Part | undefined {
  let suffix = '_root'
  while ([...fragments.keys()].some(name => name.endsWith(suffix))) suffix += '_'
  const copies = new Map<string, FragmentDefinitionNode | undefined>()

  function copyOf(name: string): FragmentDefinitionNode | undefined {
    if (copies.has(name)) return copies.get(name)
    const fragment = fragments.get(name)
    const selectionSet = fragment && keep(fragment.selectionSet)
    const copy = selectionSet && { ...fragment, name: { ...fragment.name, value: name + suffix }, selectionSet }
    copies.set(name, copy)
    return copy
  }

  function keepOne(selection: SelectionNode): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return keeps(selection.name.value) ? [selection] : []
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const copy = copyOf(selection.name.value)
      return copy ? [{ ...selection, name: copy.name }] : []
    }
    const selectionSet = keep(selection.selectionSet)
    return selectionSet ? [{ ...selection, selectionSet }] : []
  }

  function keep(set: SelectionSetNode): SelectionSetNode | undefined {
    const selections = set.selections.flatMap(keepOne)
    return selections.length > 0 ? { ...set, selections } : undefined
  }

  const selectionSet = keep(definition.selectionSet)
  if (!selectionSet) return undefined
  const added = [...copies.values()].filter(copy => copy !== undefined)
  return {
    definition: { ...definition, selectionSet },
    fragments: new Map([...fragments, ...added.map(copy => [copy.name.value, copy] as const)]),
  }
}

/** The operation with the fragments it uses, and no others. */
function documentOf({ definition, fragments }: Part): DocumentNode {
  const used = new Map<string, FragmentDefinitionNode>()
  const pending: SelectionSetNode[] = [definition.selectionSet]
  for (let set = pending.pop(); set; set = pending.pop()) {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        if (selection.selectionSet) pending.push(selection.selectionSet)
        continue
      }
      const fragment = fragments.get(selection.name.value)
      if (!fragment || used.has(fragment.name.value)) continue
      used.set(fragment.name.value, fragment)
      pending.push(fragment.selectionSet)
    }
  }
  return { kind: Kind.DOCUMENT, definitions: [definition, ...used.values()] }
}

/** The Boolean variables of `@skip` and `@include` that an operation uses. */
export function flagsOf(document: DocumentNode, definition: OperationDefinitionNode): string[] {
  const names = new Set<string>()
  visit(documentOf({ definition, fragments: fragmentsOf(document) }), {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return
      const value = given?.find(argument => argument.name.value === 'if')?.value
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}

/** Abstract types of the API schema that can turn out, at run time, to be a type clients may not see. */
function typesThatHide(schema: GraphQLSchema, supergraph: Supergraph): Set<string> {
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType)
  const hides = abstract.filter(type => {
    const visible = new Set(schema.getPossibleTypes(type).map(({ name }) => name))
    return [...supergraph.possibleTypes(type.name)].some(name => !visible.has(name))
  })
  return new Set(hides.map(({ name }) => name))
}

/** Asks for the type's name wherever a hidden type could come back: the planner asks only where it needs it itself. */
function tellingTypes(document: DocumentNode, schema: GraphQLSchema, hiding: ReadonlySet<string>): DocumentNode {
  if (hiding.size === 0) return document
  const typeInfo = new TypeInfo(schema)
  const typename: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      SelectionSet(set) {
        const parent = typeInfo.getParentType()
        if (!parent || !hiding.has(parent.name)) return undefined
        return { ...set, selections: [typename, ...set.selections] }
      },
    }),
  )
}
