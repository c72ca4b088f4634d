import { expect, test } from 'vitest'
import { planning } from '../kit.ts'
import { differencesIn, isSame } from './compare.ts'

const queriesEach = 25
const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

test.each(seeds)(`${queriesEach} random queries get what one schema without federation gives (seed %i)`, async seed => {
  expect(await differencesIn(seed, queriesEach, planning.by)).toEqual([])
})

test('an error too many, one twice, one elsewhere and one too few are differences; below a null that rose none is', () => {
  const data = { users: [{ name: null }, { name: null }], book: null }
  const answer = (...paths: (readonly (string | number)[])[]) => ({
    data,
    ...(paths.length > 0 && { errors: paths.map(path => ({ message: 'x', path })) }),
  })
  const [first, second, risen] = [
    ['users', 0, 'name'],
    ['users', 1, 'name'],
    ['book', 'size', 'height'],
  ] as const
  expect(isSame(answer(first, second), answer(second, first))).toBe(true)
  expect(isSame(answer(first, risen), answer(first))).toBe(true)
  for (const wrong of [answer(first, second), answer(first, first), answer(second), answer()]) {
    expect(isSame(wrong, answer(first))).toBe(false)
  }
})
