import { base45Alphabet } from './base45.ts'

const characters = Uint8Array.from(base45Alphabet, character => character.charCodeAt(0))

/**
 * Two bytes become three characters, a last single byte two (RFC 9285 §4). Written as bytes: put together character by
 * character it takes four times as long, which is a sixth of a signature.
 */
export function encodeBase45(bytes: Uint8Array): string {
  const pairs = bytes.length >> 1
  const text = Buffer.allocUnsafe(pairs * 3 + (bytes.length & 1) * 2)
  let at = 0
  for (let index = 0; index < pairs; index++) {
    const number = ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)
    const rest = Math.floor(number / 45)
    text[at++] = characters[number % 45] ?? 0
    text[at++] = characters[rest % 45] ?? 0
    text[at++] = characters[Math.floor(rest / 45)] ?? 0
  }
  if (bytes.length & 1) {
    const number = bytes[bytes.length - 1] ?? 0
    text[at++] = characters[number % 45] ?? 0
    text[at++] = characters[Math.floor(number / 45)] ?? 0
  }
  return text.toString('latin1')
}
