import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { watchBusyShare } from '../../../gateway/load/event-loop.ts'
import { FinishFirst } from '../../../gateway/load/finish-first.ts'

const large = 200_000
const tick = () => pause(0)

/** So many that all want a large answer. How busy it is the test says. */
function aProcess(many: number) {
  let busyShare = 1
  const finishFirst = new FinishFirst(() => busyShare)
  const begun: number[] = []
  const come = (number: number, length = large) => {
    const waiting = finishFirst.begin(length)
    if (waiting) void waiting.then(() => begun.push(number))
    else begun.push(number)
  }
  for (let number = 1; number <= many; number++) come(number)
  return {
    begun,
    come,
    end: (length = large) => finishFirst.end(length),
    setBusy: (share: number) => (busyShare = share),
  }
}

test('600,000 characters are put together at once; of the others one begins whenever one has ended, in their order', async () => {
  const { begun, end } = aProcess(6)
  await pause(10)
  expect(begun).toEqual([1, 2, 3])
  end()
  await tick()
  expect(begun).toEqual([1, 2, 3, 4])
  end()
  end()
  await tick()
  expect(begun).toEqual([1, 2, 3, 4, 5, 6])
})

test('a process that has time to spare lets the others in, one after the other, though none has ended', async () => {
  const { begun, setBusy } = aProcess(6)
  await pause(10)
  expect(begun).toHaveLength(3)
  setBusy(0.5)
  await vi.waitFor(() => expect(begun).toEqual([1, 2, 3, 4, 5, 6]))
})

test('who comes while others wait begins after them; who wants little begins at once', async () => {
  const { begun, come, end } = aProcess(4)
  come(5, 10_000)
  come(6, 400)
  expect(begun).toEqual([1, 2, 3, 6])
  end(400)
  await tick()
  expect(begun).toHaveLength(4)
  end()
  await tick()
  expect(begun).toEqual([1, 2, 3, 6, 4])
  end()
  await tick()
  expect(begun).toEqual([1, 2, 3, 6, 4, 5])
})

test('an answer larger than all that is put together at once is put together alone', async () => {
  const { begun, come, end } = aProcess(1)
  come(2, 1_000_000)
  expect(begun).toEqual([1])
  end()
  await tick()
  expect(begun).toEqual([1, 2])
  end(1_000_000)
  come(3, 2_000_000)
  expect(begun).toEqual([1, 2, 3])
})

test('how busy this process is', async () => {
  const busyShare = watchBusyShare()
  await pause(50)
  expect(busyShare()).toBeLessThan(0.5)
  for (const until = performance.now() + 50; performance.now() < until; );
  await pause(0)
  expect(busyShare()).toBeGreaterThan(0.5)
})
