import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RevokedEntry } from '../../../subgraphs/certificate/revocation/batches.ts'
import { readBloomFilter } from '../../../subgraphs/certificate/revocation/bloom-filter.ts'
import { readHashPrefixes } from '../../../subgraphs/certificate/revocation/hash-prefixes.ts'
import {
  type FilterSet,
  modeFor,
  type Slice,
  toFilterSet,
} from '../../../subgraphs/certificate/revocation/partitions.ts'

const keyId = 'AAAAAAAAAAA='
const plan = { falsePositiveRate: 1e-6 }
const entry = (hash: Uint8Array, but: Partial<RevokedEntry> = {}): RevokedEntry => ({
  keyId,
  type: 'UCI',
  hash: Buffer.from(hash).toString('base64'),
  revokedAt: new Date('2021-11-22T09:30:00Z'),
  expiresAt: new Date('2022-02-20T12:00:00Z'),
  ...but,
})
const hashOf = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16)

test.each([
  [1, 'POINT'],
  [100_000, 'POINT'],
  [100_001, 'VECTOR'],
  [1_600_000, 'VECTOR'],
  [1_600_001, 'COORDINATE'],
] as const)('%i hashes of one key are kept as %s', (count, mode) => {
  expect(modeFor(count)).toBe(mode)
})

/** Looks a hash up as a verifier does: key, partition by its first digits, chunk by the next, every slice of that. */
function mightBeRevoked({ keys }: FilterSet, key: string, hash: Uint8Array, type: Slice['type']): boolean {
  const hex = Buffer.from(hash).toString('hex')
  const found = keys.get(key)
  const digits = { POINT: 0, VECTOR: 1, COORDINATE: 2 }[found?.mode ?? 'POINT']
  const partition = found?.partitions.find(({ id }) => (id ?? '') === hex.slice(0, digits))
  const slices = partition?.slices.filter(slice => slice.type === type && slice.chunk === hex.charAt(digits)) ?? []
  return slices.some(({ bytes }) =>
    (type === 'BLOOMFILTER' ? readBloomFilter(bytes) : readHashPrefixes(bytes)).mightContain(hash),
  )
}

describe.each(['BLOOMFILTER', 'VARHASHLIST'] as const)('as %s', type => {
  test('every revoked hash is found under its key, and under no other', async () => {
    const hashes = fc.uint8Array({ minLength: 16, maxLength: 16 })
    await fc.assert(
      fc.asyncProperty(fc.array(hashes, { minLength: 1, maxLength: 40 }), async all => {
        const set = await toFilterSet(
          all.map(hash => entry(hash)),
          plan,
        )
        expect(all.every(hash => mightBeRevoked(set, keyId, hash, type))).toBe(true)
        expect(all.some(hash => mightBeRevoked(set, 'AQEBAQEBAQE=', hash, type))).toBe(false)
      }),
      { numRuns: 25 },
    )
  })

  test('hardly a stranger is found', async () => {
    const entries = Array.from({ length: 500 }, (_, index) => entry(hashOf(`revoked ${index}`)))
    const set = await toFilterSet(entries, plan)
    const strangers = Array.from({ length: 2_000 }, (_, index) => hashOf(`valid ${index}`))
    expect(strangers.filter(hash => mightBeRevoked(set, keyId, hash, type))).toEqual([])
  })
})

test('many hashes of one key are parted by their first digit', async () => {
  const bytes = Buffer.alloc(16)
  const entries = Array.from({ length: 100_001 }, (_, index) => {
    bytes.writeUInt32BE((index * 2_654_435_761) % 2 ** 32)
    return entry(bytes)
  })
  const set = await toFilterSet(entries, { falsePositiveRate: 0.5 })
  const [key] = set.keys.values()
  expect(key?.mode).toBe('VECTOR')
  expect(key?.partitions.map(({ id, x, y }) => [id, x, y])).toEqual(
    [...'0123456789abcdef'].map(digit => [digit, digit, null]),
  )
  expect(key?.partitions.every(({ slices }) => slices.length === 32)).toBe(true)
  expect(mightBeRevoked(set, keyId, Buffer.from(entries[77]?.hash ?? '', 'base64'), 'BLOOMFILTER')).toBe(true)
})

test('what ends on a day is in one slice, which ends with the day', async () => {
  const at = (time: string) => entry(Buffer.alloc(16, 0xa0), { expiresAt: new Date(time) })
  const set = await toFilterSet(
    [at('2022-02-20T00:00:01Z'), at('2022-02-20T23:00:00Z'), at('2022-02-21T01:00:00Z')],
    plan,
  )
  const [key] = set.keys.values()
  const slices = key?.partitions[0]?.slices.filter(({ type }) => type === 'BLOOMFILTER')
  expect(slices?.map(({ chunk, expires }) => [chunk, expires.toISOString()])).toEqual([
    ['a', '2022-02-21T00:00:00.000Z'],
    ['a', '2022-02-22T00:00:00.000Z'],
  ])
  expect(set.until).toEqual(new Date('2022-02-21T00:00:00Z'))
})

test('every replica makes the same set of the same revocations, under the same tag', async () => {
  const entries = Array.from({ length: 50 }, (_, index) => entry(hashOf(`x${index}`)))
  const [one, other] = await Promise.all([toFilterSet(entries, plan), toFilterSet([...entries].reverse(), plan)])
  expect(other.etag).toBe(one.etag)
  expect((await toFilterSet(entries.slice(1), plan)).etag).not.toBe(one.etag)
})
