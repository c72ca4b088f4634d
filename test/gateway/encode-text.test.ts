import { expect, test } from 'vitest'
import { encodeText } from '../../gateway/encode-text.ts'

test.each([
  ['nothing', ''],
  ['a short text', 'blåbærsyltetøy'],
  ['a long one of ASCII', 'a'.repeat(100_000)],
  ['a long one with some letters that take two bytes', 'ost og kjøtt. '.repeat(10_000)],
  ['a long one of nothing but letters that take two bytes', 'æøå'.repeat(20_000)],
  ['one whose last character takes four bytes', `${'a'.repeat(9_000)}😀`],
  ['one with a sixteenth of such letters', `${'a'.repeat(15)}ø`.repeat(1_000)],
  ['one that has exactly the room it is given, but for a byte', `${'a'.repeat(8_191 - 512)}${'ø'.repeat(511)}`],
  ['half of a character', `${'a'.repeat(9_000)}\ud83d`],
  ['half of one in the middle', `${'a'.repeat(5_000)}\ude00${'b'.repeat(5_000)}`],
])('%s has the bytes that Node gives it', (_, text) => {
  const bytes = encodeText(text)
  expect(bytes.equals(Buffer.from(text))).toBe(true)
})

test('texts around the room that is given lose no character', () => {
  for (let letters = 0; letters < 600; letters++) {
    const text = 'ø'.repeat(letters) + 'a'.repeat(4_096 - letters)
    expect(encodeText(text).equals(Buffer.from(text)), `${letters} letters`).toBe(true)
    expect(encodeText(`${text}😀`).equals(Buffer.from(`${text}😀`)), `${letters} letters`).toBe(true)
  }
})
