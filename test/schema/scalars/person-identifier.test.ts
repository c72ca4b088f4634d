import { fnr as oracle } from '@navikt/fnrvalidator'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAllowed, parsePersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { aDNummer, aFellesHjelpenummer, aFodselsnummer } from '../../builders/identifier.ts'

// Public examples from Skatteetaten, NHN, Digdir and navikt/fnrvalidator; none was given to a person by this project.
describe('accepts the public example', () => {
  test.each([
    ['13097248022', 'FODSELSNUMMER', false],
    ['53097248016', 'D_NUMMER', false],
    ['70108299914', 'D_NUMMER', false],
    ['02013299997', 'FODSELSNUMMER', false],
    ['13116900216', 'FODSELSNUMMER', false],
    ['47906701517', 'D_NUMMER', true],
    ['10915596784', 'FODSELSNUMMER', true],
    ['50846202355', 'D_NUMMER', true],
    ['80000000098', 'FELLES_HJELPENUMMER', false],
    ['81234567802', 'FELLES_HJELPENUMMER', false],
    ['91234567883', 'FELLES_HJELPENUMMER', false],
    ['95647382984', 'FELLES_HJELPENUMMER', false],
  ] as const)('%s as %s', (value, kind, isSynthetic) => {
    expect(parsePersonIdentifier(value)).toEqual({ value, kind, isSynthetic })
  })

  test.each(['30108299920', '30108299939'])('%s, by the control digits of 2032', value => {
    expect(parsePersonIdentifier(value)).toEqual({ value, kind: 'FODSELSNUMMER', isSynthetic: false })
  })
})

describe('refuses', () => {
  test.each([
    ['nothing', ''],
    ['ten digits', '1309724802'],
    ['twelve digits', '130972480222'],
    ['letters', '1309724802a'],
    ['a space in the middle', '130972 48022'],
    ['a space around', ' 13097248022'],
    ['a line break after', '13097248022\n'],
    ['digits of another script', '١٣٠٩٧٢٤٨٠٢٢'],
    ['fullwidth digits', '１３０９７２４８０２２'],
    ['a wrong last digit', '13097248023'],
    ['a wrong first control digit', '13097248032'],
    ['zeros', '00000000000'],
    ['an H-number, which means something in one institution only', '13527248013'],
    ['day 0', '00010100152'],
    ['a felles hjelpenummer by the looser control digits of 2032', '80000000004'],
  ])('%s', (_, text) => {
    expect(parsePersonIdentifier(text)).toBeUndefined()
  })

  test('every month that is neither real nor synthetic', () => {
    const withAnyControl = (nine: string) =>
      Array.from({ length: 100 }, (_, control) => `${nine}${String(control).padStart(2, '0')}`)
    const months = Array.from({ length: 100 }, (_, month) => month).filter(
      month => !((month >= 1 && month <= 12) || (month >= 81 && month <= 92)),
    )
    const accepted = months.flatMap(month =>
      withAnyControl(`01${String(month).padStart(2, '0')}90555`).filter(text => parsePersonIdentifier(text)),
    )
    expect(accepted).toEqual([])
  })

  test('31 April and 30 February, but not 29 February of any year: the century is not in the number', () => {
    const anyOn = (six: string) =>
      Array.from({ length: 100_000 }, (_, rest) => `${six}${String(rest).padStart(5, '0')}`).some(text =>
        parsePersonIdentifier(text),
      )
    expect(anyOn('318490')).toBe(false)
    expect(anyOn('308290')).toBe(false)
    expect(anyOn('298290')).toBe(true)
  })
})

test('one digit more or less, or two neighbours swapped, is noticed in the numbers given until 2032', () => {
  for (let times = 0; times < 200; times++) {
    const number = aFodselsnummer()
    const at = times % 10
    const swapped = `${number.slice(0, at)}${number[at + 1]}${number[at]}${number.slice(at + 2)}`
    if (swapped !== number) expect(parsePersonIdentifier(swapped)?.value).not.toBe(number)
    expect(parsePersonIdentifier(number.slice(1))).toBeUndefined()
    expect(parsePersonIdentifier(`${number}0`)).toBeUndefined()
  }
})

test('agrees with navikt/fnrvalidator on fødselsnummer and D-nummer, whatever the digits', () => {
  // The oracle knows no felles hjelpenummer (8, 9) and takes H-numbers (month+40 to +52, and other NAV ranges).
  const six = fc
    .record({
      day: fc.integer({ min: 0, max: 79 }),
      month: fc.integer({ min: 0, max: 99 }),
      year: fc.integer({ min: 0, max: 99 }),
    })
    .map(({ day, month, year }) => [day, month, year].map(part => String(part).padStart(2, '0')).join(''))
  const isOurMonth = (month: number) => (month >= 1 && month <= 12) || (month >= 81 && month <= 92)
  let [valid, tried] = [0, 0]
  fc.assert(
    fc.property(six, fc.integer({ min: 0, max: 999 }), (date, individual) => {
      const nine = date + String(individual).padStart(3, '0')
      for (let control = 0; control < 100; control++) {
        const text = `${nine}${String(control).padStart(2, '0')}`
        const theirs = oracle(text)
        const ours = parsePersonIdentifier(text)
        tried++
        if (ours) valid++
        if (!isOurMonth(Number(date.slice(2, 4)))) expect(ours).toBeUndefined()
        // The oracle takes the century from the individual number, and so refuses a 29 February we accept.
        else if (!isLeapDay(date)) expect([text, ours !== undefined]).toEqual([text, theirs.status === 'valid'])
      }
    }),
    { numRuns: 1_000 },
  )
  expect(tried).toBe(100_000)
  expect(valid).toBeGreaterThan(100)
})

const isLeapDay = (date: string) => Number(date.slice(0, 2)) % 40 === 29 && Number(date.slice(2, 4)) % 80 === 2

test.each([
  ['fødselsnummer', aFodselsnummer, 'FODSELSNUMMER'],
  ['D-nummer', aDNummer, 'D_NUMMER'],
] as const)('the %s that tests make are synthetic and valid', (_, make, kind) => {
  const made = Array.from({ length: 500 }, make)
  expect(new Set(made).size).toBe(500)
  for (const value of made) {
    expect(parsePersonIdentifier(value)).toEqual({ value, kind, isSynthetic: true })
    expect(oracle(value).status).toBe('valid')
  }
})

test('the felles hjelpenummer that tests make are valid', () => {
  const made = Array.from({ length: 500 }, aFellesHjelpenummer)
  expect(new Set(made).size).toBe(500)
  for (const value of made) expect(parsePersonIdentifier(value)?.kind).toBe('FELLES_HJELPENUMMER')
})

test('the profile tells synthetic numbers from numbers that could be somebody’s; felles hjelpenummer has no such range', () => {
  const judged = ['13097248022', '53097248016', '10915596784', '50846202355', '80000000098'].map(text => {
    const parsed = parsePersonIdentifier(text)
    return parsed && [isAllowed(parsed, 'only-real'), isAllowed(parsed, 'only-synthetic')]
  })
  expect(judged).toEqual([
    [true, false],
    [true, false],
    [false, true],
    [false, true],
    [true, true],
  ])
})
