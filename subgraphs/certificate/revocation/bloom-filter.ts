import { hash } from 'node:crypto'

/**
 * The bloom filter of dgc-bloomfilter, bit for bit: what verifier apps in Java and Swift read. Its sizes and its way of
 * choosing a bit are the reference implementation's, oddities included.
 */
export type BloomFilter = {
  /** Certainly not in it, or in it with a probability of error of `falsePositiveRate`. */
  mightContain(element: Uint8Array): boolean
  readonly hashes: number
  readonly falsePositiveRate: number
  /** How many elements it was made for, and how many it holds. */
  readonly capacity: number
  readonly count: number
  readonly words: Int32Array
}

export type BloomPlan = {
  readonly falsePositiveRate: number
  readonly elements: readonly Uint8Array[]
  /** For how many elements it is made; the number of elements, when not given. */
  readonly capacity?: number
}

const version = 1
/** SHA-256, the only one there is. */
const hashId = 0
const wordBits = 32
const headerBytes = 20
/** 32 MB: more than a phone should be sent. */
const mostWords = 8 * 1024 * 1024

export function createBloomFilter({ falsePositiveRate, elements, capacity = elements.length }: BloomPlan): BloomFilter {
  // The reference keeps the rate as a 32-bit float, and computes with that.
  const rate = Math.fround(falsePositiveRate)
  if (capacity === 0 || !(rate > 0 && rate <= 1)) throw new RangeError('a filter of nothing')
  const wordCount = wordsFor(capacity, rate)
  const hashes = Math.max(1, Math.round(((wordCount * wordBits) / capacity) * Math.log(2)))
  if (hashes > 127 || wordCount > mostWords) throw new RangeError('a filter that cannot be written')
  const words = new Int32Array(wordCount)
  for (const element of elements) {
    for (const bit of bitsOf(element, hashes, wordCount * wordBits)) setBit(words, bit)
  }
  return toFilter({ words, hashes, falsePositiveRate: rate, capacity, count: elements.length })
}

/** ⌈n · ln p ∕ ln(1 ∕ 2^ln 2)⌉ bits, in bytes and one more, in words of four and one for each byte left over. */
function wordsFor(elements: number, rate: number): number {
  const bits = Math.ceil((elements * Math.log(rate)) / Math.log(1 / 2 ** Math.log(2)))
  const bytes = Math.floor(bits / 8) + 1
  return Math.floor(bytes / 4) + (bytes % 4)
}

function toFilter(parts: Omit<BloomFilter, 'mightContain'>): BloomFilter {
  const { words, hashes } = parts
  return {
    ...parts,
    mightContain: element => bitsOf(element, hashes, words.length * wordBits).every(bit => hasBit(words, bit)),
  }
}

function bitsOf(element: Uint8Array, hashes: number, bits: number): readonly number[] {
  return Array.from({ length: hashes }, (_, seed) => bitIndex(element, seed, bits))
}

/** SHA-256 of the element and one byte of seed, as a signed big-endian number, modulo the number of bits. */
export function bitIndex(element: Uint8Array, seed: number, bits: number): number {
  // In one call: a hash object costs several times as much as the hash.
  const digest = hash('sha256', Buffer.concat([element, Uint8Array.of(seed)]), 'buffer')
  // The first 16 bits carry the sign; with a modulus below 2^31 every step is exact.
  let rest = digest.readInt16BE(0) % bits
  for (let at = 2; at < digest.length; at += 2) rest = (rest * 65_536 + digest.readUInt16BE(at)) % bits
  // Also for a rest of -0: an index is no negative number.
  return (rest + bits) % bits
}

/** Bit 0 is the highest of the first word. */
function setBit(words: Int32Array, bit: number): void {
  const word = Math.floor(bit / wordBits)
  words[word] = (words[word] ?? 0) | (0x8000_0000 >>> (bit % wordBits))
}

function hasBit(words: Int32Array, bit: number): boolean {
  return ((words[Math.floor(bit / wordBits)] ?? 0) & (0x8000_0000 >>> (bit % wordBits))) !== 0
}

/**
 * version int16, hashes int8, hash id int8 (the README of the reference has these two the other way round), rate
 * float32, capacity int32, count int32, words int32, then the words; all big-endian.
 */
export function writeBloomFilter(filter: BloomFilter): Buffer {
  const { words, hashes, falsePositiveRate, capacity, count } = filter
  const bytes = Buffer.alloc(headerBytes + words.length * 4)
  bytes.writeInt16BE(version, 0)
  bytes.writeInt8(hashes, 2)
  bytes.writeInt8(hashId, 3)
  bytes.writeFloatBE(falsePositiveRate, 4)
  bytes.writeInt32BE(capacity, 8)
  bytes.writeInt32BE(count, 12)
  bytes.writeInt32BE(words.length, 16)
  words.forEach((word, index) => {
    bytes.writeInt32BE(word, headerBytes + index * 4)
  })
  return bytes
}

/** @throws RangeError when the bytes are not a filter of this kind, whole */
export function readBloomFilter(bytes: Uint8Array): BloomFilter {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < headerBytes || buffer.readInt16BE(0) !== version || buffer.readInt8(3) !== hashId)
    throw new RangeError('not a bloom filter of version 1')
  const hashes = buffer.readInt8(2)
  const length = buffer.readInt32BE(16)
  if (hashes < 1 || length < 1 || buffer.length !== headerBytes + length * 4)
    throw new RangeError('a bloom filter that is not whole')
  return toFilter({
    hashes,
    falsePositiveRate: buffer.readFloatBE(4),
    capacity: buffer.readInt32BE(8),
    count: buffer.readInt32BE(12),
    words: Int32Array.from({ length }, (_, index) => buffer.readInt32BE(headerBytes + index * 4)),
  })
}
