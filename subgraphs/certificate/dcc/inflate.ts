import { adler32 } from './adler32.ts'

// Needs nothing of Node: browsers read certificates with it too.

/** Deflate, in a window of at most 32 KiB (RFC 1950 §2.2). */
const method = 8
const largestWindow = 7
const endOfBlock = 256
const longestCode = 15
/** RFC 1951 §3.2.5: the first number of each code, and how many extra bits follow it. */
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const distanceCodes = 30
const mostLengthCodes = 286
/** RFC 1951 §3.2.7: in this order the lengths of the code of code lengths come. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const refuse = (why: string): never => {
  throw new RangeError(why)
}

/** A code as a table over its next bits: symbol and length of the code that they begin with, 0 where there is none. */
type Code = { readonly table: Uint16Array; readonly bits: number }

/**
 * Reads one whole zlib stream and nothing after it: not gzip, not raw, no preset dictionary, every code complete, the
 * checksum right. For a certificate this costs less than setting up Node's zlib does, and it is the same in a browser.
 * @throws RangeError when the stream is not sound, or says more than `longest` bytes
 */
export function inflate(bytes: Uint8Array, longest: number): Uint8Array<ArrayBuffer> {
  const [cmf = 0, flags = 0] = bytes
  const isZlib = (cmf & 15) === method && cmf >> 4 <= largestWindow && ((cmf << 8) | flags) % 31 === 0
  if (!isZlib || flags & 0x20) refuse('no zlib stream, or one with a dictionary')
  return new Inflater(bytes, longest).whole()
}

