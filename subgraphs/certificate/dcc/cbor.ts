import { Encoder } from 'cbor-x'

/**
 * Writes CBOR with whole numbers, text, arrays and maps alone, headers in their shortest form. By default cbor-x puts
 * a private record tag before objects and tag 64 before bytes; a certificate has none of them.
 */
const encoder = new Encoder({
  useRecords: false,
  mapsAsObjects: false,
  tagUint8Array: false,
  variableMapSize: true,
})

/** The bytes are a view into the encoder's pool: copy them before handing their buffer on. */
export function encodeCbor(value: unknown): Uint8Array {
  return encoder.encode(value)
}

/** The head of a byte string (RFC 8949 §3.1): major type 2 and its length. */
export function bytesHead(length: number): readonly number[] {
  if (length < 24) return [0x40 | length]
  return length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff]
}
