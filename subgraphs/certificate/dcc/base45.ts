import { CertificateRefusal } from './refusal.ts'

export const base45Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const notInAlphabet = 255
const digitOf = new Uint8Array(256).fill(notInAlphabet)
Array.from(base45Alphabet).forEach((character, value) => {
  digitOf[character.charCodeAt(0)] = value
})

/**
 * Strict: a character outside the alphabet, a stray last character or a group above its bytes is refused (RFC 9285 §6).
 * The npm package takes all of these without a word and gives bytes that nobody wrote.
 */
export function decodeBase45(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0))
  if (text.length % 3 === 1) throw new CertificateRefusal('BASE45_INVALID')
  let at = 0
  for (let index = 0; index < text.length; index += 3) {
    const isPair = index + 2 < text.length
    const c = valueAt(text, index)
    const d = valueAt(text, index + 1)
    const number = c + d * 45 + (isPair ? valueAt(text, index + 2) * 2025 : 0)
    if (number > (isPair ? 0xffff : 0xff)) throw new CertificateRefusal('BASE45_INVALID')
    if (isPair) bytes[at++] = number >> 8
    bytes[at++] = number & 0xff
  }
  return bytes
}

function valueAt(text: string, index: number): number {
  const value = digitOf[text.charCodeAt(index)] ?? notInAlphabet
  if (value === notInAlphabet) throw new CertificateRefusal('BASE45_INVALID')
  return value
}
