import { CertificateRefusal } from './refusal.ts'

export type CborMap = ReadonlyMap<number | string, CborValue>
export type CborValue =
  | number
  | string
  | boolean
  | null
  | undefined
  | Uint8Array
  | CborTagged
  | CborMap
  | readonly CborValue[]

/** CWT (61) and COSE_Sign1 (18); other tags are read away or refused. */
export class CborTagged {
  readonly tag: number
  readonly value: CborValue
  constructor(tag: number, value: CborValue) {
    this.tag = tag
    this.value = value
  }
}

/** Real certificates nest five deep. */
const deepest = 16
const textDateTime = 0
const numericDateTime = 1
const coseSign1 = 18
const cwt = 61
const indefinite = 31
const breakByte = 0xff
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads one CBOR item that fills the bytes. General decoders let the last of two equal keys win, turn broken UTF-8 into
 * U+FFFD and follow a length into memory; a signed statement of health may be read in one way only, so here all of that
 * is refused, and no length is believed beyond the bytes that are there.
 * @throws CertificateRefusal CBOR_INVALID
 */
export function readCbor(bytes: Uint8Array): CborValue {
  const reader = new Reader(bytes)
  const value = reader.item(0)
  reader.end()
  return value
}

const refuse = (): never => {
  throw new CertificateRefusal('CBOR_INVALID')
}

class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  end(): void {
    if (this.#at !== this.#bytes.length) refuse()
  }

  item(depth: number): CborValue {
    if (depth > deepest) return refuse()
    const first = this.#byte()
    const low = first & 31
    switch (first >> 5) {
      case 0:
        return this.#argument(low)
      case 1:
        return -1 - this.#argument(low)
      case 2:
        return low === indefinite ? joined(this.#chunks(2)) : this.#take(low)
      case 3:
        return low === indefinite ? this.#chunks(3).map(textOf).join('') : this.#text(low)
      case 4:
        return this.#array(low, depth)
      case 5:
        return this.#map(low, depth)
      case 6:
        return this.#tagged(this.#argument(low), depth)
      default:
        return this.#simple(low)
    }
  }

  #byte(): number {
    return this.#bytes[this.#at++] ?? refuse()
  }

  /** The number a head carries. Above 2^53 nothing in a certificate has a meaning. */
  #argument(low: number): number {
    if (low < 24) return low
    if (low > 27) return refuse()
    const size = 1 << (low - 24)
    if (this.#left() < size) return refuse()
    const value = this.#unsigned(size)
    this.#at += size
    return Number.isSafeInteger(value) ? value : refuse()
  }

  #unsigned(size: number): number {
    const view = this.#view
    switch (size) {
      case 1:
        return view.getUint8(this.#at)
      case 2:
        return view.getUint16(this.#at)
      case 4:
        return view.getUint32(this.#at)
      default:
        return view.getUint32(this.#at) * 2 ** 32 + view.getUint32(this.#at + 4)
    }
  }

  #left(): number {
    return this.#bytes.length - this.#at
  }

  #take(low: number): Uint8Array {
    const length = this.#argument(low)
    if (length > this.#left()) return refuse()
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  #text(low: number): string {
    const length = this.#argument(low)
    if (length > this.#left()) return refuse()
    const from = this.#at
    this.#at += length
    return textIn(this.#bytes, from, this.#at)
  }

  /** The pieces of an indefinite-length string: definite strings of the same kind, up to the break. */
  #chunks(major: number): Uint8Array[] {
    const chunks: Uint8Array[] = []
    for (;;) {
      const first = this.#byte()
      if (first === breakByte) return chunks
      if (first >> 5 !== major) return refuse()
      chunks.push(this.#take(first & 31))
    }
  }

  /** Reads a break, if it is the next byte. */
  #isAtBreak(): boolean {
    if (this.#bytes[this.#at] !== breakByte) return false
    this.#at++
    return true
  }

  #array(low: number, depth: number): readonly CborValue[] {
    const items: CborValue[] = []
    if (low === indefinite) {
      while (!this.#isAtBreak()) items.push(this.item(depth + 1))
      return items
    }
    const count = this.#argument(low)
    if (count > this.#left()) return refuse()
    for (let index = 0; index < count; index++) items.push(this.item(depth + 1))
    return items
  }

  #map(low: number, depth: number): CborMap {
    const map = new Map<number | string, CborValue>()
    if (low === indefinite) {
      while (!this.#isAtBreak()) this.#pair(map, depth)
      return map
    }
    const count = this.#argument(low)
    if (count * 2 > this.#left()) return refuse()
    for (let index = 0; index < count; index++) this.#pair(map, depth)
    return map
  }

  #pair(map: Map<number | string, CborValue>, depth: number): void {
    const key = this.item(depth + 1)
    if ((typeof key !== 'string' && !Number.isSafeInteger(key)) || map.has(key as number | string)) refuse()
    map.set(key as number | string, this.item(depth + 1))
  }

  /** Some issuers tag dates: the text or number is what they say. Bignums and all else are refused. */
  #tagged(tag: number, depth: number): CborValue {
    const value = this.item(depth + 1)
    if (tag === coseSign1 || tag === cwt) return new CborTagged(tag, value)
    if (tag === textDateTime && typeof value === 'string') return value
    if (tag === numericDateTime && typeof value === 'number') return value
    return refuse()
  }

  #simple(low: number): CborValue {
    switch (low) {
      case 20:
        return false
      case 21:
        return true
      case 22:
        return null
      case 23:
        return undefined
      case 25:
        return halfFloat(this.#view.getUint16(this.#skip(2)))
      case 26:
        return this.#view.getFloat32(this.#skip(4))
      case 27:
        return this.#view.getFloat64(this.#skip(8))
      default:
        return refuse()
    }
  }

  /** Where the next bytes begin, which have then been read. */
  #skip(size: number): number {
    if (this.#left() < size) return refuse()
    this.#at += size
    return this.#at - size
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const textOf = (bytes: Uint8Array): string => textIn(bytes, 0, bytes.length)

/** Longer than any text that is read one character at a time. */
const longestPlain = 24

/** Most text in a certificate is short and ASCII, for which the strict decoder is slow to start. */
function textIn(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > longestPlain) return utf8Of(bytes.subarray(from, to))
  let text = ''
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte > 0x7f) return utf8Of(bytes.subarray(from, to))
    text += String.fromCharCode(byte)
  }
  return text
}

function utf8Of(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return refuse()
  }
}

/** RFC 8949 appendix D. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (1 + fraction / 1024) * 2 ** (exponent - 15)
  return bits & 0x8000 ? -size : size
}
