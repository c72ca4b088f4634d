import { expect, test } from 'vitest'
import { federate } from './kit.ts'

function counting() {
  const log: string[] = []
  const slowly = async (note: string, ms: number) => {
    log.push(`${note} begins`)
    await new Promise(resolve => setTimeout(resolve, ms))
    log.push(`${note} ends`)
    return { id: note }
  }
  const federation = federate({
    a: {
      sdl: 'type Query { x: Int } type Mutation { addA(n: Int): Thing } type Thing @key(fields: "id") { id: ID! }',
      resolvers: { Mutation: { addA: (_, { n }) => slowly(`a${n}`, 10) } },
    },
    b: {
      sdl: 'type Mutation { addB: Thing } type Thing @key(fields: "id") { id: ID! size: Int }',
      resolvers: { Mutation: { addB: () => slowly('b', 1) }, Thing: { size: ({ id }) => id.length } },
    },
  })
  return { log, ...federation }
}

test('mutations of different subgraphs are carried out one after another, in the order asked', async () => {
  const { ask, log, calls } = counting()
  const { data } = await ask('mutation { one: addA(n: 1) { id size } two: addB { id } three: addA(n: 3) { size } }')
  expect(JSON.stringify(data)).toBe(
    JSON.stringify({ one: { id: 'a1', size: 2 }, two: { id: 'b' }, three: { size: 2 } }),
  )
  expect(log).toEqual(['a1 begins', 'a1 ends', 'b begins', 'b ends', 'a3 begins', 'a3 ends'])
  expect(calls.filter(({ kind }) => kind === 'mutation')).toHaveLength(3)
  expect(calls.filter(({ kind }) => kind === 'query')).toHaveLength(2)
})

test('the same mutation asked twice is carried out twice', async () => {
  const { ask, log } = counting()
  const { data } = await ask('mutation { first: addA(n: 1) { id } second: addA(n: 1) { id } }')
  expect(data).toEqual({ first: { id: 'a1' }, second: { id: 'a1' } })
  expect(log.filter(line => line === 'a1 begins')).toHaveLength(2)
})
