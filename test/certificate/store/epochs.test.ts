import { describe, expect, test } from 'vitest'
import {
  createRevocationRequests,
  createRevocations,
  type Revocations,
} from '../../../subgraphs/certificate/revocation/index.ts'
import type { EpochOptions, Epochs } from '../../../subgraphs/certificate/store/epochs.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import type { TestDatabase } from '../../database.ts'
import { aCertificateDatabase, someEpochs, until } from '../lists.ts'

const redisUrl = process.env.TEST_REDIS_URL
const clock = () => new Date()
const uvciOf = (index: number) => `URN:UVCI:01:NO:VAK/REPLICA${index}`

type Replica = AsyncDisposable & { readonly epochs: Epochs; readonly revocations: Revocations }

async function aReplica(database: TestDatabase, options: EpochOptions): Promise<Replica> {
  const epochs = await someEpochs(database, options)
  const revocations = await createRevocations({
    kysely: database.as<CertificateTables>(),
    epochs,
    clock,
    country: 'NO',
  })
  return { epochs, revocations, [Symbol.asyncDispose]: () => epochs[Symbol.asyncDispose]() }
}

async function revoke(database: TestDatabase, { epochs }: Replica, index: number): Promise<void> {
  const kysely = database.as<CertificateTables>()
  const requests = createRevocationRequests({ kysely, epochs, markSecret: new Uint8Array(32), clock })
  const target = { kind: 'certificates', uvcis: [uvciOf(index)] } as const
  await requests.approve(await requests.request(target, { reason: 'ISSUED_IN_ERROR', by: 'a' }), 'b')
}

const knows = ({ revocations }: Replica, index: number) => revocations.isRevokedEvent(uvciOf(index), [])

test('the replica that revoked knows at once', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, { pollMs: 60_000 })
  await revoke(database, one, 1)
  expect(await knows(one, 1)).toBe(true)
})

test('without Redis another knows at its next look', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, { pollMs: 60_000 })
  await using other = await aReplica(database, { pollMs: 100 })
  expect(await knows(other, 1)).toBe(false)
  await revoke(database, one, 1)
  await until(() => knows(other, 1), 3_000)
})

test('a copy that nothing has confirmed for too long is confirmed before it is believed', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, { pollMs: 60_000 })
  // Its looks never come: as where a process was stopped and goes on.
  await using other = await aReplica(database, { pollMs: 60_000, staleAfterMs: 50 })
  await revoke(database, one, 1)
  await new Promise(resolve => setTimeout(resolve, 60))
  expect(await knows(other, 1)).toBe(true)
})

test('where the database is away an old copy is not believed: nobody is told that nothing was revoked', async () => {
  const database = await aCertificateDatabase()
  const one = await aReplica(database, { pollMs: 60_000, staleAfterMs: 0 })
  await database[Symbol.asyncDispose]()
  await expect(knows(one, 1)).rejects.toMatchObject({ code: 'REVOCATION_UNAVAILABLE' })
  await one[Symbol.asyncDispose]()
})

test('changes that come one on the other are all seen', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, {})
  await using other = await aReplica(database, {})
  const all = Array.from({ length: 20 }, (_, index) => index)
  await Promise.all(all.map(index => revoke(database, index % 2 === 0 ? one : other, index)))
  const everyone = async () =>
    (await Promise.all(all.flatMap(index => [knows(one, index), knows(other, index)]))).every(Boolean)
  await until(everyone, 5_000)
})

test('a Redis that cannot be reached costs the message, not the news', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aReplica(database, { redisUrl: 'redis://127.0.0.1:1' })
  await using other = await aReplica(database, { redisUrl: 'redis://127.0.0.1:1', pollMs: 100 })
  await revoke(database, one, 1)
  await until(() => knows(other, 1), 5_000)
})

describe.skipIf(!redisUrl)(`with Redis${redisUrl ? '' : ' (skipped: TEST_REDIS_URL is not set)'}`, () => {
  test('another replica knows within a second, though it does not look by itself', async () => {
    await using database = await aCertificateDatabase()
    const options = { redisUrl, pollMs: 60_000, staleAfterMs: 60_000 }
    await using one = await aReplica(database, options)
    await using other = await aReplica(database, options)
    expect(await knows(other, 1)).toBe(false)
    await revoke(database, one, 1)
    expect(await until(() => knows(other, 1), 1_000)).toBeLessThan(1_000)
  })
})
