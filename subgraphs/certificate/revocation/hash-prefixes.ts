/**
 * A list of the first bytes of hashes (dgca-partialvarhashfilter): quick to make and to search, larger than a bloom
 * filter of the same rate. The readers of the reference sort what they read, so the order is for binary search alone.
 */
export type HashPrefixes = {
  mightContain(hash: Uint8Array): boolean
  /** Bytes of each hash. */
  readonly size: number
  readonly falsePositiveRate: number
  /** Ascending as unsigned bytes, none twice. */
  readonly prefixes: readonly Buffer[]
}

export type PrefixPlan = {
  readonly falsePositiveRate: number
  readonly hashes: readonly Uint8Array[]
  /** Leading hex digits that all hashes have in common because of how they were parted: they tell nothing apart. */
  readonly commonDigits: number
}

const version = 1
const headerBytes = 11
const smallest = 2
const largest = 16

export function createHashPrefixes({ falsePositiveRate, hashes, commonDigits }: PrefixPlan): HashPrefixes {
  const size = sizeFor(hashes.length, falsePositiveRate, commonDigits)
  return toPrefixes(
    hashes.map(hash => Buffer.from(hash.subarray(0, size))),
    { size, falsePositiveRate: Math.fround(falsePositiveRate) },
  )
}

/** A stranger meets one of n prefixes of d telling bits with a probability of n ∕ 2^d, which shall be at most p. */
function sizeFor(count: number, rate: number, commonDigits: number): number {
  const bits = Math.log2(Math.max(1, count) / rate) + commonDigits * 4
  return Math.min(largest, Math.max(smallest, Math.ceil(bits / 8)))
}

function toPrefixes(found: readonly Buffer[], about: Pick<HashPrefixes, 'size' | 'falsePositiveRate'>): HashPrefixes {
  const sorted = [...found].sort(Buffer.compare)
  const prefixes = sorted.filter((prefix, index) => sorted[index - 1]?.equals(prefix) !== true)
  return {
    ...about,
    prefixes,
    mightContain: hash => hash.length >= about.size && isAmong(prefixes, Buffer.from(hash.subarray(0, about.size))),
  }
}

function isAmong(sorted: readonly Buffer[], wanted: Buffer): boolean {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const order = Buffer.compare(sorted[middle] ?? wanted, wanted)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}

/** version int16, rate float32, count int32, size int8, then the prefixes; all big-endian. */
export function writeHashPrefixes({ size, falsePositiveRate, prefixes }: HashPrefixes): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeInt16BE(version, 0)
  header.writeFloatBE(falsePositiveRate, 2)
  header.writeInt32BE(prefixes.length, 6)
  header.writeInt8(size, 10)
  return Buffer.concat([header, ...prefixes])
}

/** @throws RangeError when the bytes are not such a list, whole */
export function readHashPrefixes(bytes: Uint8Array): HashPrefixes {
  const buffer = Buffer.from(bytes)
  if (buffer.length < headerBytes || buffer.readInt16BE(0) !== version)
    throw new RangeError('not a list of hashes of version 1')
  const size = buffer.readInt8(10)
  const body = buffer.subarray(headerBytes)
  if (size < 1 || size > largest || body.length % size !== 0) throw new RangeError('a list of hashes that is not whole')
  const prefixes = Array.from({ length: body.length / size }, (_, index) =>
    body.subarray(index * size, (index + 1) * size),
  )
  return toPrefixes(prefixes, { size, falsePositiveRate: buffer.readFloatBE(2) })
}
