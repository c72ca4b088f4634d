import { expect, test } from 'vitest'
import { createTimedStore } from '../../../local/start-page/sessions.ts'

test('a value is found by its id alone, until its time is up or it is forgotten', () => {
  let now = 0
  const store = createTimedStore<string>(() => new Date(now))
  const [first, second] = [store.keep('a', 60), store.keep('b', 60)]
  expect(first).not.toBe(second)
  expect([store.find(first), store.find(second), store.find('x'), store.find(undefined)]).toEqual([
    'a',
    'b',
    undefined,
    undefined,
  ])
  store.forget(second)
  expect(store.find(second)).toBeUndefined()
  now = 59_999
  expect(store.find(first)).toBe('a')
  now = 60_000
  expect(store.find(first)).toBeUndefined()
})

test('a thousand are kept; the one not used longest makes room', () => {
  const store = createTimedStore<number>(() => new Date(0))
  const ids = Array.from({ length: 1_001 }, (_, number) => store.keep(number, 60))
  expect(store.find(ids[0])).toBeUndefined()
  expect(store.find(ids[1])).toBe(1)
})
