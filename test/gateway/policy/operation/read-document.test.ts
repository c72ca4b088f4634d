import { composeServices } from '@theguild/federation-composition'
import { buildSchema, getIntrospectionQuery, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createEngine } from '../../../../gateway/engine/index.ts'
import { audiences, type Limits } from '../../../../gateway/policy/audiences.ts'
import { readCostModel } from '../../../../gateway/policy/operation/cost-model.ts'
import { createDocuments, isInvalid } from '../../../../gateway/policy/operation/read-document.ts'
import { PublicError } from '../../../../schema/errors.ts'

const sdl = `
  type Query { me: Person people(first: Int = 20, after: String, page: Page): [Person!]! search(first: Int): People node: Node
    paged(page: Page): [Person!]! @listSize(slicingArguments: ["page.first"]) }
  input Page { first: Int, inside: Page }
  type People { edges: [Edge!]! total: Int }
  type Edge { node: Person }
  type Person implements Node { id: ID! name: String tags: [String!]! friends: [Person!]! friend: Person }
  interface Node { id: ID! }
`
const schema = buildSchema(sdl, { assumeValidSDL: true })

function documentsWith(changed: Partial<Limits> = {}, isIntrospectable = true) {
  const audience = { ...audiences['first-party'], limits: { ...audiences['first-party'].limits, ...changed } }
  return createDocuments({ schema, costModel: readCostModel(sdl), audience, isIntrospectable })
}

/** The limit that refuses an operation; undefined when it may be asked. */
function limitOf(text: string, changed: Partial<Limits> = {}, variables: Record<string, unknown> = {}) {
  try {
    const read = documentsWith(changed).read(text)
    if (isInvalid(read)) throw new Error(read.errors[0]?.message)
    read.refuseCostly(undefined, variables)
    return undefined
  } catch (error) {
    if (error instanceof PublicError) return error.details.limit ?? error.code
    throw error
  }
}

/** `times` levels of `open`, with `inner` in the middle. */
const nested = (times: number, open: string, inner: string) => `${open.repeat(times)}${inner}${' }'.repeat(times)}`
const many = (times: number, of: (index: number) => string) => Array.from({ length: times }, (_, i) => of(i)).join(' ')

describe('an operation is refused by the limit it passes, and not below it:', () => {
  test.each<[keyof Limits, number, string, string]>([
    ['tokens', 12, '{ me { id name friend { id } } }', '{ me { id name friend { id } } node { id } }'],
    ['nesting', 4, '{ me { friend { friend { id } } } }', '{ me { friend { friend { friend { id } } } } }'],
    [
      'fragments',
      1,
      '{ me { ...a } } fragment a on Person { id }',
      '{ ...b } fragment a on Person { id } fragment b on Query { me { ...a } }',
    ],
    ['selections', 3, '{ me { id name } }', '{ me { id name tags } }'],
    ['aliases', 1, '{ a: me { id } }', '{ a: me { b: id } }'],
    ['directives', 1, '{ me @skip(if: true) { id } }', '{ me @skip(if: true) { id @skip(if: true) } }'],
    ['depth', 2, '{ me { friend { id tags } } }', '{ me { friend { friend { id } } } }'],
    ['listDepth', 1, '{ me { friends { tags } } }', '{ people { friends { id } } }'],
    ['selfReference', 2, '{ me { friend { friend { id } } } }', '{ me { friend { friend { friend { id } } } } }'],
    ['introspectionDepth', 2, '{ __schema { types { name } } }', '{ __schema { types { fields { name } } } }'],
    [
      'introspectionListDepth',
      2,
      '{ __schema { types { fields { name } } } }',
      '{ __schema { types { fields { args { name } } } } }',
    ],
    [
      'introspectionSelfReference',
      1,
      '{ __schema { types { fields { name } } } }',
      '{ __schema { types { fields { type { fields { name } } } } } }',
    ],
    ['cost', 21, '{ people { id } node { id } }', '{ people(first: 22) { id } }'],
    ['pageSize', 20, '{ people(first: 20) { id } }', '{ people(first: 21) { id } }'],
  ])('%s', (limit, most, within, beyond) => {
    expect(limitOf(within, { [limit]: most })).toBeUndefined()
    expect(limitOf(beyond, { [limit]: most })).toMatch(new RegExp(`^${limit} (\\d+ )?> ${most}$`))
  })

  test('a fragment counts each time it is used', () => {
    const twice = '{ me { ...a friend { ...a } } } fragment a on Person { x: id y: name }'
    expect(limitOf(twice, { aliases: 4 })).toBeUndefined()
    expect(limitOf(twice, { aliases: 3 })).toBe('aliases 4 > 3')
  })

  test('a fragment that nobody uses counts too: validation reads it', () => {
    expect(limitOf('{ me { id } } fragment a on Person { x: id y: name }', { aliases: 1 })).toBe('aliases 2 > 1')
  })

  test('an inline fragment is no level of its own', () => {
    expect(limitOf('{ me { ... on Person { ... { friend { id } } } } }', { depth: 2, selections: 3 })).toBeUndefined()
  })

  test('comments and commas are no tokens', () => {
    expect(limitOf(`{ me,,,, { # ${'a b '.repeat(500)}\n id } }`, { tokens: 7 })).toBeUndefined()
  })
})

