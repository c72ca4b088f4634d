import { adler32 } from './adler32.ts'

/** The zlib window; a certificate is far smaller. */
const longestInput = 32_768
/** Method 8, a window of 32 KiB, best compression: the two bytes by which some verifiers know zlib. */
const zlibHead = [0x78, 0xda]
const shortestMatch = 3
const longestMatch = 257
const endOfBlock = 256

/**
 * Writes zlib (RFC 1950) with one block of fixed Huffman codes (RFC 1951 §3.2.6). For the few hundred bytes of a
 * certificate this is as small as zlib's own best and takes a fifth of its time, which goes into tables for megabytes.
 * What is written here is read back before it leaves (gate 8).
 * @throws RangeError above 32 KiB
 */
export function deflate(bytes: Uint8Array): Uint8Array {
  if (bytes.length > longestInput) throw new RangeError('too long to be a certificate')
  const out = new BitWriter(bytes.length)
  for (const byte of zlibHead) out.put(byte, 8)
  out.put(0b011, 3) // The last block, of fixed codes.
  writeSymbols(bytes, out)
  return out.end(adler32(bytes))
}

const hashBits = 11
/** Where three bytes with a hash were last seen, plus one. Filled anew for every certificate. */
const lastSeen = new Uint16Array(1 << hashBits)

/** Greedy: the last place with the same three bytes is tried, and as much of it taken as fits. */
function writeSymbols(bytes: Uint8Array, out: BitWriter): void {
  lastSeen.fill(0)
  const last = bytes.length - shortestMatch
  for (let at = 0; at < bytes.length; ) {
    const before = at <= last ? seenBefore(bytes, at) : -1
    const length = before < 0 ? 0 : matchLength(bytes, before, at)
    if (length < shortestMatch) {
      out.symbol(bytes[at++] ?? 0)
      continue
    }
    out.ranged(lengthRanges[lengthIndex[length] ?? 0], length)
    out.ranged(distanceRanges[distanceIndex(at - before)], at - before)
    for (const end = at + length; ++at < end; ) if (at <= last) seenBefore(bytes, at)
  }
  out.symbol(endOfBlock)
}

/** The last place with the same hash, or -1; remembers this one. */
function seenBefore(bytes: Uint8Array, at: number): number {
  const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  const hash = Math.imul(three, 0x9e3779b1) >>> (32 - hashBits)
  const before = lastSeen[hash] ?? 0
  lastSeen[hash] = at + 1
  return before - 1
}

function matchLength(bytes: Uint8Array, before: number, at: number): number {
  const longest = Math.min(longestMatch, bytes.length - at)
  let length = 0
  while (length < longest && bytes[before + length] === bytes[at + length]) length++
  return length
}

/** A code that stands for a range of numbers; extra bits say which (RFC 1951 §3.2.5). */
type Range = {
  readonly from: number
  readonly extra: number
  readonly code: number
  readonly bits: number
}

/** `plain` codes for one number each, then groups of codes, each group with one extra bit more than the last. */
function rangesOf(
  plain: number,
  group: number,
  count: number,
  from: number,
  codeOf: (index: number) => Code,
): readonly Range[] {
  const ranges: Range[] = []
  for (let start = from; ranges.length < count; ) {
    const extra = ranges.length < plain ? 0 : 1 + Math.floor((ranges.length - plain) / group)
    ranges.push({ from: start, extra, ...codeOf(ranges.length) })
    start += 2 ** extra
  }
  return ranges
}

type Code = { readonly code: number; readonly bits: number }

/** Huffman codes go out from their first bit, numbers from their last: a code is kept turned round. */
function turned(code: number, bits: number): Code {
  let round = 0
  for (let bit = 0; bit < bits; bit++) round |= ((code >> bit) & 1) << (bits - 1 - bit)
  return { code: round, bits }
}

function fixedCode(symbol: number): Code {
  if (symbol < 144) return turned(0x30 + symbol, 8)
  if (symbol < 256) return turned(0x190 + symbol - 144, 9)
  return symbol < 280 ? turned(symbol - 256, 7) : turned(0xc0 + symbol - 280, 8)
}

const symbols = Array.from({ length: 288 }, (_, symbol) => fixedCode(symbol))
const symbolCodes = Uint16Array.from(symbols, ({ code }) => code)
const symbolBits = Uint8Array.from(symbols, ({ bits }) => bits)
const lengthRanges = rangesOf(8, 4, 28, shortestMatch, index => fixedCode(endOfBlock + 1 + index))
const distanceRanges = rangesOf(4, 2, 30, 1, index => turned(index, 5))
const lengthIndex = Uint8Array.from({ length: longestMatch + 1 }, (_, length) =>
  Math.max(
    0,
    lengthRanges.findLastIndex(({ from }) => from <= length),
  ),
)

/** The ranges double in length every second one: the highest bit and the one after it say which. */
function distanceIndex(distance: number): number {
  const before = distance - 1
  if (before < 2) return before
  const highest = 31 - Math.clz32(before)
  return highest * 2 + ((before >> (highest - 1)) & 1)
}

class BitWriter {
  readonly #bytes: Uint8Array
  #at = 0
  #waiting = 0
  #count = 0

  constructor(length: number) {
    // No literal takes more than nine bits; head, block and checksum take ten bytes.
    this.#bytes = new Uint8Array(Math.ceil((length * 9) / 8) + 16)
  }

  put(number: number, bits: number): void {
    this.#waiting |= number << this.#count
    this.#count += bits
    while (this.#count >= 8) {
      this.#bytes[this.#at++] = this.#waiting & 0xff
      this.#waiting >>>= 8
      this.#count -= 8
    }
  }

  symbol(symbol: number): void {
    this.put(symbolCodes[symbol] ?? 0, symbolBits[symbol] ?? 0)
  }

  ranged(range: Range | undefined, number: number): void {
    if (!range) throw new RangeError('no code for this number')
    this.put(range.code, range.bits)
    this.put(number - range.from, range.extra)
  }

  /** Fills the last byte and adds the checksum, most significant byte first. */
  end(checksum: number): Uint8Array {
    if (this.#count > 0) this.put(0, 8 - this.#count)
    for (const shift of [24, 16, 8, 0]) this.put((checksum >>> shift) & 0xff, 8)
    return this.#bytes.subarray(0, this.#at)
  }
}
