import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createEngine } from '../../../gateway/engine/index.ts'
import { narrow } from '../../../gateway/policy/narrow.ts'
import { compose } from '../../federation/kit.ts'

const supergraph = compose({
  people: {
    sdl: `
      type Query { me: Person @tag(name: "citizen")  patient(by: Way): Person @tag(name: "personnel")  all: Page
        things: [Thing]  found: Found }
      type Mutation { clean: Boolean @tag(name: "administration") }
      type Person @key(fields: "id") { id: ID!  name: String  wishes: [Wish] @tag(name: "citizen")  colour: Colour }
      type Wish { text: String  kind: WishKind }
      enum WishKind { ONE TWO }
      enum Way { TREATMENT EMERGENCY @tag(name: "administration") }
      enum Colour { RED GREEN @tag(name: "personnel") }
      type Page { total(of: Way): Int  secret: Secret }
      type Secret @tag(name: "administration") { word: String }
      interface Thing { id: ID! }
      type Box implements Thing { id: ID!  word: String }
      type Bag implements Thing @tag(name: "personnel") { id: ID!  handle: Handle }
      type Handle { size: Int }
      union Found = Box | Wish
      type Hollow { a: Int @tag(name: "citizen") }`,
  },
  ages: {
    sdl: `type Person @key(fields: "id") { id: ID!  name: String @external
        age: Int  greeting: String @requires(fields: "name") }`,
  },
})

const typesOf = (sdl: string) => {
  const { schema } = createEngine({ supergraph: sdl, send: async () => ({}) })
  const fields = (name: string) => {
    const type = schema.getType(name)
    return type && 'getFields' in type ? Object.keys(type.getFields()).sort() : []
  }
  const values = (name: string) => {
    const type = schema.getType(name)
    return type && 'getValues' in type ? type.getValues().map(value => value.name) : []
  }
  const types = Object.keys(schema.getTypeMap()).filter(name => !/^(__|ID|String|Boolean|Int|Float)/.test(name))
  return { schema, fields, values, types: types.sort() }
}

test('what nobody is told not to see is left as it is, to the letter', () => {
  expect(narrow(supergraph, new Set())).toBe(supergraph)
  expect(narrow(supergraph, new Set(['unknown']))).toBe(supergraph)
})

describe('for clients who see nothing of citizens', () => {
  const { fields, types } = typesOf(narrow(supergraph, new Set(['citizen'])))

  test('fields that carry the tag are gone, and the others stay', () => {
    expect(fields('Query')).toEqual(['all', 'found', 'patient', 'things'])
    expect(fields('Person')).toEqual(['age', 'colour', 'greeting', 'id', 'name'])
  })

  test('a type stays where something else leads to it, and is gone where all of it is', () => {
    expect(types).toContain('Wish')
    expect(types).not.toContain('Hollow')
  })
})

describe('for clients who see nothing of personnel’s and administrators’', () => {
  const narrowed = narrow(supergraph, new Set(['personnel', 'administration']))
  const { fields, values, types } = typesOf(narrowed)

  test('a type that is hidden takes the fields with it that answer with it', () => {
    expect(types).not.toContain('Secret')
    expect(fields('Page')).toEqual(['total'])
  })

  test('a root of which nothing is left is gone', () => {
    expect(types).not.toContain('Mutation')
  })

  test('a kind of an interface is gone with what it alone led to, and the interface stays', () => {
    expect(types).toContain('Thing')
    expect(types).not.toContain('Bag')
    expect(types).not.toContain('Handle')
  })

  test('values of an enum are gone one by one', () => {
    expect(values('Colour')).toEqual(['RED'])
    expect(values('Way')).toEqual(['TREATMENT'])
  })

  test('narrowing again changes nothing', () => {
    expect(typesOf(narrow(narrowed, new Set(['personnel', 'administration']))).types).toEqual(types)
  })
})

test('a hidden field can still be an input of one that is seen', async () => {
  const hidden = compose({
    people: {
      sdl: `type Query { me: Person } type Person @key(fields: "id") { id: ID! name: String @tag(name: "personnel") }`,
    },
    ages: {
      sdl: `type Person @key(fields: "id") { id: ID! name: String @external greeting: String @requires(fields: "name") }`,
    },
  })
  const asked: string[] = []
  const engine = createEngine({
    supergraph: narrow(hidden, new Set(['personnel'])),
    async send({ query }) {
      asked.push(query)
      const isFirst = !query.includes('_entities')
      return isFirst
        ? { data: { me: { __typename: 'Person', id: '1', name: 'Kari' } } }
        : { data: { _entities: [{ greeting: 'Hei' }] } }
    },
  })
  const document = parse('{ me { greeting } }')
  const { signal } = new AbortController()
  const { data } = await engine.execute({ document, key: 'k', variables: {}, context: undefined, signal })
  expect(JSON.parse(JSON.stringify(data))).toEqual({ me: { greeting: 'Hei' } })
  expect(asked[0]).toContain('name')
})

test('a tag that hides what an argument cannot do without is a mistake, and is told', () => {
  const broken = compose({
    people: { sdl: 'type Query { a(by: In!): Int } input In @tag(name: "personnel") { x: Int }' },
  })
  expect(() => narrow(broken, new Set(['personnel']))).toThrow('a tag hides In')
})
