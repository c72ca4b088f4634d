import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { inProject } from './project-folder.ts'

/** The views that vendors build on, as the last published package has them. */
const vendorViews = ['health-personnel', 'vendor'] as const
const place = 'clients/vendor/schema/CHANGELOG.md'

/** The changelog of vendors' views: what is new since the last published package, then what was written of earlier ones. */
export function vendorChangelog(sdlOf: (view: string) => string): readonly [path: string, content: string] {
  const sections = vendorViews.map(view => {
    const released = readFileSync(inProject(`clients/vendor/released/${view}.graphql`), 'utf8')
    return `### ${view}\n\n${describe(placesOf(released), placesOf(sdlOf(view)))}`
  })
  const history = readFileSync(inProject(place), 'utf8').replace(/^[\s\S]*?(?=^## \d)/m, '')
  const head = `# Changes of the schema

What vendors’ tools and apps can ask, version by version of \`@helsegraf/vendor\`. Nothing is renamed or removed without a
version in which it is deprecated first. The part before the first version is written by \`npm run schema\`.

## Not published yet
`
  return [place, `${head}\n${sections.join('\n\n')}\n\n${history}`]
}

/** Everything a document can name, and of what type it is: `Query.municipality(number:)` → `String!`. */
function placesOf(sdl: string): ReadonlyMap<string, string> {
  const types = Object.values(buildSchema(sdl).getTypeMap()).filter(({ name }) => !name.startsWith('__'))
  return new Map(types.flatMap(type => [[type.name, kindOf(type)] as const, ...membersOf(type)]))
}

const kindOf = (type: GraphQLNamedType): string => type.astNode?.kind.replace('TypeDefinition', '') ?? 'Scalar'

function membersOf(type: GraphQLNamedType): readonly (readonly [string, string])[] {
  if (isObjectType(type) || isInterfaceType(type))
    return Object.values(type.getFields()).flatMap(field => [
      [`${type.name}.${field.name}`, String(field.type)] as const,
      ...field.args.map(({ name, type: of }) => [`${type.name}.${field.name}(${name}:)`, String(of)] as const),
    ])
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(({ name, type: of }) => [`${type.name}.${name}`, String(of)])
  if (isEnumType(type)) return type.getValues().map(({ name }) => [`${type.name}.${name}`, 'value'])
  if (isUnionType(type)) return type.getTypes().map(({ name }) => [`${type.name} | ${name}`, 'member'])
  return []
}

type Places = ReadonlyMap<string, string>

function describe(before: Places, after: Places): string {
  const added = only(after, before)
  const removed = only(before, after)
  const changed = [...before].flatMap(([name, type]) => {
    const now = after.get(name)
    return now === undefined || now === type ? [] : [`- \`${name}\`: \`${type}\` has become \`${now}\``]
  })
  const list = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [`${title}:\n\n${lines.join('\n')}`] : []
  const parts = [
    ...list(
      'Added',
      added.map(name => `- \`${name}\``),
    ),
    ...list('Changed', changed),
    ...list(
      'Removed',
      removed.map(name => `- \`${name}\``),
    ),
  ]
  return parts.length > 0 ? parts.join('\n\n') : 'Nothing.'
}

/** What one has and the other has not; of a type that is all new, its name says it. */
function only(one: Places, other: Places): readonly string[] {
  return [...one.keys()]
    .filter(name => !other.has(name))
    .filter(name => {
      const owner = name.split(/[. ]/)[0] ?? ''
      return owner === name || other.has(owner)
    })
    .filter(name => {
      const field = name.split('(')[0] ?? ''
      return field === name || other.has(field)
    })
    .sort()
}
