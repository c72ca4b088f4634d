import { describe, expect, test } from 'vitest'
import { full, Sheet, unusual, writeAny, writeScalar } from '../../../gateway/engine/sheet.ts'
import { Written } from '../../../gateway/engine/written.ts'

const texts = [
  '',
  'a',
  'Kari Nordmann',
  'a "quoted" word',
  'back\\slash',
  'line\nline\tand\u0000\u001f\u007f',
  'blåbærsyltetøy',
  'Guovdageaidnu, Kárášjohka, ŋ đ ŧ',
  'ߺ, the last of two bytes, and ࠀ, the first of three',
  '€ 漢字',
  '🧬 four bytes',
  '\ud800 alone',
  'alone \udc00',
  '\u2028\u2029',
  'x'.repeat(256),
  'ø'.repeat(256),
  'x'.repeat(257),
  'ø"'.repeat(300),
]
const numbers = [
  0,
  -0,
  1,
  9,
  10,
  -1,
  1.5,
  0.1,
  123_456_789,
  2 ** 53,
  -(2 ** 31),
  1e21,
  1e-7,
  -1.7976931348623157e308,
  5e-324,
]
const values = [true, false, {}, [], { a: [1, { b: null }], æ: 'ø' }, new Date(0), [undefined]]

const writeOn = (sheet: Sheet, value: unknown) => writeAny(sheet, 0, value)

test.each([...texts, ...numbers, ...values])('writes %j as JSON.stringify does', value => {
  const sheet = new Sheet(4096)
  const end = writeOn(sheet, value)
  expect(sheet.bytes.toString('utf8', 0, end)).toBe(JSON.stringify(value))
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, 1n, Symbol('x'), () => 1])(
  'what has no form in JSON is left to others',
  value => {
    expect(writeOn(new Sheet(4096), value)).toBe(unusual)
  },
)

test('an object is no scalar', () => {
  expect([{}, [], null].map(value => writeScalar(new Sheet(4096), 0, value))).toEqual([unusual, unusual, unusual])
})

test('a sheet of any size has the whole text, or says that it is full', () => {
  let fitted = 0
  for (const text of texts.filter(text => text.length > 10)) {
    for (let length = 64; length < 1600; length += 7) {
      const sheet = new Sheet(length)
      const end = writeOn(sheet, text)
      if (end === full) continue
      fitted++
      expect(sheet.bytes.toString('utf8', 0, end)).toBe(JSON.stringify(text))
    }
  }
  expect(fitted).toBeGreaterThan(1000)
})

describe('an answer that is written', () => {
  const writtenOf = (text: string) => Written.by(sheet => writeOn(sheet, text))

  test.each([10, 5_000, 20_000, 200_000, 5_000_000])(
    '%i characters stand between what opens and what closes it',
    length => {
      const text = 'ø'.repeat(length)
      const whole = writtenOf(text)?.within('{"data":', ',"extensions":{}}')
      expect(Buffer.byteLength(whole ?? '')).toBe(8 + 2 + 2 * length + 17)
      expect(String(whole) === `{"data":"${text}","extensions":{}}`).toBe(true)
    },
  )

  test('there is no limit to what opens and closes it', () => {
    const text = 'x'.repeat(20_000)
    const [opening, closing] = ['o'.repeat(65), 'ø'.repeat(513)]
    expect(String(writtenOf(text)?.within(opening, ''))).toBe(`${opening}"${text}"`)
    expect(String(writtenOf(text)?.within('', closing))).toBe(`"${text}"${closing}`)
  })

  test('keeps its bytes when others are written after it', () => {
    const first = writtenOf('a'.repeat(20_000))
    writtenOf('b'.repeat(20_000))
    expect(first?.toString()).toBe(`"${'a'.repeat(20_000)}"`)
  })

  test('is none where the writer cannot, and where it is too long', () => {
    expect(Written.by(() => unusual)).toBeUndefined()
    const sizes: number[] = []
    expect(Written.by(sheet => sizes.push(sheet.bytes.length) && full)).toBeUndefined()
    expect(sizes.at(-1)).toBe(64 * 1024 * 1024)
  })
})
