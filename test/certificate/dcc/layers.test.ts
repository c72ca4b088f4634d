import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { constants, deflateSync, inflateRawSync, inflateSync } from 'node:zlib'
import base45 from 'base45'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase45 } from '../../../subgraphs/certificate/dcc/base45.ts'
import { encodeCbor } from '../../../subgraphs/certificate/dcc/cbor.ts'
import { CborTagged, readCbor } from '../../../subgraphs/certificate/dcc/cbor-reader.ts'
import { deflate } from '../../../subgraphs/certificate/dcc/deflate.ts'
import { derFromRaw, rawFromDer } from '../../../subgraphs/certificate/dcc/es256.ts'
import { inflate } from '../../../subgraphs/certificate/dcc/inflate.ts'
import { encodeBase45 } from '../../../subgraphs/certificate/dcc/write-base45.ts'
import { bytesOf } from './forgery.ts'

describe('base45', () => {
  test.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('the examples of RFC 9285: %s is %s', (plain, text) => {
    expect(encodeBase45(Buffer.from(plain))).toBe(text)
    expect(Buffer.from(decodeBase45(text)).toString()).toBe(plain)
  })

  test('any bytes come back, and are written as the npm package writes them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), bytes => {
        const text = encodeBase45(bytes)
        expect(text).toBe(base45.encode(Buffer.from(bytes)))
        expect(Buffer.from(decodeBase45(text)).equals(bytes)).toBe(true)
      }),
    )
  })

  test('a text that is read is the only text of its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'09AZ $%*+-./:GWa'), maxLength: 12 }), text => {
        const bytes = readOrRefuse(text)
        if (bytes) expect(encodeBase45(bytes)).toBe(text)
      }),
      { numRuns: 3000 },
    )
  })

  function readOrRefuse(text: string): Uint8Array | undefined {
    try {
      return decodeBase45(text)
    } catch (error) {
      expect(error).toMatchObject({ reason: 'BASE45_INVALID' })
      return undefined
    }
  }
})

