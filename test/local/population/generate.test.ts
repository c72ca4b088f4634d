import { describe, expect, test } from 'vitest'
import { generatePopulation } from '../../../local/population/generate.ts'
import { rapidTests } from '../../../local/population/test-results.ts'
import { unknownCodes } from '../../../local/population/vaccinations.ts'
import kommuner from '../../../schema/code-lists/kommuner.json' with { type: 'json' }
import sysvak from '../../../schema/code-lists/sysvak.json' with { type: 'json' }
import { ageOn, daysBetween, localDate } from '../../../schema/scalars/local-date.ts'
import { isAllowed, parsePersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { aPopulation, laterThan, novemberEvening, printOf, rowsIn } from './population.ts'

const everybody = aPopulation({ size: 10_000 })
const persons = rowsIn(everybody, 'person.person')
const identifiers = rowsIn(everybody, 'person.identifier')
const vaccinations = rowsIn(everybody, 'vaccine.vaccination')
const results = rowsIn(everybody, 'test.result')
const cases = rowsIn(everybody, 'recovery.confirmed_case')
const byId = new Map(persons.map(person => [person.person_id, person]))
const today = localDate('2026-11-22')

const shareOf = <Item>(items: readonly Item[], holds: (item: Item) => boolean) =>
  items.filter(holds).length / items.length

describe('the same plan', () => {
  test('gives the same persons to the letter', () => {
    expect(printOf(aPopulation())).toBe(printOf(aPopulation()))
  })

  test('begins alike at every size', () => {
    expect(printOf(aPopulation({ size: 500 }).slice(0, 200))).toBe(printOf(aPopulation({ size: 200 })))
  })

  test('gives others with another seed', () => {
    expect(printOf(aPopulation({ seed: 2 }))).not.toBe(printOf(aPopulation()))
  })
})

describe('identity numbers', () => {
  test('are of different persons all', () => {
    expect(new Set(identifiers.map(row => row.identifier)).size).toBe(identifiers.length)
  })

  test('are synthetic and of the kind that the register says', () => {
    const wrong = identifiers.filter(row => {
      const parsed = parsePersonIdentifier(row.identifier)
      return parsed?.kind !== row.kind || !isAllowed(parsed, 'only-synthetic')
    })
    expect(wrong).toEqual([])
  })

  test('come in chains, and one of each is current', () => {
    const chains = everybody.map(person => person['person.identifier'])
    expect(shareOf(chains, chain => chain.length > 1)).toBeGreaterThan(0.006)
    expect(
      chains.some(chain => chain.map(row => row.kind).join() === 'FELLES_HJELPENUMMER,D_NUMMER,FODSELSNUMMER'),
    ).toBe(true)
    expect(chains.filter(chain => chain.filter(row => row.superseded_on === null).length !== 1)).toEqual([])
  })

  test('do not always show the day of birth', () => {
    const other = identifiers.filter(
      row => row.kind === 'D_NUMMER' && byId.get(row.person_id)?.birth_date.slice(8) !== dayShown(row.identifier),
    )
    expect(other.length).toBeGreaterThan(0)
  })
})

const dayShown = (dNumber: string) => String(Number(dNumber.slice(0, 2)) - 40).padStart(2, '0')

describe('people', () => {
  test('have every age from 0 to 105', () => {
    const ages = persons.map(person => ageOn(person.birth_date, today))
    expect(Math.min(...ages)).toBe(0)
    expect(Math.max(...ages)).toBeGreaterThan(99)
    expect(shareOf(ages, age => age < 18)).toBeCloseTo(0.2, 1)
    expect(shareOf(ages, age => age >= 67)).toBeCloseTo(0.17, 1)
  })

  test.each([
    ['nb', 0.8, 0.9],
    ['nn', 0.08, 0.15],
    ['en', 0.01, 0.05],
    ['se', 0.0005, 0.01],
  ] as const)('want %s in a share between %d and %d', (language, least, most) => {
    const share = shareOf(persons, person => person.language === language)
    expect(share).toBeGreaterThan(least)
    expect(share).toBeLessThan(most)
  })

  test('with a protected address share it with nobody, and the strictest shows no kommune', () => {
    const hidden = persons.filter(person => person.address_protection !== 'UGRADERT')
    expect(hidden.length).toBeGreaterThan(5)
    expect(hidden.filter(person => person.address_key !== null)).toEqual([])
    const strict = hidden.filter(person => person.address_protection === 'STRENGT_FORTROLIG')
    expect(strict.filter(person => person.kommune_number !== null)).toEqual([])
  })

  test('live in kommuner that there are', () => {
    const known = new Set(kommuner.kommuner.map(kommune => kommune.number))
    expect(persons.filter(person => person.kommune_number && !known.has(person.kommune_number))).toEqual([])
  })

  test('have names in the letters of this country and of others', () => {
    const letters = new Set(persons.map(person => person.given_name + person.family_name).join(''))
    for (const letter of 'æøåÅØáŁśđŠ') expect(letters).toContain(letter)
  })

  test('die, and nothing happens to them afterwards', () => {
    const dead = everybody.filter(person => person['person.person'].some(row => row.died_on !== null))
    expect(dead.length).toBeGreaterThan(50)
    for (const person of dead) {
      const [row] = person['person.person']
      const given = person['vaccine.vaccination'].map(vaccination => vaccination.given_on)
      expect(given.filter(day => day > (row?.died_on ?? ''))).toEqual([])
    }
  })
})

describe('parents', () => {
  const children = rowsIn(everybody, 'person.parenthood')

  test('are older than their children by 17 years or more', () => {
    const born = (id: number) => byId.get(id)?.birth_date ?? localDate('2099-01-01')
    expect(children.filter(row => ageOn(born(row.parent_id), born(row.child_id)) < 17)).toEqual([])
  })

  test('have custody of nobody who is of age', () => {
    const kept = children.filter(row => row.has_custody)
    expect(kept.length).toBeGreaterThan(2_000)
    expect(kept.length).toBeLessThan(children.length)
    expect(kept.filter(row => ageOn(byId.get(row.child_id)?.birth_date ?? today, today) >= 19)).toEqual([])
  })

  test('live with their children mostly, and not always', () => {
    const together = shareOf(
      children,
      row => byId.get(row.child_id)?.address_key === byId.get(row.parent_id)?.address_key,
    )
    expect(together).toBeGreaterThan(0.8)
    expect(together).toBeLessThan(0.97)
  })
})

describe('vaccinations', () => {
  const covid = /^(BNT|MOD|ASZ|JAN|NUV|CSH|SIN|BBI|CVX)03$/
  const dosesOf = (person: (typeof everybody)[number]) =>
    person['vaccine.vaccination'].filter(row => covid.test(row.sysvak_code))
  const grownNumbers = new Set(
    everybody
      .filter(person => person['person.person'].some(row => row.birth_date < '2003'))
      .flatMap(person => person['person.identifier'].map(row => row.identifier)),
  )
  const isGrown = (dose: (typeof vaccinations)[number]) => grownNumbers.has(dose.person_identifier)
  const grown = everybody.filter(person => person['person.person'].some(row => row.birth_date < '2004' && !row.died_on))

  test('reached nine of ten adults with two doses, and some adults with none', () => {
    const share = shareOf(grown, person => dosesOf(person).length >= 2 || dosesOf(person)[0]?.sysvak_code === 'JAN03')
    expect(share).toBeGreaterThan(0.89)
    expect(share).toBeLessThan(0.93)
  })

  test('have codes of the list, and a few that nobody knows', () => {
    const known = new Set<string>([...sysvak.vaccines.map(vaccine => vaccine.code), ...unknownCodes])
    expect(vaccinations.filter(row => !known.has(row.sysvak_code))).toEqual([])
    expect(vaccinations.some(row => unknownCodes.some(code => code === row.sysvak_code))).toBe(true)
  })

  test('of a product are from the days it was given in Norway', () => {
    const here = vaccinations.filter(row => row.country === 'NO')
    const days = (code: string) =>
      here
        .filter(row => row.sysvak_code === code)
        .map(row => row.given_on)
        .sort()
    expect(days('BNT03')[0]).toMatch(/^202(0-12|1-01)/)
    expect(days('ASZ03').length).toBeGreaterThan(50)
    expect(days('ASZ03').filter(day => day < '2021-02-08' || day > '2021-03-11')).toEqual([])
    expect(days('JAN03').every(day => day >= '2021-06-15')).toBe(true)
  })

  test.each([
    ['2021-01', 21],
    ['2021-03', 42],
    ['2021-05', 84],
    ['2021-1', 28],
  ])('the second dose of those who began in %s came after %i days or a little more', (month, days) => {
    const gaps = everybody.flatMap(person => {
      const [first, second] = [1, 2].map(number => dosesOf(person).find(row => row.dose_number === number))
      const isCounted = first?.sysvak_code === 'BNT03' && first.country === 'NO' && first.given_on.startsWith(month)
      return isCounted && second && isGrown(first) ? [daysBetween(first.given_on, second.given_on)] : []
    })
    expect(gaps.length).toBeGreaterThan(20)
    expect(gaps.filter(gap => gap < days || gap > days + 5)).toEqual([])
  })

  test.each([
    ['given abroad', 0.005, (row: (typeof vaccinations)[number]) => row.country !== 'NO'],
    ['registered afterwards', 0.005, (row: (typeof vaccinations)[number]) => row.is_after_registered],
    ['without a dose number', 0.005, (row: (typeof vaccinations)[number]) => row.dose_number === null],
    ['without a batch', 0.005, (row: (typeof vaccinations)[number]) => row.batch_number === null],
    ['a third dose', 0.05, (row: (typeof vaccinations)[number]) => row.dose_number === 3],
  ])('%s occur', (_, least, holds) => {
    expect(shareOf(vaccinations, holds)).toBeGreaterThan(least)
  })

  test('stand on the number that the person had then', () => {
    const held = new Map(identifiers.map(row => [row.identifier, row]))
    const gone = vaccinations.filter(row => {
      const number = held.get(row.person_identifier)
      return number?.superseded_on ? row.given_on >= number.superseded_on : number === undefined
    })
    expect(gone).toEqual([])
    expect(vaccinations.some(row => held.get(row.person_identifier)?.superseded_on)).toBe(true)
  })
})

describe('test results and cases', () => {
  test.each(['PRELIMINARY', 'FINAL', 'CORRECTED'] as const)('%s results occur', state => {
    expect(results.some(row => row.state === state)).toBe(true)
  })

  test.each(['POSITIVE', 'NEGATIVE', 'INCONCLUSIVE', 'UNKNOWN'] as const)('%s is found in some', outcome => {
    expect(results.some(row => row.outcome === outcome)).toBe(true)
  })

  test('a preliminary answer and what follows it are of one sample', () => {
    const later = results.filter(row => row.state === 'CORRECTED')
    for (const row of later) {
      expect(results.some(other => other.sample_id === row.sample_id && other.state === 'FINAL')).toBe(true)
    }
  })

  test('rapid tests name a device, and others a laboratory', () => {
    const devices = new Set<string | null>(rapidTests.map(device => device.deviceId))
    expect(results.filter(row => devices.has(row.device_id) !== (row.method === 'RAT'))).toEqual([])
    expect(results.filter(row => (row.laboratory_name === null) !== (row.method === 'RAT'))).toEqual([])
  })

  test('some samples were taken within the last three days, and some within the hours of today', () => {
    const since = (hours: number) => new Date(novemberEvening.getTime() - hours * 3_600_000)
    expect(results.filter(row => row.sampled_at && row.sampled_at > since(72)).length).toBeGreaterThan(50)
  })

  test('a case follows a positive test of the same day, and some are recent enough for a certificate', () => {
    const positive = new Set(results.filter(row => row.outcome === 'POSITIVE').map(row => row.person_identifier))
    expect(cases.filter(row => !positive.has(row.person_identifier))).toEqual([])
    expect(cases.filter(row => row.first_positive_on > '2026-06-01').length).toBeGreaterThan(100)
    expect(shareOf(everybody, person => person['recovery.confirmed_case'].length > 0)).toBeCloseTo(0.27, 1)
  })
})

test('every event has an id of its own', () => {
  const ids = [
    ...vaccinations.map(row => row.event_id),
    ...results.map(row => row.result_id),
    ...new Set(results.map(row => row.sample_id)),
    ...cases.map(row => row.case_id),
  ]
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter(id => !/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual(
    [],
  )
})

test.each(['2021-03-01T08:00:00Z', '2021-11-22T08:00:00Z', '2024-02-29T23:30:00Z', '2026-01-01T00:30:00Z'])(
  'nothing is dated after %s, where that is now',
  text => {
    const on = new Date(text)
    expect(laterThan(aPopulation({ size: 2_000, on }), on)).toEqual([])
  },
)

test('more people than there are numbers for are refused before anybody is made', () => {
  expect(() => generatePopulation({ seed: 1, size: 7_000_000, on: novemberEvening })).toThrow(RangeError)
})

test.each([2021, 2026, 2039])('there are numbers for all of Norway in %i', year => {
  const plan = { seed: 1, size: 5_400_000, on: new Date(Date.UTC(year, 5, 1)) }
  expect(() => generatePopulation(plan)).not.toThrow()
})