class Inflater {
  readonly #bytes: Uint8Array
  readonly #longest: number
  #at = 2
  #waiting = 0
  #count = 0
  #out: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(bytes: Uint8Array, longest: number) {
    this.#bytes = bytes
    this.#longest = longest
    this.#out = new Uint8Array(Math.min(longest, 1024))
  }

  whole(): Uint8Array<ArrayBuffer> {
    for (let isLast = 0; isLast === 0; ) {
      isLast = this.#take(1)
      this.#block(this.#take(2))
    }
    this.#toByte()
    // The one number that has its first byte first.
    let checksum = 0
    for (let byte = 0; byte < 4; byte++) checksum = checksum * 256 + this.#take(8)
    const written = this.#out.subarray(0, this.#length)
    if (checksum !== adler32(written)) refuse('another checksum')
    if (this.#at !== this.#bytes.length) refuse('bytes after the stream')
    return written
  }

  #block(type: number): void {
    if (type === 0) this.#stored()
    else if (type === 1) this.#coded(fixed.lengths, fixed.distances)
    else if (type === 2) this.#dynamic()
    else refuse('no such block')
  }

  #stored(): void {
    this.#toByte()
    const length = this.#take(16)
    if ((this.#take(16) ^ length) !== 0xffff) refuse('a length that contradicts itself')
    if (length > this.#bytes.length - this.#at) refuse('cut short')
    this.#makeRoom(length)
    this.#out.set(this.#bytes.subarray(this.#at, this.#at + length), this.#length)
    this.#at += length
    this.#length += length
  }

  #dynamic(): void {
    const literals = this.#take(5) + 257
    const distances = this.#take(5) + 1
    const codes = this.#take(4) + 4
    if (literals > mostLengthCodes || distances > distanceCodes) refuse('too many codes')
    const ofLengths = new Uint8Array(lengthOrder.length)
    for (const symbol of lengthOrder.slice(0, codes)) ofLengths[symbol] = this.#take(3)
    const lengths = this.#codeLengths(codeOf(ofLengths), literals + distances)
    if (lengths[endOfBlock] === 0) refuse('a block without an end')
    const single = { mayBeSingle: true }
    this.#coded(codeOf(lengths.subarray(0, literals), single), codeOf(lengths.subarray(literals), single))
  }

  #codeLengths(code: Code, count: number): Uint8Array {
    const lengths = new Uint8Array(count)
    for (let at = 0; at < count; ) {
      const symbol = this.#symbol(code)
      if (symbol < 16) {
        lengths[at++] = symbol
        continue
      }
      if (symbol === 16 && at === 0) refuse('nothing to repeat')
      const repeated = symbol === 16 ? (lengths[at - 1] ?? 0) : 0
      const times = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7)
      if (at + times > count) refuse('more lengths than codes')
      lengths.fill(repeated, at, at + times)
      at += times
    }
    return lengths
  }

  #coded(lengths: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(lengths)
      if (symbol < endOfBlock) {
        if (this.#length === this.#out.length) this.#makeRoom(1)
        this.#out[this.#length++] = symbol
      } else if (symbol === endOfBlock) return
      else this.#copy(symbol - endOfBlock - 1, distances)
    }
  }

  #copy(lengthCode: number, distances: Code): void {
    const base = lengthBase[lengthCode] ?? refuse('no such length')
    const length = base + this.#take(lengthExtra[lengthCode] ?? 0)
    const code = this.#symbol(distances)
    if (code >= distanceCodes) refuse('no such distance')
    const extra = code < 2 ? 0 : (code >> 1) - 1
    const distance = code < 2 ? code + 1 : ((2 | (code & 1)) << extra) + 1 + this.#take(extra)
    if (distance > this.#length) refuse('a distance from before the beginning')
    this.#makeRoom(length)
    const out = this.#out
    // Byte by byte: what is copied may be what has just been written.
    for (const end = this.#length + length; this.#length < end; this.#length++)
      out[this.#length] = out[this.#length - distance] ?? 0
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more
    if (needed > this.#longest) refuse('longer than any certificate')
    if (needed <= this.#out.length) return
    const larger = new Uint8Array(Math.min(this.#longest, Math.max(needed, this.#out.length * 4)))
    larger.set(this.#out.subarray(0, this.#length))
    this.#out = larger
  }

  /** A number of up to 16 bits, its lowest bit first. */
  #take(bits: number): number {
    while (this.#count < bits) {
      this.#waiting |= (this.#bytes[this.#at++] ?? refuse('cut short')) << this.#count
      this.#count += 8
    }
    const number = this.#waiting & ((1 << bits) - 1)
    this.#waiting >>>= bits
    this.#count -= bits
    return number
  }

  #symbol({ table, bits }: Code): number {
    while (this.#count < bits && this.#at < this.#bytes.length) {
      this.#waiting |= (this.#bytes[this.#at++] ?? 0) << this.#count
      this.#count += 8
    }
    const entry = table[this.#waiting & ((1 << bits) - 1)] ?? 0
    const length = entry & 15
    if (length === 0 || length > this.#count) refuse('no such code, or cut short')
    this.#waiting >>>= length
    this.#count -= length
    return entry >> 4
  }

  /** Drops the rest of a byte, and gives back the whole ones that were read ahead. */
  #toByte(): void {
    this.#at -= this.#count >> 3
    this.#count = 0
    this.#waiting = 0
  }
}

/**
 * Canonical Huffman codes from their lengths (RFC 1951 §3.2.2). All of them must be used, as zlib demands; only where
 * there is a single one, of one bit, or none at all, something may be missing.
 */
function codeOf(lengths: Uint8Array, { mayBeSingle } = { mayBeSingle: false }): Code {
  const counts = new Uint16Array(longestCode + 1)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const bits = Math.max(
    1,
    counts.findLastIndex(count => count > 0),
  )
  const starts = new Uint16Array(longestCode + 2)
  let left = 1
  for (let length = 1; length <= longestCode; length++) {
    const count = counts[length] ?? 0
    left = left * 2 - count
    if (left < 0) refuse('more codes than there can be')
    starts[length + 1] = ((starts[length] ?? 0) + count) << 1
  }
  if (left > 0 && !(mayBeSingle && bits === 1)) refuse('codes that nobody has')
  const table = new Uint16Array(1 << bits)
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue
    const code = starts[length] ?? 0
    starts[length] = code + 1
    for (let at = turned(code, length); at < table.length; at += 1 << length) table[at] = (symbol << 4) | length
  }
  return { table, bits }
}

function turned(code: number, bits: number): number {
  let round = 0
  for (let bit = 0; bit < bits; bit++) round |= ((code >> bit) & 1) << (bits - 1 - bit)
  return round
}

/** RFC 1951 §3.2.6. */
const fixed = {
  lengths: codeOf(
    Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
  ),
  distances: codeOf(new Uint8Array(32).fill(5)),
}
