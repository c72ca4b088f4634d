import fc from 'fast-check'
import { buildSchema, type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql'
import { expect, test } from 'vitest'
import { audiences, type Limits } from '../../../../gateway/policy/audiences.ts'
import { refuseLarge } from '../../../../gateway/policy/operation/measure.ts'
import { createDocuments, isInvalid } from '../../../../gateway/policy/operation/read-document.ts'
import { PublicError } from '../../../../schema/errors.ts'

const schema = buildSchema('type Query { one: Query many: [Query!] leaf: Int leaves: [Int!] }')
const endless: Limits = Object.fromEntries(
  Object.keys(audiences['first-party'].limits).map(name => [name, Number.MAX_SAFE_INTEGER]),
) as Limits

type Counts = Record<'selections' | 'aliases' | 'directives' | 'depth' | 'listDepth', number>

/** Counts by writing every fragment out where it is used: what the measure must come to, without its memory. */
function countByHand(document: DocumentNode): Counts {
  const fragments = new Map(
    document.definitions.flatMap(each => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  )
  const count = (set: SelectionSetNode): Counts => {
    const sum = { selections: 0, aliases: 0, directives: 0, depth: 0, listDepth: 0 }
    for (const selection of set.selections) {
      sum.directives += selection.directives?.length ?? 0
      if (selection.kind !== Kind.INLINE_FRAGMENT) sum.selections++
      if (selection.kind === Kind.FIELD && selection.alias) sum.aliases++
      const below =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(selection.name.value)?.selectionSet
          : selection.selectionSet
      if (!below) continue
      const inner = count(below)
      const isField = selection.kind === Kind.FIELD
      sum.selections += inner.selections
      sum.aliases += inner.aliases
      sum.directives += inner.directives
      sum.depth = Math.max(sum.depth, inner.depth + (isField ? 1 : 0))
      sum.listDepth = Math.max(sum.listDepth, inner.listDepth + (isField && selection.name.value === 'many' ? 1 : 0))
    }
    return sum
  }
  const operation = document.definitions.find(each => each.kind === Kind.OPERATION_DEFINITION)
  if (!operation) throw new Error('no operation')
  return count(operation.selectionSet)
}

/** Fragment n may use those after it, so that none is inside itself; the operation may use all. */
const documents = fc
  .array(fc.array(fc.nat(11), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 })
  .map(definitions =>
    definitions
      .map((picks, at) => {
        const selections = picks.map((pick, index) => {
          const next = at + 1 + (pick % 3)
          if (pick >= 6 && next < definitions.length) return `...f${next}`
          return [
            'leaf',
            `a${index}: leaves`,
            'one { leaf }',
            `many @include(if: true) { one { b${index}: leaf } }`,
            '... @skip(if: false) { many { leaf } }',
            'many { many { leaf } }',
          ][pick % 6]
        })
        return at === 0 ? `{ ${selections.join(' ')} }` : `fragment f${at} on Query { ${selections.join(' ')} }`
      })
      .join(' '),
  )

test('what is measured is what writing the fragments out would give', () => {
  fc.assert(
    fc.property(documents, text => {
      const document = parse(text)
      // A fragment that nobody uses is measured alone, so it may not be larger than what is used.
      const operationOnly = countByHand(document)
      const used = { ...document, definitions: reachable(document) }
      for (const [name, count] of Object.entries(operationOnly)) {
        expect(() => refuseLarge(used, schema, { ...endless, [name]: count })).not.toThrow()
        if (count > 0) expect(() => refuseLarge(used, schema, { ...endless, [name]: count - 1 })).toThrow(PublicError)
      }
    }),
    { numRuns: 300 },
  )
})

function reachable(document: DocumentNode): DocumentNode['definitions'] {
  const texts = new Map(
    document.definitions.map(each => [each, JSON.stringify(each, (key, value) => (key === 'loc' ? undefined : value))]),
  )
  const kept = new Set(document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION))
  for (const each of document.definitions) {
    if (each.kind !== Kind.FRAGMENT_DEFINITION) continue
    const spread = `"kind":"FragmentSpread","name":{"kind":"Name","value":"${each.name.value}"`
    if ([...kept].some(keeper => texts.get(keeper)?.includes(spread))) kept.add(each)
  }
  return [...kept]
}

test('no text at all makes reading fail in another way than by refusing it', () => {
  const pieces = [
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '...',
    'on',
    'Query',
    'fragment',
    'query',
    'f',
    'one',
    'many',
    'leaf',
    ':',
    '!',
    '$',
    '@skip',
    '@include(if: $f)',
    '"',
    '"""',
    '\\u',
    '#',
    '\n',
    ',',
    '\ufeff',
    '\u0000',
    '\ud800',
    '1e999',
    '-0',
    'null',
    '__schema',
    '__proto__',
    'constructor',
  ]
  const read = createDocuments({
    schema,
    costModel: { weights: new Map(), lists: new Map(), weighsInputs: false },
    audience: audiences['first-party'],
    isIntrospectable: true,
  }).read
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), parts => {
      try {
        const result = read(parts.join(' '))
        expect(isInvalid(result) ? result.errors.length : 1).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(PublicError)
      }
    }),
    { numRuns: 2_000 },
  )
})
