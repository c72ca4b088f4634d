import {
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql'
import type { Random } from './library.ts'

const aliases = ['a', 'b', 'title', 'id', '__proto__', 'constructor']

/** A random query of a schema. It may break a rule of validation: whoever uses it looks first. */
export function randomQuery(schema: GraphQLSchema, random: Random, depth: number): string {
  const query = schema.getQueryType()
  if (!query) throw new Error('no Query')
  const fragments: string[] = []

  function selectionSet(type: GraphQLCompositeType, left: number): string {
    const size = 1 + random.below(4)
    const selections = Array.from({ length: size }, () => selection(type, left))
    return `{ ${selections.join(' ')} }`
  }

  function selection(type: GraphQLCompositeType, left: number): string {
    if (random.chance(isAbstractType(type) ? 0.5 : 0.12) && left > 0) return fragment(type, left)
    if (random.chance(0.08) || !('getFields' in type)) return `${alias(0.1)}__typename${condition()}`
    const fields = Object.values(type.getFields())
    const leaves = fields.filter(field => !isCompositeType(getNamedType(field.type)))
    const field = random.pick(left > 0 || leaves.length === 0 ? fields : leaves)
    const named = getNamedType(field.type)
    const args = field.args.map(argument => {
      if (argument.name === 'id') return `id: "${named.name === 'Book' ? 'b' : 'u'}${1 + random.below(7)}"`
      return random.chance(0.5) ? `${argument.name}: ${random.below(5)}` : `${argument.name}: $least`
    })
    const given = args.length > 0 ? `(${args.join(', ')})` : ''
    const inner = isCompositeType(named) ? ` ${selectionSet(named, left - 1)}` : ''
    return `${alias(0.15)}${field.name}${given}${condition()}${inner}`
  }

  const alias = (part: number) => (random.chance(part) ? `${random.pick(aliases)}: ` : '')

  function condition(): string {
    if (!random.chance(0.08)) return ''
    return ` @${random.pick(['skip', 'include'])}(if: ${random.pick(['$yes', '$no', 'true', 'false'])})`
  }

  function fragment(type: GraphQLCompositeType, left: number): string {
    const candidates = isAbstractType(type) ? [...schema.getPossibleTypes(type), type] : parentsOf(type)
    const on = random.pick(candidates)
    const body = selectionSet(on, left - 1)
    // The same of another type, whose fields of these names may be of other types.
    const others = isAbstractType(type) ? schema.getPossibleTypes(type).filter(other => other !== on) : []
    if (others.length > 0 && random.chance(0.3))
      return `... on ${on.name} ${body} ... on ${random.pick(others).name} ${body}`
    if (random.chance(0.5)) return `... on ${on.name}${condition()} ${body}`
    const name = `F${fragments.length}`
    fragments.push(`fragment ${name} on ${on.name} ${body}`)
    return `...${name}${condition()}`
  }

  const parentsOf = (type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
    isObjectType(type) ? [type, ...type.getInterfaces()] : [type]

  const body = selectionSet(query, depth)
  const text = [body, ...fragments].join('\n')
  const used = [
    ...(text.includes('$least') ? ['$least: Int = 2'] : []),
    ...(text.includes('$yes') ? ['$yes: Boolean!'] : []),
    ...(text.includes('$no') ? ['$no: Boolean = false'] : []),
  ]
  return `query ${used.length > 0 ? `(${used.join(', ')}) ` : ''}${text}`
}