describe('deflate', () => {
  test('zlib reads back whatever was written', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.uint8Array({ maxLength: 2000, max: 3 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(200))
        .map(([piece, times]) =>
          Uint8Array.from({ length: piece.length * times }, (_, index) => piece[index % piece.length] ?? 0),
        ),
    )
    fc.assert(
      fc.property(bytes, plain => {
        expect(inflateSync(deflate(plain)).equals(plain)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('the farthest and the longest matches are read back', () => {
    const piece = Uint8Array.from({ length: 16_384 }, (_, index) => (index * 2_654_435_761) >>> 24)
    for (const plain of [Buffer.concat([piece, piece]), Buffer.alloc(32_768), Buffer.alloc(258), Buffer.alloc(0)]) {
      expect(inflateSync(deflate(plain)).equals(plain)).toBe(true)
    }
  })

  test('says zlib’s usual head, and refuses what is no certificate', () => {
    expect(Buffer.from(deflate(Buffer.from('NO')).subarray(0, 2)).toString('hex')).toBe('78da')
    expect(() => deflate(new Uint8Array(32_769))).toThrow(RangeError)
  })
})

describe('inflate', () => {
  const longest = 65_536
  const written = fc
    .tuple(
      fc.oneof(
        fc.uint8Array({ maxLength: 3000 }),
        fc.uint8Array({ maxLength: 3000, max: 3 }),
        fc.string({ maxLength: 900 }).map(text => Buffer.from(text.repeat(3))),
      ),
      fc.record({
        level: fc.integer({ min: 0, max: 9 }),
        windowBits: fc.integer({ min: 9, max: 15 }),
        strategy: fc.constantFrom(
          constants.Z_DEFAULT_STRATEGY,
          constants.Z_FIXED,
          constants.Z_HUFFMAN_ONLY,
          constants.Z_RLE,
          constants.Z_FILTERED,
        ),
      }),
    )
    .map(([plain, options]) => ({ plain, stream: deflateSync(plain, options) }))

  test('reads whatever zlib writes, at every level and strategy', () => {
    fc.assert(
      fc.property(written, ({ plain, stream }) => {
        expect(Buffer.from(inflate(stream, longest)).equals(plain)).toBe(true)
      }),
      { numRuns: 600 },
    )
  })

  /** What zlib says of a stream and what is after it, with the same limit; undefined where it refuses. */
  function byZlib(stream: Uint8Array): Buffer | undefined {
    try {
      const read = inflateSync(stream, { maxOutputLength: longest, info: true }) as unknown as {
        buffer: Buffer
        engine: { bytesWritten: number }
      }
      return read.engine.bytesWritten === stream.length ? read.buffer : undefined
    } catch {
      return undefined
    }
  }

  function byUs(stream: Uint8Array): Buffer | undefined {
    try {
      return Buffer.from(inflate(stream, longest))
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
      return undefined
    }
  }

  /** The checksum would hide all but one of the faults: it is made right again, unless it is what was damaged. */
  const withChecksum = (stream: Uint8Array, plain: Uint8Array | undefined) =>
    plain ? Buffer.concat([stream.subarray(0, -4), deflateSync(plain).subarray(-4)]) : Buffer.from(stream)

  test('says the same as zlib of streams that were damaged anywhere', () => {
    const damages = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(written, damages, ({ stream }, turned) => {
        const damaged = Buffer.from(stream)
        for (const [where, bit] of turned) {
          const at = where % damaged.length
          damaged[at] = (damaged[at] ?? 0) ^ (1 << bit)
        }
        // Raw deflate shows what the body says, whatever the checksum.
        for (const each of [damaged, withChecksum(damaged, rawBody(damaged))]) {
          expect(byUs(each)?.toString('hex')).toBe(byZlib(each)?.toString('hex'))
        }
      }),
      { numRuns: 1500 },
    )
  })

  function rawBody(stream: Uint8Array): Buffer | undefined {
    try {
      return inflateRawSync(stream.subarray(2), { maxOutputLength: longest })
    } catch {
      return undefined
    }
  }

  test('and of bytes that are no stream', () => {
    const start = fc.constantFrom(
      [0x78, 0xda, 0x04],
      [0x78, 0x01, 0x05],
      [0x78, 0x9c, 0x01],
      [0x78, 0x9c],
      [0x08, 0x1d],
      [0x88, 0x1c],
    )
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 80 }), (head, rest) => {
        const stream = Buffer.from([...head, ...rest])
        expect(byUs(stream)?.toString('hex')).toBe(byZlib(stream)?.toString('hex'))
      }),
      { numRuns: 1500 },
    )
  })

  test('stops at its limit', () => {
    expect(inflate(deflateSync(Buffer.alloc(longest)), longest)).toHaveLength(longest)
    expect(() => inflate(deflateSync(Buffer.alloc(longest + 1)), longest)).toThrow(RangeError)
    expect(() => inflate(deflateSync(Buffer.alloc(10_000_000)), longest)).toThrow(RangeError)
  })
})

describe('ECDSA signatures', () => {
  test.each([
    ['P-256', 32],
    ['P-384', 48],
  ])('of %s go from DER to r ‖ s and back', (namedCurve, size) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve })
    const publicKey = createPublicKey(privateKey)
    for (let index = 0; index < 600; index++) {
      const bytes = Buffer.from(`message ${index}`)
      const der = sign('sha256', bytes, privateKey)
      const raw = rawFromDer(der, size)
      expect(verify('sha256', bytes, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true)
      expect(Buffer.from(derFromRaw(raw)).equals(der)).toBe(true)
    }
  })

  test.each([
    ['nothing', ''],
    ['no sequence', '3106020101020101'],
    ['one integer', '3003020101'],
    ['an integer that runs over', '3006020101020901'],
    ['bytes after it', '300602010102010100'],
    ['an integer of 33 bytes', `3026022101${'00'.repeat(32)}020101`],
  ])('%s is refused', (_, hex) => {
    expect(() => rawFromDer(bytesOf(hex))).toThrow(RangeError)
  })
})

