import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { FinishFirst } from '../../../gateway/load/finish-first.ts'

/** Events are what the test says they are. */
function aBusyProcess(many: number) {
  let events = 0
  let isQuiet = false
  const finishFirst = new FinishFirst(() => (isQuiet ? events : events++))
  const begun: number[] = []
  for (let number = 1; number <= many; number++) {
    const waiting = finishFirst.begin()
    if (waiting) void waiting.then(() => begun.push(number))
    else begun.push(number)
  }
  return { finishFirst, begun, fallQuiet: () => (isQuiet = true) }
}

test('eight begin at once; of the others one begins whenever one has ended, in their order', async () => {
  const { finishFirst, begun } = aBusyProcess(11)
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  for (let turns = 0; turns < 5; turns++) await turn()
  expect(begun).toHaveLength(8)
  finishFirst.end()
  await turn()
  expect(begun.slice(8)).toEqual([9])
  finishFirst.end()
  finishFirst.end()
  await turn()
  expect(begun.slice(8)).toEqual([9, 10, 11])
})

test('a turn of the event loop in which nothing happened lets one in, though none has ended', async () => {
  const { begun, fallQuiet } = aBusyProcess(10)
  await turn()
  expect(begun).toHaveLength(8)
  fallQuiet()
  await turn()
  await turn()
  await turn()
  expect(begun).toHaveLength(10)
})

test('who comes while others wait begins after them', async () => {
  const { finishFirst, begun } = aBusyProcess(9)
  const late = finishFirst.begin()?.then(() => begun.push(100))
  for (let ended = 0; ended < 8; ended++) finishFirst.end()
  await late
  expect(begun.slice(8)).toEqual([9, 100])
})

test('who comes when all have ended begins at once', () => {
  const { finishFirst } = aBusyProcess(8)
  for (let ended = 0; ended < 8; ended++) finishFirst.end()
  expect(finishFirst.begin()).toBeUndefined()
})
