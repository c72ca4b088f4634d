import { randomBytes } from 'node:crypto'
import { createClient } from 'redis'
import { describe, expect, test } from 'vitest'
import type { Issued } from '../../../subgraphs/certificate/dcc/index.ts'
import { createMemoryCache, createTwoTierCache } from '../../../subgraphs/certificate/store/signed-certificates.ts'

const redisUrl = process.env.TEST_REDIS_URL
const now = new Date()
const issued: Issued = {
  kind: 'vaccination',
  uvci: 'URN:UVCI:01:NO:VAK/ABCDEFGHIJKLMNOPQ',
  hc1: 'HC1:SECRET',
  keyId: 'AAAAAAAAAAA=',
  issuedAt: now,
  expiresAt: new Date(now.getTime() + 3_600_000),
  payload: { ver: '1.3.0', nam: { fn: 'Ås', fnt: 'AAS' }, dob: '1961-05-17' } as Issued['payload'],
}
const aKey = () => `test-${randomBytes(8).toString('hex')}`
const keys = [{ id: '1', key: randomBytes(32) }]

test('in one process, what was kept is found', async () => {
  const cache = createMemoryCache()
  cache.keep('a', issued, now)
  expect(await cache.find('a')).toEqual(issued)
  expect(await cache.find('b')).toBeUndefined()
})

test('a Redis that cannot be reached costs a miss, not an answer', async () => {
  const cache = await createTwoTierCache('redis://127.0.0.1:1', keys)
  expect(await cache.find('a')).toBeUndefined()
  cache.keep('a', issued, now)
  expect(await cache.find('a')).toEqual(issued)
  await cache.close()
})

describe.skipIf(!redisUrl)(`with Redis${redisUrl ? '' : ' (skipped: TEST_REDIS_URL is not set)'}`, () => {
  const replica = (sealKeys = keys) => createTwoTierCache(redisUrl ?? '', sealKeys)

  /** Keeping does not wait for Redis; looking does. */
  async function eventually(find: () => Promise<Issued | undefined>): Promise<Issued | undefined> {
    for (let tries = 0; tries < 50; tries++) {
      const found = await find()
      if (found) return found
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    return undefined
  }

  test('another replica finds what one has kept, dates and all', async () => {
    const [one, other] = await Promise.all([replica(), replica()])
    const key = aKey()
    one.keep(key, issued, now)
    expect(await eventually(() => other.find(key))).toEqual(issued)
    await Promise.all([one.close(), other.close()])
  })

  test('what is in Redis tells a reader nothing, and expires with the certificate at the latest', async () => {
    const cache = await replica()
    const key = aKey()
    cache.keep(key, issued, now)
    const client = await createClient({ url: redisUrl ?? '' }).connect()
    const find = () => client.get(`helsegraf:certificate:${key}`)
    let raw = await find()
    for (let tries = 0; raw === null && tries < 50; tries++) raw = await find()
    expect(raw).toMatch(/^1\./)
    for (const secret of ['SECRET', 'Ås', '1961']) {
      expect(Buffer.from(raw?.slice(2) ?? '', 'base64url').toString('utf8')).not.toContain(secret)
    }
    expect(await client.ttl(`helsegraf:certificate:${key}`)).toBeGreaterThan(3_500)
    expect(await client.ttl(`helsegraf:certificate:${key}`)).toBeLessThanOrEqual(3_600)
    client.destroy()
    await cache.close()
  })

  test('a value put in another’s place, or sealed with another key, is not taken', async () => {
    const [one, other, stranger] = await Promise.all([
      replica(),
      replica(),
      replica([{ id: '1', key: randomBytes(32) }]),
    ])
    const [mine, yours] = [aKey(), aKey()]
    one.keep(mine, issued, now)
    await eventually(() => other.find(mine))
    const client = await createClient({ url: redisUrl ?? '' }).connect()
    await client.copy(`helsegraf:certificate:${mine}`, `helsegraf:certificate:${yours}`)
    expect(await other.find(yours)).toBeUndefined()
    expect(await stranger.find(mine)).toBeUndefined()
    client.destroy()
    await Promise.all([one.close(), other.close(), stranger.close()])
  })
})
