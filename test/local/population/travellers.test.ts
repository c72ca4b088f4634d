import { expect, test } from 'vitest'
import { copiedAt } from '../../../local/population/journey.ts'
import { personaRows, personas } from '../../../local/population/personas.ts'
import { addDays, osloDay } from '../../../schema/scalars/local-date.ts'
import { aPopulation, novemberEvening, rowsIn } from './population.ts'

const everybody = aPopulation({ size: 3_000 })
const entries = rowsIn(everybody, 'entry_registry.irrs_entry')
const copied = rowsIn(everybody, 'entry_registry.preparedness_entry')
const today = osloDay(novemberEvening)

test('some of the population have travelled, most to two kommuner, and less than half signed in with ID-porten', () => {
  expect(entries.length).toBeGreaterThan(200)
  const share = (isSo: (entry: (typeof entries)[number]) => boolean) => entries.filter(isSo).length / entries.length
  expect(share(entry => entry.entry_kommune === '4601')).toBeGreaterThan(0.3)
  expect(share(entry => entry.entry_kommune === '0301')).toBeGreaterThan(0.2)
  expect(share(entry => entry.identity_source === 'ID_PORTEN')).toBeLessThan(0.5)
  for (const reason of ['ID_MISSING', 'ID_INVALID', 'OTHER_ID_ONLY'])
    expect(entries.some(entry => entry.unmatched_reason === reason)).toBe(true)
  expect(entries.some(entry => entry.entry_kommune === null)).toBe(true)
})

test('nothing is later than the copy, nor older than each register keeps it', () => {
  const night = copiedAt(novemberEvening)
  expect(entries.filter(entry => entry.registered_at > night || entry.travelled_on < addDays(today, -20))).toEqual([])
  expect(copied.length).toBeGreaterThan(80)
  expect(copied.filter(entry => entry.travelled_on < addDays(today, -10))).toEqual([])
})

test('a positive test of a traveller is a confirmed case as well', () => {
  const recently = new Date(novemberEvening.getTime() - 22 * 86_400_000)
  const infected = everybody.filter(
    person =>
      person['entry_registry.irrs_entry'].length > 0 &&
      person['test.result'].some(
        ({ outcome, sampled_at }) => outcome === 'POSITIVE' && sampled_at && sampled_at > recently,
      ),
  )
  expect(infected.length).toBeGreaterThan(2)
  const settled = infected.filter(person => person['recovery.confirmed_case'].length > 0)
  expect(settled.length).toBeGreaterThan(0)
})

test.each([
  ['magnus', '4601', null],
  ['ines', '4601', null],
  ['marek', '4601', 'OTHER_ID_ONLY'],
  ['ruth', null, null],
  ['oskar', '0301', null],
])('%s is in the kommune %s, and is not joined because: %s', (name, kommune, reason) => {
  const rows = personaRows(novemberEvening)[personas.findIndex(persona => persona.name === name)]
  expect(rows?.['entry_registry.irrs_entry']).toMatchObject([{ entry_kommune: kommune, unmatched_reason: reason }])
})
