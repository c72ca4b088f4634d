import { randomBytes } from 'node:crypto'
import { createClient } from 'redis'
import { describe, expect, test } from 'vitest'
import { openRedisStore } from '../../../../clients/web/server/redis-sessions.ts'
import { createMemoryStore, StoreDown } from '../../../../clients/web/server/sessions.ts'

const keysNamed = (id: string) => [{ id, key: randomBytes(32) }]

test('a value is found by its id alone, until its time is up or it is forgotten', async () => {
  let now = 0
  const store = createMemoryStore(() => new Date(now))
  const [first, second] = [await store.keep({ is: 'a' }, 60), await store.keep({ is: 'b' }, 60)]
  expect(first).not.toBe(second)
  expect(await Promise.all([first, second, 'x', undefined].map(store.find))).toEqual([
    { is: 'a' },
    { is: 'b' },
    undefined,
    undefined,
  ])
  await store.forget(second)
  expect(await store.find(second)).toBeUndefined()
  now = 59_999
  expect(await store.find(first)).toEqual({ is: 'a' })
  now = 60_000
  expect(await store.find(first)).toBeUndefined()
})

test('a thousand are kept; the one not used longest makes room', async () => {
  const store = createMemoryStore(() => new Date(0))
  const ids = await Promise.all(Array.from({ length: 1_001 }, (_, number) => store.keep({ number }, 60)))
  expect(await store.find(ids[0])).toBeUndefined()
  expect(await store.find(ids[1])).toEqual({ number: 1 })
})

test('without a Redis every call says that the store is down', async () => {
  const store = await openRedisStore('redis://127.0.0.1:1', keysNamed('a'))
  await expect(store.find('some')).rejects.toThrow(StoreDown)
  await expect(store.keep({}, 60)).rejects.toThrow(StoreDown)
  await store.close()
})

const redisUrl = process.env.TEST_REDIS_URL

describe.skipIf(!redisUrl)('in Redis (skipped without TEST_REDIS_URL)', () => {
  test('another replica finds what this one kept, and what is kept shows neither the value nor its id', async () => {
    const url = redisUrl ?? ''
    const keys = keysNamed('a')
    const [here, there] = [await openRedisStore(url, keys), await openRedisStore(url, keys)]
    const raw = await createClient({ url }).connect()
    const before = new Set(await raw.keys('helsegraf:web:*'))
    const id = await here.keep({ accessToken: 'secret' }, 60)
    expect(await there.find(id)).toEqual({ accessToken: 'secret' })
    const [name = ''] = (await raw.keys('helsegraf:web:*')).filter(each => !before.has(each))
    expect(name).not.toContain(id)
    expect(await raw.get(name)).not.toContain('secret')
    expect(await raw.ttl(name)).toBeGreaterThan(50)
    await there.forget(id)
    expect(await here.find(id)).toBeUndefined()
    raw.destroy()
    await Promise.all([here.close(), there.close()])
  })

  test('what was sealed by another key is nobody’s session', async () => {
    const url = redisUrl ?? ''
    const [here, stranger] = [await openRedisStore(url, keysNamed('a')), await openRedisStore(url, keysNamed('b'))]
    const id = await here.keep({ accessToken: 'secret' }, 60)
    expect(await stranger.find(id)).toBeUndefined()
    await here.forget(id)
    await Promise.all([here.close(), stranger.close()])
  })
})
