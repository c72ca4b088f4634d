import { describe, expect, test } from 'vitest'
import { federate, type TrapSubgraphs } from './kit.ts'

const items = [
  { __typename: 'Book', id: 'b1', title: 'Sult', pages: 200 },
  { __typename: 'Film', id: 'f1', title: 'Veiviseren', minutes: 86 },
  { __typename: 'Draft', id: 'd1', title: 'not published' },
]

const find = (id: string) => items.find(item => item.id === id) ?? null

const library: TrapSubgraphs = {
  items: {
    sdl: `type Query { media: [Media] first: Media! search: [Hit] }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int! form: Form }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: String form: Form }
      type Draft implements Media @key(fields: "id") @inaccessible { id: ID! title: String }
      type Shelf { label: String }
      union Hit = Book | Film | Shelf
      enum Form { PAPER @inaccessible REEL }`,
    resolvers: {
      Media: { __resolveType: ({ __typename }) => __typename, __resolveReference: ({ id }) => find(id) },
      Hit: { __resolveType: ({ __typename }) => __typename },
      Query: {
        media: () => items,
        first: () => items[2],
        search: () => [...items.slice(0, 2), { __typename: 'Shelf', label: 'A' }],
      },
      Book: { form: () => 'PAPER', __resolveReference: ({ id }) => find(id) },
      Film: { form: () => 'REEL', __resolveReference: ({ id }) => find(id) },
    },
  },
  ratings: {
    sdl: `type Query { best: [Media!] }
      type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int related: [Media!] }`,
    resolvers: {
      Query: { best: () => [{ id: 'f1' }, { id: 'b1' }] },
      Media: { stars: ({ id }) => id.length, related: () => [{ id: 'b1' }] },
    },
  },
  stock: {
    sdl: `type Book @key(fields: "id") { id: ID! stock: Int! } type Film @key(fields: "id") { id: ID! stock: String }`,
    resolvers: { Book: { stock: () => 3 }, Film: { stock: () => 'many' } },
  },
}

describe('objects of an interface or a union', () => {
  test('have the fields of their own type', async () => {
    const { ask, asked } = federate(library)
    const { data, errors } = await ask(`{ search {
      __typename ... on Media { title } ... on Book { n: pages stock } ... on Film { m: minutes s: stock }
      ... on Shelf { label }
    } }`)
    expect({ data, errors }).toEqual({
      data: {
        search: [
          { __typename: 'Book', title: 'Sult', n: 200, stock: 3 },
          { __typename: 'Film', title: 'Veiviseren', m: '86', s: 'many' },
          { __typename: 'Shelf', label: 'A' },
        ],
      },
      errors: undefined,
    })
    expect(asked()).toEqual({ items: 1, stock: 1 })
  })

  test('may have different fields under one key', async () => {
    const { ask } = federate(library)
    const query = '{ search { ... on Book { x: title } ... on Film { x: minutes } ... on Shelf { x: label } } }'
    expect((await ask(query)).data).toEqual({ search: [{ x: 'Sult' }, { x: '86' }, { x: 'A' }] })
  })

  test('get what an interface object adds, for all types at once', async () => {
    const { ask, asked } = federate(library)
    const { data } = await ask(
      '{ search { ... on Book { stars } ... on Film { stars related { title __typename } } } }',
    )
    expect(data).toEqual({
      search: [{ stars: 2 }, { stars: 2, related: [{ title: 'Sult', __typename: 'Book' }] }, {}],
    })
    expect(asked()).toEqual({ items: 2, ratings: 1 })
  })

  test('that come from an interface object get their type from where it is known', async () => {
    const { ask } = federate(library)
    const { data } = await ask('{ best { id stars __typename title ... on Book { pages } ... on Film { stock } } }')
    expect(data).toEqual({
      best: [
        { id: 'f1', stars: 2, __typename: 'Film', title: 'Veiviseren', stock: 'many' },
        { id: 'b1', stars: 2, __typename: 'Book', title: 'Sult', pages: 200 },
      ],
    })
  })

  test('that come from an interface object are asked for nowhere else where no type can hide', async () => {
    const { ask, asked } = federate({
      a: {
        sdl: `interface Media @key(fields: "id") { id: ID! } type Query { x: Int }
          type Book implements Media @key(fields: "id") { id: ID! }`,
      },
      b: {
        sdl: `type Query { best: [Media!] } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }`,
        resolvers: { Query: { best: () => [{ id: 'b1', stars: 2 }] } },
      },
    })
    expect((await ask('{ best { id stars } }')).data).toEqual({ best: [{ id: 'b1', stars: 2 }] })
    expect(asked()).toEqual({ b: 1 })
  })
})

describe('what clients may not see', () => {
  test('is null where the object is of a hidden type, also when only the interface is asked', async () => {
    const { ask } = federate(library)
    const { data, errors } = await ask('{ media { title } again: media { stars } }')
    expect({ data, errors }).toEqual({
      data: {
        media: [{ title: 'Sult' }, { title: 'Veiviseren' }, null],
        again: [{ stars: 2 }, { stars: 2 }, null],
      },
      errors: undefined,
    })
  })

  test('rises as a null with an error where there may be none', async () => {
    const { ask } = federate(library)
    const { data, errors } = await ask('{ first { id } }')
    expect(data).toBeNull()
    expect(errors).toMatchObject([
      { path: ['first'], message: 'Cannot return null for non-nullable field Query.first.' },
    ])
  })

  test('is null where it is a value of an enum', async () => {
    const { ask, engine } = federate(library)
    expect((await ask('{ search { ... on Book { form } ... on Film { form } } }')).data).toEqual({
      search: [{ form: null }, { form: 'REEL' }, {}],
    })
    expect(engine.schema.getType('Draft')).toBeUndefined()
  })
})

test('what an interface object adds is found for each type that it is asked of, where the type is told elsewhere', async () => {
  const rated = { b1: 5, f1: 3 }
  const kinds = {
    Media: { __resolveType: ({ id }: { id: string }) => (id.startsWith('b') ? 'Book' : 'Film') },
    Book: { pages: () => 100 },
    Film: { minutes: () => 90 },
  }
  const { ask } = federate({
    media: {
      sdl: `interface Media @key(fields: "id") { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! minutes: Int } type Query { nothing: Int }`,
      resolvers: {
        ...kinds,
        Media: { ...kinds.Media, __resolveReference: ({ id }) => ({ id }) },
      },
    },
    users: {
      sdl: `interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID! }
        type Film implements Media @key(fields: "id") { id: ID! }`,
      resolvers: { Media: { ...kinds.Media, __resolveReference: ({ id }) => ({ id }) } },
    },
    reviews: {
      sdl: `type Query { reviews: [Review!]! } type Review { of: Media! }
        type Media @key(fields: "id") @interfaceObject { id: ID! rating: Int }`,
      resolvers: {
        Query: { reviews: () => [{ of: { id: 'b1' } }, { of: { id: 'f1' } }] },
        Media: { rating: ({ id }: { id: keyof typeof rated }) => rated[id] },
      },
    },
  })
  expect(
    (await ask('{ reviews { of { ... on Film { minutes rating } ... on Book { pages rating } } } }')).data,
  ).toEqual({
    reviews: [{ of: { pages: 100, rating: 5 } }, { of: { minutes: 90, rating: 3 } }],
  })
})
