import { expect, test } from 'vitest'
import { birthOf } from '../../../local/population/birth.ts'
import { dateText } from '../../../local/population/calendar.ts'
import { blockSize, familiesOfBlock, oldestAge } from '../../../local/population/families.ts'
import { identityNumber } from '../../../local/population/identity-number.ts'
import { novemberEvening as on } from './population.ts'

const slots = familiesOfBlock(1)
const blocksOfNorway = Math.ceil(5_400_000 / blockSize)

function birthsOf(age: number, blocks: number) {
  const sameAge = slots.filter(slot => slot.age === age && slot.sex === 'F')
  return Array.from({ length: blocks }, (_, block) => sameAge.map(slot => birthOf({ seed: 1, on }, block, slot))).flat()
}

test.each([2, 22, 34, 52])('with all of Norway, the women of %i have a number each', age => {
  const births = birthsOf(age, blocksOfNorway)
  const numbers = births.map(({ day, serial }) => identityNumber('FODSELSNUMMER', day, 'F', serial))
  expect(numbers.length).toBeGreaterThan(25_000)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('every day of their year is somebody’s birthday, and none is of many more', () => {
  const perDay = new Map<number, number>()
  for (const { day } of birthsOf(34, blocksOfNorway)) perDay.set(day, (perDay.get(day) ?? 0) + 1)
  expect(perDay.size).toBe(365)
  expect(Math.max(...perDay.values()) - Math.min(...perDay.values())).toBe(1)
  expect(new Set(Array.from(perDay.keys(), day => dateText(day).slice(0, 4)))).toEqual(new Set(['1991']))
})

test('a block has everybody in it: all ages, each family together, and no child before its parents', () => {
  expect(slots).toHaveLength(blockSize)
  expect(new Set(slots.map(slot => slot.age)).size).toBeGreaterThanOrEqual(oldestAge - 3)
  expect(slots.every((slot, at) => at === 0 || slot.family - (slots[at - 1]?.family ?? 0) <= 1)).toBe(true)
  const early = slots.filter((slot, at) => slot.parents.some(parent => parent.slot >= at))
  expect(early).toEqual([])
})

test('within an age and sex of a block, ranks are without gaps', () => {
  const ranks = slots.filter(slot => slot.age === 40 && slot.sex === 'M')
  expect(ranks.map(slot => slot.rank)).toEqual(ranks.map((_, rank) => rank))
  expect(new Set(ranks.map(slot => slot.ranks))).toEqual(new Set([ranks.length]))
})
