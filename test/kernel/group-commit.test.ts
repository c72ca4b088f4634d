import { expect, test } from 'vitest'
import { createGroupCommit } from '../../subgraphs/kernel/group-commit.ts'

/** A store that takes a group at a time, and waits to be told. */
function aSlowStore() {
  const groups: (readonly number[])[] = []
  const finish: (() => void)[] = []
  const write = (group: readonly number[]) => {
    groups.push(group)
    return new Promise<void>(resolve => finish.push(resolve))
  }
  return { groups, finishNext: () => finish.shift()?.(), write }
}

const soon = () => new Promise(resolve => setImmediate(() => setImmediate(resolve)))

test('what arrives while a group is written goes together in the next', async () => {
  const store = aSlowStore()
  const commit = createGroupCommit(store.write)
  const first = commit(1)
  await soon()
  const others = [2, 3, 4].map(commit)
  await soon()
  expect(store.groups).toEqual([[1]])
  store.finishNext()
  await first
  await soon()
  expect(store.groups).toEqual([[1], [2, 3, 4]])
  store.finishNext()
  await Promise.all(others)
})

test('an item is done only when its own group is durable', async () => {
  const store = aSlowStore()
  const commit = createGroupCommit(store.write)
  let isDone = false
  const item = commit(1).then(() => {
    isDone = true
  })
  await soon()
  expect(isDone).toBe(false)
  store.finishNext()
  await item
  expect(isDone).toBe(true)
})

test('a group is never larger than told, and nothing is left behind', async () => {
  const groups: number[] = []
  const commit = createGroupCommit<number>(async group => void groups.push(group.length), { largest: 10 })
  await Promise.all(Array.from({ length: 25 }, (_, index) => commit(index)))
  expect(groups).toEqual([10, 10, 5])
})

test('items that are many in themselves fill a group sooner, and one that is larger than any goes alone', async () => {
  const groups: number[][] = []
  const commit = createGroupCommit<number>(async group => void groups.push([...group]), {
    largest: 10,
    weigh: size => size,
  })
  await Promise.all([4, 5, 3, 30, 1].map(commit))
  expect(groups).toEqual([[4, 5], [3], [30], [1]])
})

test('a group that fails fails each of its items, and the next ones are written all the same', async () => {
  let tries = 0
  const commit = createGroupCommit<number>(async () => {
    if (tries++ === 0) throw new Error('the disk is full')
  })
  const failed = await Promise.allSettled([commit(1), commit(2)])
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(commit(3)).resolves.toBeUndefined()
})