describe('what would take for ever takes milliseconds:', () => {
  const chain = (levels: number) =>
    `{ me { ...f0 } } ${many(levels, i => `fragment f${i} on Person { ...f${i + 1} ...f${i + 1} }`)} fragment f${levels} on Person { id }`
  const onlyTokens = { tokens: 1_000_000, fragments: 1_000_000, nesting: 1_000_000 }

  test.each<[string, string, Partial<Limits>, RegExp]>([
    ['2^22 selections', chain(22), {}, /^selections 4194325 > 1000|^selections \d+ > 1000$/],
    ['2^200 selections', chain(200), { fragments: 300 }, /^selections > 1000$/],
    ['2^99 selections, with the limits as they are', chain(98), {}, /^selections > 1000$/],
    [
      'three thousand fragments',
      `{ me { ...f0 } } ${many(3_000, i => `fragment f${i} on Person { ...f${i + 1} id }`)}`,
      { tokens: 1_000_000 },
      /^fragments 3000 > 100$/,
    ],
    ['ten thousand aliases', `{ ${many(10_000, i => `a${i}: me { id }`)} }`, {}, /^tokens 5001 > 5000$/],
    [
      'ten thousand aliases, were tokens free',
      `{ ${many(10_000, i => `a${i}: me { id }`)} }`,
      onlyTokens,
      /^aliases 10000 > 50$/,
    ],
    [
      'twenty thousand times the same field',
      `{ me { ${'id '.repeat(20_000)} } }`,
      onlyTokens,
      /^selections 20001 > 1000$/,
    ],
    ['twenty thousand levels', nested(20_000, '{ me', '{ id }'), {}, /^nesting 51 > 50$/],
    [
      'ten thousand directives',
      `{ me { ${'id @include(if: true) '.repeat(10_000)} } }`,
      onlyTokens,
      /^directives 10000 > 50$/,
    ],
    [
      'five thousand objects inside each other',
      `{ people(page: ${'{ inside: '.repeat(5_000)}{}${' }'.repeat(5_000)}) { id } }`,
      {},
      /^nesting 51 > 50$/,
    ],
    ['five thousand lists inside each other', `{ people(page: ${'['.repeat(5_000)}) { id } }`, {}, /^nesting 51 > 50$/],
    [
      'circular introspection',
      `{ __schema { types { ${'fields { type { '.repeat(5)} name ${'} } '.repeat(5)} } } }`,
      {},
      /^introspectionListDepth 6 > 3$/,
    ],
    [
      'a hundred friends of a hundred friends of a hundred',
      '{ people(first: 100) { friends { friends { friends { id } } } } }',
      { assumedListSize: 100 },
      /^cost 101010100 > 200000$/,
    ],
  ])('%s', (_, text, changed, limit) => {
    const began = performance.now()
    expect(limitOf(text, changed)).toMatch(limit)
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  test('validation that passes its time is given up', () => {
    const text = `{ me { ${many(900, i => `...a${i % 90}`)} } } ${many(90, i => `fragment a${i} on Person { id name }`)}`
    expect(limitOf(text, { validationMs: 0, selections: 10_000 })).toBe('validationMs > 0')
  })
})

describe('cost is counted', () => {
  test.each<[string, string, Record<string, unknown>, number]>([
    ['an object is one, a leaf nothing', '{ me { id name tags } }', {}, 1],
    ['a list is as long as its default page', '{ people { id } }', {}, 20],
    ['a list is as long as its argument', '{ people(first: 3) { friend { id } } }', {}, 6],
    ['a list of unknown length is taken to be ten', '{ me { friends { id } } }', {}, 11],
    ['a connection gives its length to its edges', '{ search(first: 5) { edges { node { id } } } }', {}, 11],
    ['a variable says the length', 'query ($n: Int) { people(first: $n) { id } }', { n: 7 }, 7],
    ['a variable’s default says the length', 'query ($n: Int = 4) { people(first: $n) { id } }', {}, 4],
    [
      'a variable that is null asks for the largest page',
      'query ($n: Int) { people(first: $n) { id } }',
      { n: null },
      100,
    ],
    ['a field of an input object says the length', '{ paged(page: { first: 8 }) { id } }', {}, 8],
    ['a fragment counts each time', '{ me { ...a friend { ...a } } } fragment a on Person { friend { id } }', {}, 4],
  ])('%s', (_, text, variables, cost) => {
    expect(limitOf(text, { cost }, variables)).toBeUndefined()
    expect(limitOf(text, { cost: cost - 1 }, variables)).toBe(`cost ${cost} > ${cost - 1}`)
  })

  test.each([
    ['as a literal', '{ people(first: 1000000000) { id } }', {}],
    ['as a variable', 'query ($n: Int) { people(first: $n) { id } }', { n: 1_000_000_000 }],
    ['below nothing', '{ people(first: -1) { id } }', {}],
    ['below nothing, as a variable', 'query ($n: Int) { people(first: $n) { id } }', { n: -1 }],
  ])('a page that nobody can have is refused: %s', (_, text, variables) => {
    expect(limitOf(text, {}, variables)).toMatch(/^pageSize .*> 100$/)
  })

  /** How a shop's operations are judged that may cost so much. */
  function shopOf(typeDefs: string) {
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize", "@key"])'
    const composed = composeServices([{ name: 'shop', url: 'http://shop.test/', typeDefs: parse(link + typeDefs) }])
    const { supergraphSdl = '' } = composed
    const { schema } = createEngine({ supergraph: supergraphSdl, send: async () => ({}) })
    const costModel = readCostModel(supergraphSdl)
    return (text: string, cost: number, variables: Record<string, unknown> = {}) => {
      const audience = { ...audiences['first-party'], limits: { ...audiences['first-party'].limits, cost } }
      return () => {
        const read = createDocuments({ schema, costModel, audience, isIntrospectable: true }).read(text)
        if (isInvalid(read)) throw read.errors[0]
        read.refuseCostly(undefined, variables)
      }
    }
  }

  test('@cost and @listSize of a supergraph count, as federation 2.9 composes them', () => {
    const costs = shopOf(`
      type Query {
        goods(size: Int, dear: Boolean @cost(weight: 50)): [Item!]! @listSize(slicingArguments: ["size"])
        shelf: Shelf @listSize(assumedSize: 30, sizedFields: ["items"])
      }
      type Shelf { items: [Item!]! }
      type Item { id: ID! price: Int @cost(weight: 2) maker: Maker }
      type Maker @cost(weight: 5) { name: String }`)
    for (const [text, cost] of [
      ['{ goods(size: 3) { price maker { name } } }', 3 * (1 + 2 + 5)],
      ['{ goods(size: 3, dear: true) { id } }', 53],
      ['{ shelf { items { id } } }', 31],
    ] as const) {
      expect(costs(text, cost)).not.toThrow()
      expect(costs(text, cost - 1)).toThrow(`cost ${cost} > ${cost - 1}`)
    }
  })

  test('through an interface the dearest of its kinds counts: their weights, their lists, their arguments and they', () => {
    const costs = shopOf(`
      type Query { shelf: Shelf! any: Any }
      union Any = Plain | Deep
      interface Shelf { label(in: Int): String items(page: Int): [Item!]! rows: Rows! }
      type Plain implements Shelf { label(in: Int): String items(page: Int): [Item!]! rows: Rows! }
      type Deep implements Shelf @cost(weight: 7) {
        label(in: Int @cost(weight: 4)): String @cost(weight: 3)
        items(page: Int): [Item!]! @listSize(assumedSize: 40)
        rows: Rows! @listSize(assumedSize: 50, sizedFields: ["items"])
      }
      type Rows { items: [Item!]! }
      type Item { id: ID! }`)
    for (const [text, cost] of [
      ['{ shelf { label } }', 7 + 3],
      ['{ shelf { label(in: 1) } }', 7 + 3 + 4],
      ['{ shelf { items { id } } }', 7 + 40],
      ['{ shelf { rows { items { id } } } }', 7 + 1 + 50],
      ['{ any { __typename } }', 7],
      ['{ shelf { ... on Plain { items { id } label } } }', 7 + 10],
    ] as const) {
      expect(costs(text, cost)).not.toThrow()
      expect(costs(text, cost - 1)).toThrow(`cost ${cost} > ${cost - 1}`)
    }
  })

  test('what arguments and input objects hold weighs each time it is there, also in a variable', () => {
    const costs = shopOf(`
      type Query { find(where: Where, ids: [ID!] @cost(weight: 6)): Int }
      input Where { near: Place @cost(weight: 20) name: Pattern or: [Where!] }
      input Place { city: String town: String @cost(weight: 3) }
      scalar Pattern @cost(weight: 9)`)
    for (const [text, cost, variables] of [
      ['{ find(ids: ["1", "2"]) }', 6, {}],
      ['{ find(where: { near: { city: "x" } }) }', 20, {}],
      ['{ find(where: { near: { town: "x" }, name: "y" }) }', 20 + 3 + 9, {}],
      ['{ find(where: { or: [{ name: "x" }, { or: [{ name: "y" }] }] }) }', 9 + 9, {}],
      ['query ($w: Where) { find(where: $w) }', 9 + 20, { w: { or: { name: 'x' }, near: {} } }],
      ['query ($w: [Where!]) { find(where: { or: $w }) }', 18, { w: [{ name: 'x' }, { name: 'y' }] }],
    ] as const) {
      expect(costs(text, cost, variables)).not.toThrow()
      expect(costs(text, cost - 1, variables)).toThrow(`cost ${cost} > ${cost - 1}`)
    }
  })
})

describe('a document that is not valid is told so', () => {
  test.each([
    ['an unknown field', '{ me { nme } }', 'validation', /Cannot query field "nme" on type "Person"\.$/],
    [
      'a fragment inside itself',
      '{ me { ...a } } fragment a on Person { ...a }',
      'validation',
      /Cannot spread fragment "a" within itself\./,
    ],
    [
      'fragments inside each other',
      '{ me { ...a } } fragment a on Person { ...b } fragment b on Person { ...a }',
      'validation',
      /within itself via "b"/,
    ],
    ['a bracket too few', '{ me {', 'parse', /Syntax Error/],
    ['an alias that the planner reserves', '{ me { id } me { id: name } }', 'validation', /conflict/],
  ])('%s', (_, text, stage, message) => {
    expect(documentsWith().read(text)).toMatchObject({ stage, errors: [{ message: expect.stringMatching(message) }] })
  })

  test('no more errors are collected than anyone reads', () => {
    const read = documentsWith({ validationErrors: 3, validationMs: 60_000 }).read(
      `{ me { ${many(40, i => `x${i}`)} } }`,
    )
    expect(isInvalid(read) && read.errors.map(({ message }) => message)).toEqual([
      'Cannot query field "x0" on type "Person".',
      'Cannot query field "x1" on type "Person".',
      'Cannot query field "x2" on type "Person".',
    ])
  })

  test.each(['', '  \n', '# nothing', ','.repeat(200_000)])('a text without any token is no request', text => {
    expect(() => documentsWith().read(text)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
  })
})

describe('a national identity number in a document', () => {
  const parts = { schema, costModel: readCostModel(sdl), audience: audiences['first-party'], isIntrospectable: true }
  const documents = createDocuments({ ...parts, refusesIdentifiers: true })
  const number = '10915596784'

  test.each([
    ['a text', `{ people(after: "${number}") { id } }`],
    ['a text with a space', `{ people(after: "${number.slice(0, 6)} ${number.slice(6)}") { id } }`],
    ['a number', `{ people(first: ${number}) { id } }`],
    ['a block of text', `{ people(after: """${number}""") { id } }`],
    ['a text of escapes', `{ people(after: "10915\\u003596784") { id } }`],
    [
      'a text of nothing but escapes',
      `{ people(after: "${[...number].map(digit => `\\u{3${digit}}`).join('')}") { id } }`,
    ],
    ['a text with tabs, written as escapes', `{ people(after: "109155\\t96784") { id } }`],
    ['a block of several lines', `{ people(after: """109155\n96784""") { id } }`],
    ['a default value', `query ($a: String = "${number}") { people(after: $a) { id } }`],
  ])('is refused as %s, and not told again', (_, text) => {
    const refused = (() => {
      try {
        return documents.read(text)
      } catch (error) {
        return error
      }
    })()
    expect(refused).toMatchObject({ code: 'IDENTIFIER_IN_DOCUMENT' })
    expect(JSON.stringify(refused)).not.toContain(number.slice(0, 6))
  })

  test('is allowed as a variable, and eleven digits that are none are allowed anywhere', () => {
    expect(isInvalid(documents.read('query ($a: String) { people(after: $a) { id } }'))).toBe(false)
    expect(isInvalid(documents.read('{ people(after: "12345678901") { id } }'))).toBe(false)
  })
})

test('a document is read once', () => {
  const documents = documentsWith()
  const first = documents.read('{ me { id } }')
  expect(documents.read('{ me { id } }')).toBe(first)
  expect(!isInvalid(first) && documents.find(first.hash)).toBe(!isInvalid(first) && first.document)
})

test('the whole introspection query is within its limits, and refused where introspection is off', () => {
  const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true })
  expect(isInvalid(documentsWith().read(query))).toBe(false)
  expect(isInvalid(documentsWith({}, false).read(query))).toBe(true)
  expect(isInvalid(documentsWith({}, false).read('{ me { __typename } }'))).toBe(false)
})
