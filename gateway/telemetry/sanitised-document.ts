import { type ASTNode, type DocumentNode, Kind, type NameNode, print, visit } from 'graphql'

/** Longer texts are cut: an attribute of a span is no place for more. */
const longest = 8_000

const remembered = new WeakMap<DocumentNode, string>()

/**
 * A document with nothing in it that a client could have written about a person: values are emptied, and names that a
 * client chooses (of operations, aliases, variables, fragments) are left out or numbered. Names of the schema stay.
 */
export function sanitisedDocument(document: DocumentNode): string {
  const known = remembered.get(document)
  if (known !== undefined) return known
  const fresh = print(sanitise(document)).replace(/\s+/g, ' ').slice(0, longest)
  remembered.set(document, fresh)
  return fresh
}

function sanitise(document: DocumentNode): ASTNode {
  const numbers = new Map<string, number>()
  const renamed = (prefix: string, { value }: NameNode): NameNode => {
    const key = `${prefix} ${value}`
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    return { kind: Kind.NAME, value: `${prefix}${number}` }
  }
  return visit(document, {
    OperationDefinition: ({ name: _, ...node }) => node,
    Field: ({ alias: _, ...node }) => node,
    Variable: node => ({ ...node, name: renamed('v', node.name) }),
    FragmentDefinition: node => ({ ...node, name: renamed('F', node.name) }),
    FragmentSpread: node => ({ ...node, name: renamed('F', node.name) }),
    VariableDefinition: ({ defaultValue: _, ...node }) => node,
    StringValue: node => ({ ...node, value: '', block: false }),
    IntValue: node => ({ ...node, value: '0' }),
    FloatValue: node => ({ ...node, value: '0' }),
    ListValue: node => ({ ...node, values: [] }),
    ObjectValue: node => ({ ...node, fields: [] }),
  })
}
