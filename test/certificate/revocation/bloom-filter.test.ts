import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bitIndex,
  createBloomFilter,
  readBloomFilter,
  writeBloomFilter,
} from '../../../subgraphs/certificate/revocation/bloom-filter.ts'
import { areVectorsHere, readVectors, whereAbsent } from '../../vectors/shared-vectors.ts'

type Vector = {
  readonly p: number
  /** Base64 of a JSON array: words, or single bits. */
  readonly filter: string
  readonly data: readonly string[]
  readonly written: readonly number[]
  readonly k: number
}

const wordsOf = ({ filter }: Vector): number[] => JSON.parse(Buffer.from(filter, 'base64').toString())
const bytesOf = (text: string) => Buffer.from(text, 'utf8')

describe.skipIf(!areVectorsHere)(`dgc-bloomfilter’s vectors${whereAbsent}`, () => {
  const read = (name: string) => (areVectorsHere ? readVectors<readonly Vector[]>(`revocation/${name}.json`) : [])

  test.each(read('bloom-filter-test').map((vector, index) => [index, vector] as const))(
    'words of filter %i, and what may be in it',
    (_, vector) => {
      const { data, written, p } = vector
      // Made for all of its data, though not all of it is written.
      const filter = createBloomFilter({
        falsePositiveRate: p,
        elements: data.flatMap((text, index) => (written[index] === 1 ? [bytesOf(text)] : [])),
        capacity: data.length,
      })
      expect([...filter.words]).toEqual(wordsOf(vector))
      expect(data.map(text => Number(filter.mightContain(bytesOf(text))))).toEqual(written)
    },
  )

  test.each(read('bloom-testcase1').map((vector, index) => [index, vector] as const))(
    'bits of filter %i',
    (_, vector) => {
      const bits = wordsOf(vector)
      const set = new Set(
        vector.data.flatMap((text, index) =>
          vector.written[index] === 1
            ? Array.from({ length: vector.k }, (_unused, seed) => bitIndex(bytesOf(text), seed, bits.length))
            : [],
        ),
      )
      expect(bits.flatMap((bit, index) => (bit === 1 ? [index] : []))).toEqual([...set].sort((a, b) => a - b))
    },
  )
})

test('a bit is chosen as the reference chooses it', () => {
  // BloomFilterUnitTest.testBigInteger, runBasicBloom
  expect(bitIndex(Uint8Array.of(11), 1, 100)).toBe(75)
  expect(bitIndex(Uint8Array.of(1), 1, 1)).toBe(0)
  expect(bitIndex(Uint8Array.of(0, 5, 33, 44), 0, 32)).toBe(26)
})

test('ten thousand elements at one in 100 000 take 17 hashes and 239 680 bits, as in the reference', () => {
  const elements = Array.from({ length: 10_000 }, (_, index) => bytesOf(String(index)))
  const filter = createBloomFilter({ falsePositiveRate: 1e-5, elements })
  expect([filter.hashes, filter.words.length * 32]).toEqual([17, 239_680])
})

test('the index is the signed number modulo the bits, as BigInteger.mod has it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.integer({ min: 0, max: 127 }),
      fc.integer({ min: 1, max: 2 ** 28 }),
      (element, seed, bits) => {
        const digest = createHash('sha256')
          .update(Buffer.concat([element, Uint8Array.of(seed)]))
          .digest('hex')
        const signed = BigInt.asIntN(256, BigInt(`0x${digest}`))
        const expected = ((signed % BigInt(bits)) + BigInt(bits)) % BigInt(bits)
        expect(bitIndex(element, seed, bits)).toBe(Number(expected))
      },
    ),
  )
})

test('where one bit is all there is, every index is 0, and never -0', () => {
  for (let byte = 0; byte < 64; byte++) expect(bitIndex(Uint8Array.of(byte), 0, 1)).toBe(0)
})

test('the header is version, hashes, hash id, rate, capacity, count, words', () => {
  const bytes = writeBloomFilter(createBloomFilter({ falsePositiveRate: 1e-4, elements: [bytesOf('1'), bytesOf('2')] }))
  expect(bytes.subarray(0, 20).toString('hex')).toBe(
    ['0001', '16', '00', '38d1b717', '00000002', '00000002', '00000002'].join(''),
  )
  expect(bytes).toHaveLength(20 + 2 * 4)
})

test('what was written is read back the same, and misses nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { minLength: 1, maxLength: 60 }),
      fc.constantFrom(0.1, 1e-3, 1e-6, 1e-12),
      (elements, falsePositiveRate) => {
        const written = writeBloomFilter(createBloomFilter({ falsePositiveRate, elements }))
        const read = readBloomFilter(written)
        expect(elements.every(element => read.mightContain(element))).toBe(true)
        expect(writeBloomFilter(read)).toEqual(written)
      },
    ),
    { numRuns: 50 },
  )
})

test('of 10 000 strangers about ten pass a filter of 10 000 at one in a thousand', () => {
  const hash = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16)
  const elements = Array.from({ length: 10_000 }, (_, index) => hash(`revoked ${index}`))
  const filter = createBloomFilter({ falsePositiveRate: 1e-3, elements })
  const strangers = Array.from({ length: 10_000 }, (_, index) => hash(`valid ${index}`))
  const passed = strangers.filter(stranger => filter.mightContain(stranger)).length
  expect(elements.every(element => filter.mightContain(element))).toBe(true)
  // Ten are expected; more than 25 has a probability of one in 50 000. The texts are fixed, and so is the figure.
  expect(passed).toBeLessThanOrEqual(25)
})

test.each<[string, (bytes: Buffer) => Buffer]>([
  ['nothing', () => Buffer.alloc(0)],
  ['half a header', bytes => bytes.subarray(0, 10)],
  ['a word less', bytes => bytes.subarray(0, -4)],
  ['a byte more', bytes => Buffer.concat([bytes, Buffer.alloc(1)])],
  ['another version', bytes => Buffer.concat([Buffer.from([0, 2]), bytes.subarray(2)])],
  [
    'hashes and hash id exchanged',
    bytes => Buffer.concat([bytes.subarray(0, 2), Buffer.from([0, 22]), bytes.subarray(4)]),
  ],
  [
    'more words than there are bytes in the world',
    bytes => Buffer.concat([bytes.subarray(0, 16), Buffer.from('7fffffff', 'hex')]),
  ],
])('refuses to read %s', (_, damage) => {
  const bytes = writeBloomFilter(createBloomFilter({ falsePositiveRate: 1e-4, elements: [bytesOf('1'), bytesOf('2')] }))
  expect(() => readBloomFilter(damage(bytes))).toThrow(RangeError)
})

test.each([0, 1.5, -1, Number.NaN])('no filter is made at a rate of %d', falsePositiveRate => {
  expect(() => createBloomFilter({ falsePositiveRate, elements: [bytesOf('1')] })).toThrow(RangeError)
})
