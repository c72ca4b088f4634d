import { randomUUID } from 'node:crypto'
import { createClient } from 'redis'
import { describe, expect, test } from 'vitest'
import { proofLifeSeconds } from '../../../gateway/identity/dpop.ts'
import { openRedisReplays } from '../../../gateway/identity/redis-replays.ts'
import { startFaultProxy } from '../../fault-proxy.ts'
import { anIssuer } from '../../id-porten.ts'
import { aBindingKey, aHelseId, aProof, doctor } from '../../work-logins.ts'
import { anIdentify, credentials } from './an-identify.ts'

const redisUrl = process.env.TEST_REDIS_URL ?? ''

test('where Redis cannot be reached no proof is taken, and the reason has a name', async () => {
  const replays = await openRedisReplays('redis://127.0.0.1:1', proofLifeSeconds)
  await expect(replays.isFirst('a', new Date())).rejects.toMatchObject({ code: 'REPLAY_CHECK_UNAVAILABLE' })
  replays.close()
})

describe.skipIf(!redisUrl)(`with Redis${redisUrl ? '' : ' (skipped: TEST_REDIS_URL is not set)'}`, () => {
  test('a proof that one gateway has seen is used up for the other', async () => {
    const key = await aBindingKey()
    const [idPorten, helseId] = await Promise.all([anIssuer(), aHelseId(key)])
    const logins = { citizens: idPorten.trust, staff: helseId.trust }
    const stores = await Promise.all([1, 2].map(() => openRedisReplays(redisUrl, proofLifeSeconds)))
    const gateways = await Promise.all(stores.map(replays => anIdentify(logins, { replays })))
    const token = await helseId.token(doctor)
    const used = credentials(`DPoP ${token}`, await aProof(key, token))
    const outcomes = await Promise.allSettled([...gateways, ...gateways].map(identify => identify(used)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason.details).toEqual({ reason: 'replay' })
    }
    for (const store of stores) store.close()
  })

  test('a key in Redis is a digest that ends by itself', async () => {
    const replays = await openRedisReplays(redisUrl, proofLifeSeconds)
    const id = randomUUID()
    expect(await replays.isFirst(id, new Date())).toBe(true)
    expect(await replays.isFirst(id, new Date())).toBe(false)
    const client = createClient({ url: redisUrl })
    await client.connect()
    const life = await client.pTTL(`helsegraf:dpop:${id}`)
    expect(life).toBeGreaterThan(0)
    expect(life).toBeLessThanOrEqual(proofLifeSeconds * 1000)
    client.destroy()
    replays.close()
  })

  test('a Redis that stops answering closes the door within its deadline, and opens it when it is back', async () => {
    await using proxy = await startFaultProxy(redisUrl)
    const replays = await openRedisReplays(proxy.url.replace(/^http/, 'redis'), proofLifeSeconds)
    expect(await replays.isFirst(randomUUID(), new Date())).toBe(true)
    await proxy.become('none', { latencyMs: 2_000 })
    await expect(replays.isFirst(randomUUID(), new Date())).rejects.toMatchObject({ code: 'REPLAY_CHECK_UNAVAILABLE' })
    await proxy.become('refuses')
    await expect(replays.isFirst(randomUUID(), new Date())).rejects.toMatchObject({ code: 'REPLAY_CHECK_UNAVAILABLE' })
    await proxy.become('none')
    await expect
      .poll(() => Promise.resolve(replays.isFirst(randomUUID(), new Date())).catch(() => false), { timeout: 20_000 })
      .toBe(true)
    replays.close()
  })
})
