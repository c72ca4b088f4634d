import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { accessHeaders, accessTokenSeconds, type VerifiedAccess } from '../../schema/access.ts'
import { createContextFactory } from '../../subgraphs/kernel/context.ts'
import { aCitizen, now } from '../subgraph.ts'

let later = 0
beforeEach(() => {
  later = 0
  const present = performance.now()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(performance, 'now').mockImplementation(() => present + later)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function pass(seconds: number): void {
  later += seconds * 1_000
  vi.advanceTimersByTime(seconds * 1_000)
}

/** A registry that counts how often it has a token verified. Its clock stands still: the token is good all the time. */
function aDoor() {
  const seconds = now.getTime() / 1000
  const verify = vi.fn(
    async (): Promise<VerifiedAccess> => ({ caller: aCitizen(), expires: seconds + accessTokenSeconds }),
  )
  const createContext = createContextFactory({
    name: 'test',
    services: undefined,
    createLoaders: () => undefined,
    verify,
    grantKeys: [{ id: 'g', key: randomBytes(32) }],
    accessLog: { record: async () => {} } as never,
    clock: () => now,
  })
  return { verify, ask: () => createContext({ [accessHeaders.authorization]: 'Bearer token' }) }
}

test('a caller is remembered as long as her token lives, and what was made for her goes with her', async () => {
  const { ask, verify } = aDoor()
  const [first, second] = [await ask(), await ask()]
  expect(second.caller).toBe(first.caller)
  pass(accessTokenSeconds - 1)
  expect((await ask()).caller).toBe(first.caller)
  expect(verify).toHaveBeenCalledTimes(1)
  pass(3)
  expect((await ask()).caller).not.toBe(first.caller)
  expect(verify).toHaveBeenCalledTimes(2)
})

test('nobody has to ask for her to be forgotten', async () => {
  const { ask } = aDoor()
  await ask()
  expect(vi.getTimerCount()).toBe(1)
  pass(accessTokenSeconds + 3)
  expect(vi.getTimerCount()).toBe(0)
})
