import { expect, test } from 'vitest'
import { readArguments } from '../../../local/population/main.ts'

const url = 'postgres://localhost/population'

test('the size is needed, the seed is 1 unless given, and the database comes from either place', () => {
  expect(readArguments(['--size', '1000'], { DATABASE_URL: url })).toEqual({ size: 1_000, seed: 1, url })
  expect(readArguments(['--size', '0', '--seed', '7', '--database-url', url], {})).toEqual({ size: 0, seed: 7, url })
  expect(readArguments(['--help'], {})).toBe('help')
})

test.each([
  ['production', ['--size', '1'], { NODE_ENV: 'production', DATABASE_URL: url }, /production/],
  ['no size', [], { DATABASE_URL: url }, /--size/],
  ['a size that is no number', ['--size', 'many'], { DATABASE_URL: url }, /--size/],
  ['a seed that is no number', ['--size', '1', '--seed', '-x'], { DATABASE_URL: url }, /seed/],
  ['no database', ['--size', '1'], {}, /DATABASE_URL/],
  ['an option nobody knows', ['--sise', '1'], { DATABASE_URL: url }, /--sise/],
])('%s is refused', (_, args, env, problem) => {
  expect(readArguments(args, env)).toMatchObject({ problem: expect.stringMatching(problem) })
})
