import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
  type TypeNode,
  visit,
} from 'graphql'

const inaccessible: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'inaccessible' } }
const [schemaOf, ...definitionOf] = parse(
  `schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
   directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT |
     INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION`,
  { noLocation: true },
).definitions

type Element = { readonly directives?: readonly ConstDirectiveNode[] | undefined }

/**
 * The supergraph without what carries one of these tags (`@tag`), and without what then leads nowhere or is led to by
 * nothing. What is left out stays known to the planner as inaccessible: other fields may still be made of it.
 * @throws where a tag hides what something that stays cannot do without
 */
export function narrow(supergraph: string, hides: ReadonlySet<string>): string {
  const document = parse(supergraph, { noLocation: true })
  const tagged = mapElements(document, element => (isTagged(element, hides) ? hidden(element) : element))
  const closed = hideDependents(tagged)
  if (closed === document) return supergraph
  return print(withDirective(withoutHiddenRoots(hideUnreachable(closed))))
}

const isTagged = ({ directives }: Element, tags: ReadonlySet<string>) =>
  (directives ?? []).some(({ name, arguments: given }) => {
    const value = name.value === 'tag' ? given?.[0]?.value : undefined
    return value?.kind === Kind.STRING && tags.has(value.value)
  })

const isHidden = ({ directives }: Element) => (directives ?? []).some(({ name }) => name.value === 'inaccessible')

const isHiddenType = (node: DefinitionNode): node is TypeDefinitionNode =>
  node.kind.endsWith('TypeDefinition') && isHidden(node as TypeDefinitionNode)

const hidden = <E extends Element>(element: E): E =>
  isHidden(element) ? element : { ...element, directives: [...(element.directives ?? []), inaccessible] }

type Tagged = TypeDefinitionNode | FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode

/** Every part of a schema that can carry a tag, through a change; the same document where nothing changed. */
function mapElements(document: DocumentNode, change: (element: Tagged) => Tagged): DocumentNode {
  const leave = (element: Tagged) => {
    const changed = change(element)
    return changed === element ? undefined : changed
  }
  return visit(document, {
    DirectiveDefinition: () => false,
    ObjectTypeDefinition: { leave },
    InterfaceTypeDefinition: { leave },
    UnionTypeDefinition: { leave },
    EnumTypeDefinition: { leave },
    ScalarTypeDefinition: { leave },
    InputObjectTypeDefinition: { leave },
    FieldDefinition: { leave },
    InputValueDefinition: { leave },
    EnumValueDefinition: { leave },
  })
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type))

/** A type of which nothing is left is hidden, and so is a field that answers with a hidden type, or asks for one. */
function hideDependents(document: DocumentNode): DocumentNode {
  const types = new Set(document.definitions.flatMap(node => (isHiddenType(node) ? [node.name.value] : [])))
  const next = mapElements(document, element => {
    if (isHidden(element)) return element
    switch (element.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return (element.fields ?? []).every(isHidden) ? hidden(element) : element
      case Kind.UNION_TYPE_DEFINITION:
        return (element.types ?? []).every(member => types.has(member.name.value)) ? hidden(element) : element
      case Kind.FIELD_DEFINITION:
        return types.has(nameOf(element.type)) ? hidden(element) : element
      case Kind.INPUT_VALUE_DEFINITION:
        if (!types.has(nameOf(element.type))) return element
        if (element.type.kind === Kind.NON_NULL_TYPE && !element.defaultValue)
          throw new Error(`a tag hides ${nameOf(element.type)}, which ${element.name.value} cannot do without`)
        return hidden(element)
      default:
        return element
    }
  })
  return next === document ? document : hideDependents(next)
}

/** What no field of the three roots leads to any more is hidden with what led to it. */
function hideUnreachable(document: DocumentNode): DocumentNode {
  const byName = new Map(
    document.definitions.flatMap(node => ('name' in node && node.name ? [[node.name.value, node]] : [])),
  )
  const reached = new Set<string>()
  const pending = rootsOf(document)
  const follow = (type: TypeNode) => pending.push(nameOf(type))
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const node = byName.get(name)
    if (!node || reached.has(name)) continue
    reached.add(name)
    if (node.kind === Kind.UNION_TYPE_DEFINITION) for (const member of node.types ?? []) follow(member)
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      for (const field of node.fields ?? []) if (!isHidden(field)) follow(field.type)
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    for (const parent of node.interfaces ?? []) follow(parent)
    for (const field of (node.fields ?? []).filter(field => !isHidden(field))) {
      follow(field.type)
      for (const argument of field.arguments ?? []) if (!isHidden(argument)) follow(argument.type)
    }
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    for (const [other, kind] of byName) {
      if (kind.kind !== Kind.OBJECT_TYPE_DEFINITION && kind.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
      if (!isHidden(kind) && kind.interfaces?.some(parent => parent.name.value === name)) pending.push(other)
    }
  }
  const definitions = document.definitions.map(node => {
    if (!('name' in node) || !node.name || node.kind === Kind.DIRECTIVE_DEFINITION) return node
    const isOurs = !/^(join|link|federation|policy)__/.test(node.name.value) && node.kind.endsWith('TypeDefinition')
    return isOurs && !reached.has(node.name.value) ? (hidden(node as Element) as DefinitionNode) : node
  })
  return { ...document, definitions }
}

function rootsOf(document: DocumentNode): string[] {
  const schema = document.definitions.find(node => node.kind === Kind.SCHEMA_DEFINITION)
  return schema?.operationTypes.map(({ type }) => type.name.value) ?? ['Query', 'Mutation', 'Subscription']
}

/** @throws where nothing is left to ask */
function withoutHiddenRoots(document: DocumentNode): DocumentNode {
  const gone = new Set(document.definitions.flatMap(node => (isHiddenType(node) ? [node.name.value] : [])))
  if (gone.has('Query')) throw new Error('the tags hide all there is to ask')
  return visit(document, {
    SchemaDefinition: node => ({
      ...node,
      operationTypes: node.operationTypes.filter(({ type }) => !gone.has(type.name.value)),
    }),
  })
}

/** A supergraph in which nothing was inaccessible before does not know the word. */
function withDirective(document: DocumentNode): DocumentNode {
  const isKnown = document.definitions.some(
    node => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === 'inaccessible',
  )
  if (isKnown) return document
  const links = schemaOf?.kind === Kind.SCHEMA_DEFINITION ? (schemaOf.directives ?? []) : []
  const definitions = document.definitions.map(node =>
    node.kind === Kind.SCHEMA_DEFINITION ? { ...node, directives: [...(node.directives ?? []), ...links] } : node,
  )
  return { ...document, definitions: [...definitions, ...definitionOf] }
}
