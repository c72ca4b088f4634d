import { expect, test } from 'vitest'
import { Admission } from '../../../gateway/load/admission.ts'

const limits = { operations: 100, fewest: 8, lagMs: 70, patienceMs: 5_000 }

function anAdmission() {
  const clock = { now: 0, lateMs: 0 }
  let refused = 0
  const admission = new Admission(limits, {
    now: () => clock.now,
    lateMs: () => clock.lateMs,
    refused: () => refused++,
  })
  const fill = (count: number) => Array.from({ length: count }, () => admission.enter())
  return { admission, clock, fill, refused: () => refused }
}

const overloaded = expect.objectContaining({ code: 'OVERLOADED' })

test('one operation more than may be under way is refused, and let in when a place is free', () => {
  const { admission, fill, refused } = anAdmission()
  const places = fill(100)
  expect(() => admission.enter()).toThrow(overloaded)
  expect(refused()).toBe(1)
  places[0]?.[Symbol.dispose]()
  admission.enter()
  expect(admission.underWay).toBe(100)
})

test.each([
  ['one late look changes nothing', [200], 100],
  ['two on end take a quarter of what is under way', [200, 200], 30],
  ['late again, a quarter more', [200, 200, 200], 22],
  ['a loop that is only somewhat late changes nothing', [60, 60, 60], 100],
])('%s', (_, looks, operations) => {
  const { admission, fill } = anAdmission()
  fill(40)
  for (const lagMs of looks) admission.look(lagMs)
  expect(admission.operations).toBe(operations)
})

test('however late the loop is, some are let in: it is they who find out that it is over', () => {
  const { admission } = anAdmission()
  for (let look = 0; look < 100; look++) admission.look(5_000)
  expect(admission.operations).toBe(8)
})

test('a crowd that is met in one long turn is refused before the turn ends, all but the fewest', () => {
  const { admission, clock, fill } = anAdmission()
  fill(7)
  clock.lateMs = 71
  fill(1)
  expect(() => admission.enter()).toThrow(overloaded)
  clock.lateMs = 0
  admission.enter()
})

test('once the loop is on time, all places are back within three seconds', () => {
  const { admission } = anAdmission()
  for (let look = 0; look < 100; look++) admission.look(5_000)
  for (let look = 0; look < 30; look++) admission.look(1)
  expect(admission.operations).toBe(100)
})

test('refusing for long is overload, and it is over after two quiet seconds', () => {
  const { admission, clock, fill } = anAdmission()
  fill(100)
  for (; clock.now < 5_000; clock.now += 500) {
    expect(admission.isOverloaded).toBe(false)
    expect(() => admission.enter()).toThrow(overloaded)
  }
  expect(() => admission.enter()).toThrow(overloaded)
  expect(admission.isOverloaded).toBe(true)
  clock.now += 2_001
  expect(admission.isOverloaded).toBe(false)
})

test('refusals with quiet between them are no overload', () => {
  const { admission, clock, fill } = anAdmission()
  fill(100)
  for (; clock.now < 60_000; clock.now += 3_000) {
    expect(() => admission.enter()).toThrow(overloaded)
    expect(admission.isOverloaded).toBe(false)
  }
})
