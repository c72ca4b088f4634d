import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { type RevokedEntry, wholeSecond } from './batches.ts'
import { createBloomFilter, writeBloomFilter } from './bloom-filter.ts'
import { createHashPrefixes, writeHashPrefixes } from './hash-prefixes.ts'
import type { HashType } from './hashes.ts'

/**
 * The revocations of all keys, cut small enough for phones (dgca-revocation-distribution-service): a key's hashes are
 * parted by their first hex digits, a partition into chunks by the next digit, a chunk into slices by the day they end.
 */
export type FilterSet = {
  /** Changes when anything in it does. */
  readonly etag: string
  /** When the first of its slices ends: a new set is due. */
  readonly until: Date
  readonly keys: ReadonlyMap<string, KeyFilters>
}

export type StorageMode = 'POINT' | 'VECTOR' | 'COORDINATE'
export type SliceType = 'BLOOMFILTER' | 'VARHASHLIST'

export type KeyFilters = {
  /** Base64. */
  readonly keyId: string
  readonly mode: StorageMode
  readonly hashTypes: readonly HashType[]
  readonly expires: Date
  /** When the last of it was revoked. */
  readonly lastUpdated: Date
  readonly partitions: readonly Partition[]
}

export type Partition = {
  /** The digits it is made of: none, x, or x and y. Null for none. */
  readonly id: string | null
  readonly x: string | null
  readonly y: string | null
  readonly expires: Date
  readonly slices: readonly Slice[]
}

export type Slice = {
  /** The hex digit that follows the partition's. */
  readonly chunk: string
  readonly expires: Date
  readonly type: SliceType
  /** SHA-256 of the bytes, hex: its name. */
  readonly hash: string
  readonly bytes: Buffer
}

const mostInPoint = 100_000
const mostInVector = 1_600_000
const digitsOf: Readonly<Record<StorageMode, number>> = { POINT: 0, VECTOR: 1, COORDINATE: 2 }

/** How a key's hashes are parted, by their number. */
export function modeFor(count: number): StorageMode {
  if (count <= mostInPoint) return 'POINT'
  return count <= mostInVector ? 'VECTOR' : 'COORDINATE'
}

export type FilterPlan = { readonly falsePositiveRate: number }

/** @param entries those in force now. Takes a pause after every slice: others are waiting for this process. */
export async function toFilterSet(entries: readonly RevokedEntry[], plan: FilterPlan): Promise<FilterSet> {
  const keys = new Map<string, KeyFilters>()
  const byKey = Map.groupBy(entries, ({ keyId }) => keyId)
  for (const keyId of [...byKey.keys()].sort()) {
    keys.set(keyId, await toKeyFilters(keyId, byKey.get(keyId) ?? [], plan))
  }
  const slices = [...keys.values()].flatMap(({ partitions }) => partitions.flatMap(partition => partition.slices))
  const names = [...keys].map(([keyId, { partitions }]) => [
    keyId,
    partitions.map(({ id, slices: own }) => [id, own.map(({ hash, expires }) => [hash, expires])]),
  ])
  return {
    etag: createHash('sha256').update(JSON.stringify(names)).digest('base64url').slice(0, 27),
    until: earliest(slices.map(({ expires }) => expires)) ?? theEnd,
    keys,
  }
}

/** The last instant a Date can tell. */
const theEnd = new Date(8.64e15)

async function toKeyFilters(keyId: string, entries: readonly RevokedEntry[], plan: FilterPlan): Promise<KeyFilters> {
  const mode = modeFor(entries.length)
  const digits = digitsOf[mode]
  const hashed = entries.map(({ hash, expiresAt }) => toHashed(hash, expiresAt))
  const parts = Map.groupBy(hashed, ({ hex }) => hex.slice(0, digits))
  const partitions: Partition[] = []
  for (const id of [...parts.keys()].sort()) partitions.push(await toPartition(id, parts.get(id) ?? [], plan))
  return {
    keyId,
    mode,
    hashTypes: [...new Set(entries.map(({ type }) => type))].sort(),
    expires: latest(partitions.map(({ expires }) => expires)),
    lastUpdated: latest(entries.map(({ revokedAt }) => revokedAt)),
    partitions,
  }
}

type Hashed = { readonly bytes: Buffer; readonly hex: string; readonly ends: string }

/** All that end on a day are together until the day has ended: else every second would have a slice of its own. */
function toHashed(hash: string, expiresAt: Date): Hashed {
  const bytes = Buffer.from(hash, 'base64')
  const day = 86_400_000
  const ends = new Date(Math.ceil(expiresAt.getTime() / day) * day)
  return { bytes, hex: bytes.toString('hex'), ends: ends.toISOString() }
}

async function toPartition(id: string, hashed: readonly Hashed[], plan: FilterPlan): Promise<Partition> {
  const groups = Map.groupBy(hashed, ({ hex, ends }) => `${hex.charAt(id.length)} ${ends}`)
  const slices: Slice[] = []
  for (const name of [...groups.keys()].sort()) {
    const [chunk = '', ends = ''] = name.split(' ')
    const elements = (groups.get(name) ?? []).map(({ bytes }) => bytes).sort(Buffer.compare)
    slices.push(...toSlices(elements, { chunk, expires: new Date(ends), commonDigits: id.length + 1 }, plan))
    await setImmediate()
  }
  return {
    id: id === '' ? null : id,
    x: id.charAt(0) || null,
    y: id.charAt(1) || null,
    expires: latest(slices.map(({ expires }) => expires)),
    slices,
  }
}

/** The same hashes in both forms: a reader says which it can read. */
function toSlices(
  hashes: readonly Buffer[],
  { chunk, expires, commonDigits }: { chunk: string; expires: Date; commonDigits: number },
  { falsePositiveRate }: FilterPlan,
): readonly Slice[] {
  const forms: readonly (readonly [SliceType, Buffer])[] = [
    ['BLOOMFILTER', writeBloomFilter(createBloomFilter({ falsePositiveRate, elements: hashes }))],
    ['VARHASHLIST', writeHashPrefixes(createHashPrefixes({ falsePositiveRate, hashes, commonDigits }))],
  ]
  return forms.map(([type, bytes]) => ({
    chunk,
    expires,
    type,
    bytes,
    hash: createHash('sha256').update(bytes).digest('hex'),
  }))
}

function latest(instants: readonly Date[]): Date {
  return instants.reduce((one, other) => (one > other ? one : other), new Date(0))
}

function earliest(instants: readonly Date[]): Date | undefined {
  return instants.reduce<Date | undefined>((one, other) => (one && one < other ? one : other), undefined)
}

/** How a partition is told of: its chunks, and in each the slices by when they end. */
export function describePartition(
  { keyId, lastUpdated }: KeyFilters,
  { id, x, y, expires, slices }: Partition,
  type: SliceType,
) {
  const chunks: Record<string, Record<string, { type: SliceType; version: string; hash: string }>> = {}
  for (const slice of slices) {
    if (slice.type !== type) continue
    chunks[slice.chunk] = {
      ...chunks[slice.chunk],
      [wholeSecond(slice.expires)]: { type, version: '1.0', hash: slice.hash },
    }
  }
  return { kid: keyId, id, x, y, lastUpdated: wholeSecond(lastUpdated), expired: wholeSecond(expires), chunks }
}
