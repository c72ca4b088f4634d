import { expect, test } from 'vitest'
import { planning } from '../kit.ts'
import { differencesIn } from './compare.ts'

const queriesEach = 25
const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

test.each(seeds)(`${queriesEach} random queries get what one schema without federation gives (seed %i)`, async seed => {
  expect(await differencesIn(seed, queriesEach, planning.by)).toEqual([])
})
