import base45 from 'base45'

/** Two bytes become three characters, a last single byte two (RFC 9285 §4). */
export function encodeBase45(bytes: Uint8Array): string {
  return base45.encode(bytes)
}
