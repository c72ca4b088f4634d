import {
  type ConstDirectiveNode,
  type ConstValueNode,
  Kind,
  type NameNode,
  parse,
  print,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
  visit,
} from 'graphql'

/** Features of federation whose directives are read here and by the planner, by the names that they have there. */
const features: Readonly<Record<string, readonly string[]>> = {
  authenticated: ['authenticated'],
  requiresScopes: ['requiresScopes'],
  policy: ['policy'],
  inaccessible: ['inaccessible'],
  tag: ['tag'],
  cost: ['cost', 'listSize'],
}

/** How they are addressed: `https://specs.apollo.dev/policy/v0.1`. */
const addressed = /^https:\/\/specs\.apollo\.dev\/([^/]+)\/v\d+\.\d+$/
/** What is `for: SECURITY` and done here as those versions say. */
const done = /\/(authenticated\/v0\.1|requiresScopes\/v0\.1|policy\/v0\.1|inaccessible\/v0\.[12])$/

/**
 * A supergraph may call a directive what it likes (`@link(url:, as:, import:)`). Whoever protects something by it under
 * another name means the same: this is the supergraph with the names that everybody here knows.
 * @throws where the supergraph says that something is `for: SECURITY` that is not known here (link spec, «Purpose»: data
 *   that it protects may not be served), or where two directives would have one name
 */
export function withKnownNames(supergraph: string): string {
  const document = parse(supergraph, { noLocation: true })
  const links = document.definitions.flatMap(node =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? []).flatMap(directive => toLink(directive) ?? [])
      : [],
  )
  for (const { url, purpose } of links) {
    if (purpose === 'SECURITY' && !(addressed.test(url) && done.test(url)))
      throw new Error(`${url} is for SECURITY, and what it protects is not known here`)
  }
  const directives = new Map(links.flatMap(directivesOf))
  const prefixes = new Map(links.flatMap(({ feature, as }) => (feature && as ? [[as, feature] as const] : [])))
  const named = visit(document, {
    SchemaDefinition: withPlainLinks,
    SchemaExtension: withPlainLinks,
    DirectiveDefinition: node => renamed(node, directives.get(node.name.value)),
    Directive: node => renamed(node, directives.get(node.name.value)),
    ScalarTypeDefinition: node => renamed(node, unprefixed(node.name.value, prefixes)),
    NamedType: node => renamed(node, unprefixed(node.name.value, prefixes)),
  })
  if (named === document) return supergraph
  const defined = named.definitions.flatMap(node => (node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : []))
  const twice = defined.find((name, index) => defined.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`two directives would be called @${twice}`)
  return print(named)
}

type Link = {
  readonly url: string
  readonly purpose: string | undefined
  /** One of those above. */
  readonly feature: string | undefined
  readonly as: string | undefined
  readonly imports: readonly Import[]
  /** The same without names of its own. */
  readonly plain: ConstDirectiveNode
}

/** `@link` itself may have another name, and `@core(feature:)` came before it: it is known by what it says. */
function toLink(directive: ConstDirectiveNode): Link | undefined {
  const argument = (name: string) => directive.arguments?.find(each => each.name.value === name)?.value
  const url = textOf(argument('url') ?? argument('feature'))
  if (url === undefined) return undefined
  const [, name = ''] = addressed.exec(url) ?? []
  const feature = Object.hasOwn(features, name) ? name : undefined
  const as = textOf(argument('as'))
  const imports = importsOf(argument('import'))
  const isPlain = feature === undefined || (as === undefined && imports.every(each => each.as === each.name))
  const plain = isPlain ? directive : withoutNames(directive, imports)
  return { url, purpose: textOf(argument('for')), feature, as, imports, plain }
}

/** What a feature's directives are called in this supergraph, with what they are called here. */
function directivesOf({ feature, as, imports }: Link): [called: string, known: string][] {
  return (features[feature ?? ''] ?? []).flatMap(known => {
    const prefix = as ?? feature
    const called = [
      `${prefix}__${known}`,
      ...(known === feature && as !== undefined ? [as] : []),
      ...imports.filter(({ name }) => name === `@${known}`).map(each => each.as.slice(1)),
    ]
    return called.filter(name => name !== known).map((name): [string, string] => [name, known])
  })
}

function withPlainLinks<Node extends SchemaDefinitionNode | SchemaExtensionNode>(node: Node): Node | undefined {
  const given = node.directives ?? []
  const directives = given.map(directive => toLink(directive)?.plain ?? directive)
  return directives.some((directive, index) => directive !== given[index]) ? { ...node, directives } : undefined
}

function withoutNames(link: ConstDirectiveNode, imports: readonly Import[]): ConstDirectiveNode {
  const values = imports.map(({ name }) => ({ kind: Kind.STRING, value: name }) as const)
  const given = (link.arguments ?? []).filter(({ name }) => name.value !== 'as')
  return {
    ...link,
    arguments: given.map(each =>
      each.name.value === 'import' ? { ...each, value: { kind: Kind.LIST, values } } : each,
    ),
  }
}

function unprefixed(name: string, prefixes: ReadonlyMap<string, string>): string | undefined {
  const [prefix = '', rest] = name.split('__', 2)
  const feature = prefixes.get(prefix)
  return feature !== undefined && rest ? `${feature}__${rest}` : undefined
}

/** Undefined leaves a node as it is. */
const renamed = <Node extends { readonly name: NameNode }>(node: Node, name: string | undefined): Node | undefined =>
  name === undefined ? undefined : { ...node, name: { ...node.name, value: name } }

type Import = { readonly name: string; readonly as: string }

/** `["@policy", { name: "@tag", as: "@label" }]` */
function importsOf(value: ConstValueNode | undefined): Import[] {
  const items = value?.kind === Kind.LIST ? value.values : value ? [value] : []
  return items.flatMap(item => {
    if (item.kind === Kind.STRING) return [{ name: item.value, as: item.value }]
    if (item.kind !== Kind.OBJECT) return []
    const [name, as] = ['name', 'as'].map(key => textOf(item.fields.find(field => field.name.value === key)?.value))
    return name === undefined ? [] : [{ name, as: as ?? name }]
  })
}

const textOf = (value: ConstValueNode | undefined): string | undefined =>
  value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined
