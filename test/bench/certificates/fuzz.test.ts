import { expect, test } from 'vitest'
import { isBroken } from './fuzz.ts'

const found = { crashes: 0, acceptedForgeries: 0, slowestMs: 12, rssGrowthMb: 90 }

test.each<[string, Partial<typeof found>, boolean]>([
  ['that found nothing', {}, false],
  ['with a crash', { crashes: 1 }, true],
  ['that accepted a forgery', { acceptedForgeries: 1 }, true],
  ['with an input that took more than half a second', { slowestMs: 500.1 }, true],
  ['that grew by more than 400 MB', { rssGrowthMb: 400.1 }, true],
])('a run %s', (_, but, isSo) => {
  expect(isBroken({ ...found, ...but })).toBe(isSo)
})
