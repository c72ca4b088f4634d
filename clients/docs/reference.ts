import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql'
import { escapeHtml } from './html.ts'

/** The graph and its parts: who sees which field. */
export type Views = { readonly all: GraphQLSchema; readonly views: ReadonlyMap<string, GraphQLSchema> }

type Field = GraphQLField<unknown, unknown>

export type ReferencePage = {
  readonly name: string
  readonly title: string
  readonly about: string
  readonly html: string
}

const groups: readonly (readonly [
  name: string,
  title: string,
  about: string,
  has: (type: GraphQLNamedType) => boolean,
])[] = [
  ['operations', 'What can be asked', 'Queries, mutations and subscriptions.', type => isRoot(type.name)],
  ['types', 'Types', 'What answers are made of.', type => isOutput(type) && !isRoot(type.name)],
  ['inputs', 'Inputs', 'What questions are made of.', isInputObjectType],
  ['enums', 'Code lists', 'Values that can be sent or answered, and no others.', isEnumType],
  ['scalars', 'Scalars', 'Single values with a form of their own.', isOwnScalar],
]

const isRoot = (name: string): boolean => ['Query', 'Mutation', 'Subscription'].includes(name)
const isOutput = (type: GraphQLNamedType): boolean => isObjectType(type) || isInterfaceType(type) || isUnionType(type)
function isOwnScalar(type: GraphQLNamedType): boolean {
  return isScalarType(type) && !isSpecifiedScalarType(type)
}

/** Every type and field with the words it has in the schema, and for which clients it is there. */
export function referencePages({ all, views }: Views): readonly ReferencePage[] {
  const types = Object.values(all.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
  const homes = new Map(types.map(type => [type.name, groups.find(([, , , has]) => has(type))?.[0]]))
  const write = createWriter(homes, views)
  return groups.map(([name, title, about, has]) => {
    const own = types.filter(has)
    const list = own.map(type => `<li><a href="#${type.name}">${type.name}</a></li>`).join('\n')
    const html = `<nav class="names" aria-label="${title}"><ul>\n${list}\n</ul></nav>\n${own.map(write).join('\n')}`
    return { name, title, about, html }
  })
}

function createWriter(homes: ReadonlyMap<string, string | undefined>, views: Views['views']) {
  function typeLink(type: GraphQLType): string {
    const { name } = getNamedType(type)
    const home = homes.get(name)
    const written = escapeHtml(String(type))
    return home ? `<a href="/docs/reference/${home}/#${name}"><code>${written}</code></a>` : `<code>${written}</code>`
  }

  const viewsWith = (has: (schema: GraphQLSchema) => boolean) =>
    [...views].filter(([, schema]) => has(schema)).map(([name]) => name)

  /** Names the views that have something, where that is not what one has just read. */
  function seenBy(seen: readonly string[], known: readonly string[]): string {
    if (seen.join() === known.join()) return ''
    return `<p class="views">${seen.length === 0 ? 'In no view.' : `In ${seen.join(', ')} only.`}</p>`
  }

  const viewsOf = ({ name }: GraphQLNamedType) => viewsWith(schema => schema.getType(name) !== undefined)

  const words = (description: string | null | undefined) => (description ? `<p>${escapeHtml(description)}</p>` : '')
  const old = (reason: string | null | undefined) =>
    reason ? `<p class="old">Deprecated: ${escapeHtml(reason)}</p>` : ''

  function argument({ name, type, description, defaultValue }: GraphQLArgument | GraphQLInputField): string {
    const usual =
      defaultValue === undefined ? '' : `, <code>${escapeHtml(JSON.stringify(defaultValue))}</code> unless said`
    return `<div><dt><code>${name}</code>: ${typeLink(type)}${usual}</dt><dd>${words(description)}</dd></div>`
  }

  function field(owner: GraphQLNamedType, { name, type, args, description, deprecationReason }: Field) {
    const seen = viewsWith(schema => hasField(schema, owner.name, name))
    const asked = args.length > 0 ? `<dl>${args.map(argument).join('\n')}</dl>` : ''
    const views = seenBy(seen, viewsOf(owner))
    return `<div id="${owner.name}.${name}"><dt><code>${name}</code>: ${typeLink(type)}</dt><dd>${words(description)}${old(deprecationReason)}${views}${asked}</dd></div>`
  }

  function body(type: GraphQLNamedType): string {
    if (isObjectType(type) || isInterfaceType(type))
      return `<dl>${Object.values(type.getFields())
        .map(one => field(type, one))
        .join('\n')}</dl>`
    if (isUnionType(type)) return `<p>One of ${type.getTypes().map(typeLink).join(', ')}.</p>`
    if (isInputObjectType(type)) return `<dl>${Object.values(type.getFields()).map(argument).join('\n')}</dl>`
    if (isEnumType(type))
      return `<dl>${type
        .getValues()
        .map(({ name, description }) => `<div><dt><code>${name}</code></dt><dd>${words(description)}</dd></div>`)
        .join('\n')}</dl>`
    if (isScalarType(type) && type.specifiedByURL)
      return `<p><a href="${escapeHtml(type.specifiedByURL)}">Specification of ${type.name}</a></p>`
    return ''
  }

  return (type: GraphQLNamedType): string =>
    `<section class="type"><h2 id="${type.name}">${type.name}</h2>\n${words(type.description)}${seenBy(viewsOf(type), [...views.keys()])}${body(type)}</section>`
}

function hasField(schema: GraphQLSchema, owner: string, name: string): boolean {
  const type = schema.getType(owner)
  return (isObjectType(type) || isInterfaceType(type)) && type.getFields()[name] !== undefined
}
