import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createHashPrefixes,
  readHashPrefixes,
  writeHashPrefixes,
} from '../../../subgraphs/certificate/revocation/hash-prefixes.ts'

const hash = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16)
const hashes = (count: number, word: string) => Array.from({ length: count }, (_, index) => hash(`${word} ${index}`))

test('the layout is version, rate, count, size, and the prefixes in ascending order', () => {
  const list = createHashPrefixes({
    falsePositiveRate: 1e-3,
    hashes: ['ff01', '0203', '8004'].map(start => Buffer.from(start.padEnd(32, '0'), 'hex')),
    commonDigits: 0,
  })
  expect(writeHashPrefixes(list).toString('hex')).toBe(
    ['0001', '3a83126f', '00000003', '02', '0203', '8004', 'ff01'].join(''),
  )
})

test('what was written is read back the same, misses nothing, and is read in any order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { minLength: 1, maxLength: 80 }),
      fc.constantFrom(0.1, 1e-3, 1e-6, 1e-12),
      (elements, falsePositiveRate) => {
        const list = createHashPrefixes({ falsePositiveRate, hashes: elements, commonDigits: 1 })
        const written = writeHashPrefixes(list)
        const read = readHashPrefixes(written)
        expect(writeHashPrefixes(read)).toEqual(written)
        const body = Array.from({ length: read.prefixes.length }, (_, index) =>
          written.subarray(11 + index * read.size, 11 + (index + 1) * read.size),
        )
        const backwards = readHashPrefixes(Buffer.concat([written.subarray(0, 11), ...body.reverse()]))
        for (const element of elements) {
          expect(read.mightContain(element)).toBe(true)
          expect(backwards.mightContain(element)).toBe(true)
        }
      },
    ),
    { numRuns: 100 },
  )
})

test('of 10 000 strangers no more than ten or so pass a list of 10 000 at one in a thousand', () => {
  const list = createHashPrefixes({ falsePositiveRate: 1e-3, hashes: hashes(10_000, 'revoked'), commonDigits: 0 })
  const passed = hashes(10_000, 'valid').filter(stranger => list.mightContain(stranger)).length
  expect(passed).toBeLessThanOrEqual(25)
})

test.each([
  ['one hash, one in a thousand', 1, 1e-3, 0, 2],
  ['ten thousand, one in a thousand', 10_000, 1e-3, 0, 3],
  ['ten thousand, one in a million', 10_000, 1e-6, 0, 5],
  ['a hundred thousand, one in 10^12', 100_000, 1e-12, 0, 8],
  // Digits that all have in common tell nothing apart.
  ['10 000 with three digits in common', 10_000, 1e-3, 3, 5],
])('%s take %i · %d · %i → %i bytes each', (_, count, falsePositiveRate, commonDigits, size) => {
  expect(createHashPrefixes({ falsePositiveRate, hashes: hashes(count, 'x'), commonDigits }).size).toBe(size)
})

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['half a header', Buffer.from('00013a83', 'hex')],
  ['another version', Buffer.from('00023a83126f00000001020203', 'hex')],
  ['a size of nothing', Buffer.from('00013a83126f00000001000203', 'hex')],
  ['half a prefix', Buffer.from('00013a83126f000000010402', 'hex')],
])('refuses to read %s', (_, bytes) => {
  expect(() => readHashPrefixes(bytes)).toThrow(RangeError)
})

test('a hash shorter than the prefixes is not in it', () => {
  const list = createHashPrefixes({ falsePositiveRate: 1e-6, hashes: hashes(100, 'x'), commonDigits: 0 })
  expect(list.mightContain(Buffer.of(1))).toBe(false)
})
