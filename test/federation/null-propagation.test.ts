import { describe, expect, test } from 'vitest'
import { federate, type Interfere, type TrapSubgraphs } from './kit.ts'

const subgraphs: TrapSubgraphs = {
  a: {
    sdl: `type Query { shelf: Shelf must: Shelf! shelves: [Shelf!] rows: [[Shelf!]!] }
      type Shelf @key(fields: "id") { id: ID! books: [Book!]! best: Book }
      type Book @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        shelf: () => ({ id: 's' }),
        must: () => ({ id: 's' }),
        shelves: () => [{ id: 's' }, { id: 't' }],
        rows: () => [[{ id: 's' }], [{ id: 't' }, { id: 'none' }]],
      },
      Shelf: { books: ({ id }) => [{ id: `${id}1` }, { id: `${id}2` }], best: ({ id }) => ({ id: `${id}1` }) },
    },
  },
  b: {
    sdl: `type Book @key(fields: "id") { id: ID! title: String! pages: Int tags: [String!] failing: Int words: [Word] }
      type Shelf @key(fields: "id") { id: ID! label: String! } type Word { text: String! }`,
    resolvers: {
      Book: {
        __resolveReference: ({ id }: { id: string }) => (id === 's2' ? null : { id, title: `title ${id}` }),
        tags: () => ['ok', null],
        words: ({ id }) => [{ text: 'a' }, { text: id === 's1' ? null : 'b' }],
        failing: ({ id }) => {
          throw new Error(`no ${id}`)
        },
      },
      Shelf: { __resolveReference: ({ id }: { id: string }) => (id === 'none' ? null : { id, label: `label ${id}` }) },
    },
  },
}

describe('a null where none may be', () => {
  test('takes the list with it, and its error says which item it was', async () => {
    const { ask } = federate(subgraphs)
    const { data, errors } = await ask('{ shelves { id books { title } } }')
    expect(data).toEqual({ shelves: null })
    expect(errors).toEqual([
      { message: 'Cannot return null for non-nullable field Book.title.', path: ['shelves', 0, 'books', 1, 'title'] },
    ])
  })

  test('rises no further than to the next place that may be null', async () => {
    const { ask } = federate(subgraphs)
    const { data, errors } = await ask('{ shelf { best { title pages } } rows { label } }')
    expect(data).toEqual({ shelf: { best: { title: 'title s1', pages: null } }, rows: null })
    expect(errors).toEqual([
      { message: 'Cannot return null for non-nullable field Shelf.label.', path: ['rows', 1, 1, 'label'] },
    ])
  })

  test('takes all data with it where it reaches the root', async () => {
    const { ask } = federate(subgraphs)
    const { data, errors } = await ask('{ must { books { title } } }')
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ path: ['must', 'books', 1, 'title'] }])
  })

  test('is found in what a subgraph sends against its own word', async () => {
    const { ask } = federate(subgraphs, {
      interfere: async (call, answer) =>
        call.subgraph === 'a' ? { data: { shelf: { id: 's', books: [{ id: 's1' }, null] } } } : answer(),
    })
    const { data, errors } = await ask('{ shelf { id books { id } } }')
    expect(data).toEqual({ shelf: null })
    expect(errors).toMatchObject([{ path: ['shelf', 'books', 1] }])
  })
})

describe('an error of a subgraph', () => {
  test('comes at the client’s path, with indices and aliases, message and extensions', async () => {
    const { ask } = federate(subgraphs)
    const { data, errors } = await ask('{ all: shelves { b: best { why: failing } } }')
    expect(data).toEqual({ all: [{ b: { why: null } }, { b: { why: null } }] })
    expect(errors).toEqual([
      { message: 'no s1', path: ['all', 0, 'b', 'why'] },
      { message: 'no t1', path: ['all', 1, 'b', 'why'] },
    ])
  })

  test('keeps the rest of its path where its null rose inside the subgraph', async () => {
    const { ask } = federate(subgraphs)
    const { data, errors } = await ask('{ shelf { best { w: words { t: text } tags } } }')
    expect(data).toEqual({ shelf: { best: { w: [{ t: 'a' }, null], tags: null } } })
    expect(errors).toMatchObject([{ path: ['shelf', 'best', 'w', 1, 't'] }, { path: ['shelf', 'best', 'tags', 1] }])
  })

  test('of an entity asked for once comes at each place that shows it', async () => {
    const { ask } = federate(subgraphs)
    const { errors } = await ask('{ one: shelf { best { failing } } two: shelf { best { failing } } }')
    expect(errors?.map(({ path }) => path)).toEqual([
      ['one', 'best', 'failing'],
      ['two', 'best', 'failing'],
    ])
  })

  test('without a path comes at the fields that it left null', async () => {
    const interfere: Interfere = async (call, answer) =>
      call.subgraph === 'b'
        ? { data: { _entities: [{ pages: null, title: 'x' }] }, errors: [{ message: 'something' }] }
        : answer()
    const { ask } = federate(subgraphs, { interfere })
    const { data, errors } = await ask('{ shelf { best { title pages } } }')
    expect(data).toEqual({ shelf: { best: { title: 'x', pages: null } } })
    expect(errors).toEqual([{ message: 'something', path: ['shelf', 'best', 'pages'] }])
  })

  test('without a path and without a null is told without a path', async () => {
    const interfere: Interfere = async (_, answer) => ({ ...(await answer()), errors: [{ message: 'be warned' }] })
    const { ask } = federate(subgraphs, { interfere })
    expect(await ask('{ shelf { id } }')).toMatchObject({
      data: { shelf: { id: 's' } },
      errors: [{ message: 'be warned' }],
      fetches: [{ subgraph: 'a', outcome: 'failed' }],
    })
  })
})

/** One fetch gives all three; a null of `hard` takes its whole answer with it. */
const shared: TrapSubgraphs = {
  a: {
    sdl: 'type Query { calm: Calm hard: [Hard!]! soft: [Hard!] } type Calm { id: ID! } type Hard { nick: String! name: String }',
    resolvers: {
      Query: {
        calm: () => ({ id: 'c' }),
        hard: () => [{ nick: 'x' }, { name: 'no nick' }],
        soft: () => [{ nick: 'x' }],
      },
    },
  },
}

describe('an error that takes the fields beside it with it', () => {
  test.each([
    ['{ calm { id } hard { nick } }', ['hard', 1, 'nick']],
    ['{ hard { nick } calm { id } }', ['hard', 1, 'nick']],
    ['{ a: hard { name } b: hard { nick } c: hard { name } }', ['b', 1, 'nick']],
    ['{ c: hard { name } calm { id } b: hard { n: nick } }', ['b', 1, 'n']],
  ])('is told once, at the field that asked for what failed: %s', async (query, path) => {
    const { ask } = federate(shared)
    const { data, errors } = await ask(query)
    expect(data).toBeNull()
    expect(errors).toEqual([{ message: 'Cannot return null for non-nullable field Hard.nick.', path }])
  })

  test('is told at each null of theirs that the client can see, too', async () => {
    const { ask } = federate(shared, {
      interfere: () => ({ data: null, errors: [{ message: 'away', path: ['soft', 0, 'nick'] }] }),
    })
    expect(await ask('{ calm { id } soft { nick } }')).toMatchObject({
      data: { calm: null, soft: null },
      errors: [
        { message: 'away', path: ['calm'] },
        { message: 'away', path: ['soft', 0, 'nick'] },
      ],
    })
  })

  test('and names nothing that was asked for is told at the first of them', async () => {
    const { ask } = federate(shared, {
      interfere: () => ({ data: null, errors: [{ message: 'away', path: ['never'] }] }),
    })
    const { data, errors } = await ask('{ calm { id } hard { nick } }')
    expect(data).toBeNull()
    expect(errors).toEqual([{ message: 'away', path: ['calm'] }])
  })
})