describe('CBOR, by the examples of RFC 8949 appendix A', () => {
  test.each<[string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['1b001fffffffffffff', Number.MAX_SAFE_INTEGER],
    ['1b0000000000000001', 1],
    ['20', -1],
    ['3863', -100],
    ['390103', -260],
    ['f90000', 0],
    ['f93c00', 1],
    ['f93e00', 1.5],
    ['f97bff', 65504],
    ['f90001', 2 ** -24],
    ['f9c400', -4],
    ['f97c00', Number.POSITIVE_INFINITY],
    ['f97e00', Number.NaN],
    ['fa47c35000', 100_000],
    ['fb3ff199999999999a', 1.1],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', undefined],
    ['60', ''],
    ['62c3bc', 'ü'],
    ['63e6b0b4', '水'],
    ['64f0908591', '\u{10151}'],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['c074323031332d30332d32315432303a30343a30305a', '2013-03-21T20:04:00Z'],
    ['c11a514b67b0', 1_363_896_240],
    ['80', []],
    ['8301820203820405', [1, [2, 3], [4, 5]]],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['a0', new Map()],
    [
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    [
      'bf61610161629f0203ffff',
      new Map<string, unknown>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
    ],
    ['4401020304', Uint8Array.of(1, 2, 3, 4)],
    ['5f42010243030405ff', Uint8Array.of(1, 2, 3, 4, 5)],
    ['d200', new CborTagged(18, 0)],
  ])('%s is read', (hex, value) => {
    expect(readCbor(bytesOf(hex))).toEqual(value)
  })

  test.each([
    ['nothing', ''],
    ['2^53', '1b0020000000000000'],
    ['a positive bignum', 'c249010000000000000000'],
    ['a URI tag', 'd82076687474703a2f2f7777772e6578616d706c652e636f6d'],
    ['a break alone', 'ff'],
    ['a break in a definite array', '82ff00'],
    ['an indefinite map with half a pair', 'bf01ff'],
    ['an indefinite text of bytes', '7f4101ff'],
    ['an indefinite text in one', '7f7f6161ffff'],
    ['an indefinite integer', '1f'],
    ['simple value 16', 'f0'],
    ['simple value 255', 'f8ff'],
    ['a fractional key', 'a1f93e0001'],
    ['a null key', 'a1f601'],
    ['a key of 1 twice, written differently', 'a20102180103'],
    ['bytes cut short', '4301'],
    ['a float cut short', 'fb3ff1'],
    ['a length cut short', '59ff'],
    ['a text with half a character', '61c3'],
    ['a deep nest', `${'81'.repeat(17)}00`],
  ])('%s is refused', (_, hex) => {
    expect(() => readCbor(bytesOf(hex))).toThrow(expect.objectContaining({ reason: 'CBOR_INVALID' }))
  })

  test('a length is not believed beyond the bytes that are there', () => {
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
    for (const head of ['9a7fffffff', 'ba7fffffff', '5a7fffffff', '7a7fffffff', '9b0000000fffffffff']) {
      expect(() => readCbor(bytesOf(head))).toThrow(expect.objectContaining({ reason: 'CBOR_INVALID' }))
    }
    expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000)
  })

  test('what is written has no tags and no records, and is read back', () => {
    const bytes = encodeCbor(
      new Map<unknown, unknown>([
        [1, { a: 1, b: ['x'] }],
        [-260, Buffer.of(1)],
      ]),
    )
    expect(Buffer.from(bytes).toString('hex')).toBe('a201a261610161628161783901034101')
    expect(readCbor(bytes)).toEqual(
      new Map<unknown, unknown>([
        [
          1,
          new Map<string, unknown>([
            ['a', 1],
            ['b', ['x']],
          ]),
        ],
        [-260, Buffer.of(1)],
      ]),
    )
  })

  test('any bytes are read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        try {
          readCbor(bytes)
        } catch (error) {
          expect(error).toMatchObject({ reason: 'CBOR_INVALID' })
        }
      }),
      { numRuns: 5000 },
    )
  })
})
