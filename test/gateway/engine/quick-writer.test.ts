import { expect, test } from 'vitest'
import {
  type Quick,
  type QuickField,
  quickAny,
  quickList,
  quickObject,
  quickScalar,
} from '../../../gateway/engine/quick-writer.ts'
import type { Run } from '../../../gateway/engine/run.ts'
import { full, Sheet } from '../../../gateway/engine/sheet.ts'

const field = (key: string, quick: Quick | undefined): QuickField => ({
  key,
  quick,
  access: { of: 'raw', rawKey: key },
  read: holder => (holder as Record<string, unknown>)[key],
  isNonNull: false,
})

const nestedLists = Array.from({ length: 90 }).reduce<Quick>(inner => quickList(inner, false), quickScalar)
const nestedObjects = Array.from({ length: 90 }).reduce<Quick>(
  inner => quickObject([field('a', inner)], false),
  quickObject([], false),
)
const deep = (depth: number, inner: unknown, around: (value: unknown) => unknown): unknown =>
  depth === 0 ? inner : deep(depth - 1, around(inner), around)

test.each<[string, Quick, unknown]>([
  [
    'leaves of all kinds',
    quickObject(
      [
        ...['text', 'number', 'truth', 'nothing', 'aLongNameOfAField'].map(key => field(key, undefined)),
        field('any', quickAny),
      ],
      false,
    ),
    {
      text: 'blåbær "x"',
      number: -1.7976931348623157e308,
      truth: false,
      nothing: null,
      aLongNameOfAField: 'øre',
      any: { a: [1, null, '🧬'] },
    },
  ],
  ['lists in lists', nestedLists, deep(90, -5e-324, inner => [inner, null])],
  ['objects in objects', nestedObjects, deep(90, {}, inner => ({ a: inner }))],
  ['a list of nulls', quickList(quickScalar, false), Array(300).fill(null)],
  ['a list of numbers', quickList(quickScalar, false), Array(90).fill(-1.7976931348623157e308)],
  ['a list of words', quickList(quickScalar, false), ['', 'a', 'ø', '漢', '\n', 'x'.repeat(300)]],
])('a sheet of any size has the whole value, or is full: %s', (_, quick, value) => {
  const expected = JSON.stringify(value)
  const ends = new Set<string>()
  for (let length = 64; length < 3 * expected.length + 200; length++) {
    const sheet = new Sheet(length)
    const end = quick(value, {} as Run, sheet, 0)
    ends.add(end === full ? 'full' : sheet.bytes.toString('utf8', 0, end))
  }
  expect([...ends]).toEqual(['full', expected])
})
