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
