import { describe, expect, test } from 'vitest'
import { PublicError } from '../../schema/errors.ts'
import type { SourceReport } from '../../subgraphs/kernel/context.ts'
import { readRegistry } from '../../subgraphs/kernel/read-registry.ts'

const aScope = (signal = new AbortController().signal) => {
  const source: SourceReport = { found: false, updatedAt: undefined, asked: false }
  return { source, signal, deadline: Date.now() + 10_000 }
}
const [monday, tuesday] = [new Date('2021-11-22T04:00:00Z'), new Date('2021-11-23T04:00:00Z')]
const answering = (rows: readonly number[], updatedAt: Date | undefined) => async () => ({
  rows,
  isEmpty: rows.length === 0,
  updatedAt,
})

describe('of several reads in one request the report tells', () => {
  test.each<[string, (Date | undefined)[], Date | undefined]>([
    ['the oldest freshness, read first', [monday, tuesday], monday],
    ['the oldest freshness, read last', [tuesday, monday], monday],
    ['the one that is known', [undefined, tuesday, undefined], tuesday],
    ['none where none is known', [undefined, undefined], undefined],
  ])('%s', async (_, freshness, told) => {
    const scope = aScope()
    for (const updatedAt of freshness) await readRegistry(scope, 'vaccine', answering([1], updatedAt))
    expect(scope.source).toEqual({ asked: true, found: true, updatedAt: told })
  })

  test('that something was found, once anything was', async () => {
    const scope = aScope()
    await readRegistry(scope, 'vaccine', answering([], monday))
    expect(scope.source).toMatchObject({ asked: true, found: false })
    await readRegistry(scope, 'vaccine', answering([1], monday))
    await readRegistry(scope, 'vaccine', answering([], monday))
    expect(scope.source.found).toBe(true)
  })
})

test('a store that fails is a registry that is not available, and its reason stays inside', async () => {
  const scope = aScope()
  const cause = new Error('connection refused')
  const failing = readRegistry(scope, 'vaccine', () => Promise.reject(cause))
  await expect(failing).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE', details: { register: 'vaccine' }, cause })
  expect(scope.source.asked).toBe(false)
})

test('a refusal on the way stays what it is', async () => {
  const refused = new PublicError('REGISTRY_ANSWER_INVALID', { details: { register: 'vaccine' } })
  await expect(readRegistry(aScope(), 'vaccine', () => Promise.reject(refused))).rejects.toBe(refused)
})

test('a deadline that passes while the store thinks is a timeout', async () => {
  const deadline = new AbortController()
  const scope = aScope(deadline.signal)
  const waiting = readRegistry(scope, 'test', () => new Promise<never>(() => {}))
  deadline.abort(new Error('too late'))
  await expect(waiting).rejects.toMatchObject({ code: 'REGISTRY_TIMEOUT', details: { register: 'test' } })
  expect(scope.source.asked).toBe(false)
})

test('after the deadline the store is not asked at all', async () => {
  let asked = 0
  const read = readRegistry(aScope(AbortSignal.abort()), 'test', () => {
    asked++
    return answering([1], monday)()
  })
  await expect(read).rejects.toMatchObject({ code: 'REGISTRY_TIMEOUT' })
  expect(asked).toBe(0)
})
