import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { FinishFirst } from '../../../gateway/load/finish-first.ts'

const large = 100_000

/** So many that all want a large answer. Events are what the test says they are. */
function aBusyProcess(many: number) {
  let events = 0
  let isQuiet = false
  const finishFirst = new FinishFirst(() => (isQuiet ? events : events++))
  const begun: number[] = []
  const come = (number: number, length = large) => {
    const waiting = finishFirst.begin(length)
    if (waiting) void waiting.then(() => begun.push(number))
    else begun.push(number)
  }
  for (let number = 1; number <= many; number++) come(number)
  return { begun, come, end: (length = large) => finishFirst.end(length), fallQuiet: () => (isQuiet = true) }
}

test('300,000 characters are put together at once; of the others one begins whenever one has ended, in their order', async () => {
  const { begun, end } = aBusyProcess(7)
  for (let turns = 0; turns < 5; turns++) await turn()
  expect(begun).toEqual([1, 2, 3])
  end()
  await turn()
  expect(begun).toEqual([1, 2, 3, 4, 5])
  end()
  end()
  await turn()
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a turn of the event loop in which nothing happened lets one in, though none has ended', async () => {
  const { begun, fallQuiet } = aBusyProcess(6)
  await turn()
  expect(begun).toHaveLength(4)
  fallQuiet()
  for (let turns = 0; turns < 3; turns++) await turn()
  expect(begun).toHaveLength(6)
})

test('who comes while others wait begins after them; who wants little begins at once', async () => {
  const { begun, come, end } = aBusyProcess(5)
  come(6, 10_000)
  come(7, 400)
  expect(begun).toEqual([1, 2, 3, 4, 7])
  end(400)
  await turn()
  expect(begun).toHaveLength(5)
  end()
  await turn()
  expect(begun).toEqual([1, 2, 3, 4, 7, 5])
  end()
  await turn()
  expect(begun).toEqual([1, 2, 3, 4, 7, 5, 6])
})

test('an answer larger than all that is put together at once is put together alone', async () => {
  const { begun, come, end } = aBusyProcess(1)
  come(2, 1_000_000)
  expect(begun).toEqual([1])
  end()
  await turn()
  expect(begun).toEqual([1, 2])
  end(1_000_000)
  come(3, 2_000_000)
  expect(begun).toEqual([1, 2, 3])
})
