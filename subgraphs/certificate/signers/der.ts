/**
 * Writes DER (ITU-T X.690), as much of it as an X.509 certificate needs. Every function answers one whole element: tag,
 * length, content.
 */
export type Der = Uint8Array

export function element(tag: number, ...content: readonly Uint8Array[]): Der {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body])
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const bytes = bytesOf(length)
  return [0x80 | bytes.length, ...bytes]
}

/** Big-endian, base 256, without leading zeros. */
function bytesOf(number: number): readonly number[] {
  return number < 256 ? [number] : [...bytesOf(Math.floor(number / 256)), number % 256]
}

export const sequence = (...items: readonly Der[]): Der => element(0x30, ...items)
export const setOf = (...items: readonly Der[]): Der => element(0x31, ...items)
/** An explicit context tag: `[n]`. */
export const explicit = (number: number, item: Der): Der => element(0xa0 | number, item)
/** An implicit context tag on something primitive. */
export const implicit = (number: number, content: Uint8Array): Der => element(0x80 | number, content)
export const octets = (content: Uint8Array): Der => element(0x04, content)
export const utf8 = (text: string): Der => element(0x0c, Buffer.from(text, 'utf8'))
export const printable = (text: string): Der => element(0x13, Buffer.from(text, 'ascii'))
export const isTrue: Der = element(0x01, Uint8Array.of(0xff))

/** A positive integer of big-endian bytes. */
export function integer(bytes: Uint8Array): Der {
  const [first = 0] = bytes
  return element(0x02, first >= 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes)
}

/** Bits, the last `unused` of which do not count. */
export function bits(content: Uint8Array, unused = 0): Der {
  return element(0x03, Uint8Array.of(unused), content)
}

/** The first two arcs share a byte; all are base 128 with a continuation bit. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(arc => base128(arc))))
}

function base128(number: number, more = 0): number[] {
  const last = (number % 128) | more
  return number < 128 ? [last] : [...base128(Math.floor(number / 128), 0x80), last]
}

/** UTCTime, as RFC 5280 §4.1.2.5 demands up to 2049. */
export function utcTime(instant: Date): Der {
  if (instant.getUTCFullYear() >= 2050) throw new RangeError('UTCTime ends in 2049')
  const text = instant.toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return element(0x17, Buffer.from(`${text}Z`, 'ascii'))
}
