import { describe, expect, test } from 'vitest'
import { federate, type TrapSubgraphs } from './kit.ts'

const boxes: TrapSubgraphs = {
  a: {
    sdl: `type Query { box: Box boxes: [Box] grid: [[Box]] }
      type Box @key(fields: "id") { id: ID! size: Size @shareable sides: [Side] @shareable owner: Owner @provides(fields: "name") }
      type Size @shareable { width: Int } type Side @shareable { left: Int }
      type Owner @key(fields: "id") { id: ID! name: String @external }`,
    resolvers: {
      Query: {
        box: () => ({ id: '1' }),
        boxes: () => [{ id: '1' }, null, { id: '2' }],
        grid: () => [[{ id: '1' }, null], null, [], [{ id: '2' }]],
      },
      Box: {
        size: () => ({ width: 1 }),
        sides: () => [{ left: 1 }, { left: 2 }],
        owner: ({ id }) => ({ id: `o${id}`, name: `provided ${id}` }),
      },
    },
  },
  b: {
    sdl: `type Box @key(fields: "id") { id: ID! size: Size @shareable sides: [Side] @shareable colour: String }
      type Size @shareable { height: Int } type Side @shareable { right: Int friend: Box }`,
    resolvers: {
      Box: {
        size: ({ id }) => ({ height: Number(id) + 1 }),
        sides: () => [{ right: 5 }, { right: 6, friend: { id: '2' } }],
        colour: ({ id }) => (id === '1' ? 'red' : 'blue'),
      },
    },
  },
  owners: {
    sdl: 'type Owner @key(fields: "id") { id: ID! name: String @shareable age: Int }',
    resolvers: { Owner: { name: () => 'not asked', age: () => 40 } },
  },
}

describe('an object put together from several subgraphs', () => {
  test('has the fields of each, in the order asked', async () => {
    const { ask } = federate(boxes)
    const { data } = await ask('{ box { size { height width } sides { right left friend { colour } } } }')
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({
        box: {
          size: { height: 2, width: 1 },
          sides: [
            { right: 5, left: 1, friend: null },
            { right: 6, left: 2, friend: { colour: 'blue' } },
          ],
        },
      }),
    )
  })

  test('has what could be fetched where one of them fails, and the error where it shows', async () => {
    const { ask } = federate(boxes, {
      interfere(call, answer) {
        if (call.subgraph === 'b') throw Object.assign(new Error('down'), { extensions: { code: 'DOWN' } })
        return answer()
      },
    })
    const { data, errors } = await ask('{ box { size { height width } colour } }')
    expect(data).toEqual({ box: { size: { height: null, width: 1 }, colour: null } })
    expect(errors).toEqual([
      { message: 'down', path: ['box', 'size', 'height'], extensions: { code: 'DOWN' } },
      { message: 'down', path: ['box', 'colour'], extensions: { code: 'DOWN' } },
    ])
  })

  test('is asked for in lists of lists with nulls in them', async () => {
    const { ask, asked } = federate(boxes)
    const { data } = await ask('{ grid { colour } boxes { colour id } }')
    expect(data).toEqual({
      grid: [[{ colour: 'red' }, null], null, [], [{ colour: 'blue' }]],
      boxes: [{ colour: 'red', id: '1' }, null, { colour: 'blue', id: '2' }],
    })
    expect(asked()).toEqual({ a: 1, b: 1 })
  })
})

test('what a field provides is not fetched again', async () => {
  const { ask, asked } = federate(boxes)
  expect((await ask('{ box { owner { name } } }')).data).toEqual({ box: { owner: { name: 'provided 1' } } })
  expect(asked()).toEqual({ a: 1 })
  expect((await ask('{ box { owner { name age } } }')).data).toEqual({
    box: { owner: { name: 'provided 1', age: 40 } },
  })
  expect(asked()).toEqual({ a: 2, owners: 1 })
})

test('entity fetches of one subgraph at different places are one request', async () => {
  const { ask, calls } = federate(boxes)
  const { data } = await ask('{ box { colour owner { age } } boxes { owner { age name } colour } grid { colour } }')
  expect(data).toMatchObject({
    box: { colour: 'red', owner: { age: 40 } },
    grid: [[{ colour: 'red' }, null], null, [], [{}]],
  })
  expect(calls.map(({ subgraph }) => subgraph).sort()).toEqual(['a', 'b', 'owners'])
})

test('a batch sends its empty lists too', async () => {
  const { ask, calls } = federate(boxes, {
    async interfere(call, answer) {
      if (call.subgraph !== 'a') return answer()
      return { data: { box: null, boxes: [{ __typename: 'Box', id: '1' }] } }
    },
  })
  const { data, errors } = await ask('{ box { size { height } } boxes { colour } }')
  expect({ data, errors }).toEqual({ data: { box: null, boxes: [{ colour: 'red' }] }, errors: undefined })
  expect(
    Object.values(calls[1]?.variables() ?? {})
      .map(list => (list as unknown[]).length)
      .sort(),
  ).toEqual([0, 1])
})
