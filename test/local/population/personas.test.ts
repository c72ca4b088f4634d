import { describe, expect, test } from 'vitest'
import { personaRows, personas, personaTable } from '../../../local/population/personas.ts'
import { rapidTests } from '../../../local/population/test-results.ts'
import { addDays, ageOn, localDate, osloDay } from '../../../schema/scalars/local-date.ts'
import { isAllowed, parsePersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { aPopulation, laterThan, novemberEvening, printOf, rowsIn } from './population.ts'

const today = osloDay(novemberEvening)
const rowsOfPersonas = personaRows(novemberEvening)

function rowsOf(name: string, on = novemberEvening) {
  const rows = personaRows(on)[personas.findIndex(persona => persona.name === name)]
  if (!rows) throw new Error(`no persona ${name}`)
  return rows
}

describe('the number of every persona', () => {
  test.each(personas.map(({ name, identifier }) => [name, identifier]))(
    '%s holds, and is synthetic',
    (_, identifier) => {
      const parsed = parsePersonIdentifier(identifier)
      expect(parsed && isAllowed(parsed, 'only-synthetic')).toBe(true)
    },
  )

  test('is of one persona, and of nobody in the population', () => {
    const own = rowsIn(rowsOfPersonas, 'person.identifier').map(row => row.identifier)
    const others = rowsIn(aPopulation({ size: 10_000 }), 'person.identifier').map(row => row.identifier)
    expect(new Set([...own, ...others]).size).toBe(own.length + others.length)
  })

  test('is of a range that the population has no part of', () => {
    const own = rowsIn(rowsOfPersonas, 'person.identifier').map(row => row.identifier)
    expect(own.filter(identifier => identifier[6] !== '9' && identifier[0] !== '9')).toEqual([])
  })

  test('is the one in the register', () => {
    const current = rowsIn(rowsOfPersonas, 'person.identifier').filter(row => row.superseded_on === null)
    expect(current.map(row => row.identifier)).toEqual(personas.map(persona => persona.identifier))
  })
})

test('names are short and ASCII, and every text is there in three languages', () => {
  for (const { name, shows, fullName } of personas) {
    expect(name).toMatch(/^[a-z]{3,12}$/)
    expect(fullName).toContain(' ')
    for (const text of [shows.nb, shows.nn, shows.en]) expect(text).toMatch(/\.$/)
  }
  expect(new Set(personas.map(persona => persona.name)).size).toBe(personas.length)
})

test('loading twice at one instant gives the same rows', () => {
  expect(printOf(personaRows(novemberEvening))).toBe(printOf(personaRows(novemberEvening)))
})

test.each(['2021-06-01T05:00:00Z', '2021-11-22T09:00:00Z', '2026-11-22T00:10:00Z'])(
  'nothing is later than %s',
  text => {
    expect(laterThan(personaRows(new Date(text)), new Date(text))).toEqual([])
  },
)

test('another day moves what is told from today, and nothing else', () => {
  const nextWeek = new Date(novemberEvening.getTime() + 7 * 86_400_000)
  for (const table of ['person.identifier', 'person.parenthood', 'vaccine.vaccination'] as const) {
    expect(rowsIn(personaRows(nextWeek), table)).toEqual(rowsIn(rowsOfPersonas, table))
  }
  const moved = (on: Date) =>
    rowsIn(personaRows(on), 'test.result').map(row => on.getTime() - (row.sampled_at?.getTime() ?? 0))
  expect(moved(nextWeek)).toEqual(moved(novemberEvening))
  const [kept] = rowsOf('ingrid', nextWeek)['recovery.confirmed_case']
  const [recent] = rowsOf('lars', nextWeek)['recovery.confirmed_case']
  expect(kept?.first_positive_on).toBe('2021-02-10')
  expect(recent?.first_positive_on).toBe(addDays(today, -5))
})

describe('the situations', () => {
  test('kari comes first and has facts for all three kinds of certificate', () => {
    const kari = rowsOf('kari')
    expect(personas[0]?.name).toBe('kari')
    expect(kari['vaccine.vaccination'].map(row => row.dose_number)).toEqual([1, 2, 3])
    expect(kari['test.result'].at(-1)).toMatchObject({ outcome: 'NEGATIVE', method: 'NAAT', state: 'FINAL' })
    expect(kari['recovery.confirmed_case']).toMatchObject([{ first_positive_on: addDays(today, -60) }])
  })

  test.each([
    ['ola', ['BNT03', 'BNT03']],
    ['ingrid', ['BNT03']],
    ['jonas', ['JAN03', 'BNT03']],
    ['bjorn', ['BNT03', 'BNT03', 'BNT03']],
    ['marte', ['ASZ03', 'BNT03']],
    ['silje', ['BNT03']],
    ['vidar', ['XYZ99', 'INF02']],
    ['tor', []],
    ['geir', []],
  ])('%s has had %j', (name, codes) => {
    expect(rowsOf(name)['vaccine.vaccination'].map(row => row.sysvak_code)).toEqual(codes)
  })

  test('piotr’s doses are from Poland and registered afterwards', () => {
    const doses = rowsOf('piotr')['vaccine.vaccination']
    expect(doses.map(row => [row.country, row.is_after_registered])).toEqual([
      ['PL', true],
      ['PL', true],
    ])
  })

  test('even has a negative rapid test of this day, with a device of the EU list', () => {
    const [result] = rowsOf('even')['test.result']
    expect(result).toMatchObject({ method: 'RAT', outcome: 'NEGATIVE' })
    expect(rapidTests.map(device => device.deviceId as string)).toContain(result?.device_id)
  })

  test.each([
    ['thea', [['PRELIMINARY', 'POSITIVE']]],
    [
      'henrik',
      [
        ['FINAL', 'POSITIVE'],
        ['CORRECTED', 'NEGATIVE'],
      ],
    ],
    ['amina', [['FINAL', 'NEGATIVE']]],
  ])('%s has the answers %j, of one sample', (name, answers) => {
    const results = rowsOf(name)['test.result']
    expect(results.map(row => [row.state, row.outcome])).toEqual(answers)
    expect(new Set(results.map(row => row.sample_id)).size).toBe(1)
  })

  test.each(['2026-04-11', '2026-04-12', '2027-04-12', '2031-12-31'])('emil is eleven on %s', day => {
    const [emil] = rowsOf('emil', new Date(`${day}T12:00:00Z`))['person.person']
    expect(emil && ageOn(emil.birth_date, localDate(day))).toBe(11)
  })

  test('emil lives with hanne and geir, who have custody', () => {
    const ids = (name: string) => rowsOf(name)['person.person'].map(row => [row.person_id, row.address_key])
    const [[hanne, home] = []] = ids('hanne')
    const [[geir, same] = []] = ids('geir')
    expect(home).toBe(same)
    expect(rowsOf('emil')['person.person']).toMatchObject([{ address_key: home }])
    expect(rowsOf('emil')['person.parenthood']).toMatchObject([
      { parent_id: hanne, has_custody: true },
      { parent_id: geir, has_custody: true },
    ])
  })

  test('yonas has a dose on each of three numbers', () => {
    const yonas = rowsOf('yonas')
    const numbers = yonas['person.identifier']
    expect(numbers.map(row => row.kind)).toEqual(['FELLES_HJELPENUMMER', 'D_NUMMER', 'FODSELSNUMMER'])
    expect(yonas['vaccine.vaccination'].map(row => row.person_identifier)).toEqual(numbers.map(row => row.identifier))
    for (const [at, row] of yonas['vaccine.vaccination'].entries()) {
      expect(row.given_on >= (numbers[at]?.issued_on ?? '')).toBe(true)
    }
  })

  test('solveig’s address is strictly confidential, and not there', () => {
    expect(rowsOf('solveig')['person.person']).toMatchObject([
      { address_protection: 'STRENGT_FORTROLIG', address_key: null, kommune_number: null },
    ])
  })

  test('aile has a Sámi name, and margrethe one longer than a certificate takes', () => {
    expect(personas.find(persona => persona.name === 'aile')?.fullName).toMatch(/ŋ.*Š.*đ/)
    expect(personas.find(persona => persona.name === 'margrethe')?.fullName.length).toBeGreaterThan(80)
  })
})

test.each(['nb', 'nn', 'en'] as const)('the table for readers has one line a persona, in %s', language => {
  const lines = personaTable(language).trimEnd().split('\n')
  expect(lines).toHaveLength(personas.length + 2)
  expect(lines[2]).toBe(`| \`kari\` | ${personas[0]?.shows[language]} |`)
})
