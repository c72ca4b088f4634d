import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CertificateKind } from '../../../subgraphs/certificate/dcc/index.ts'
import { applyRule } from '../../../subgraphs/certificate/verification/apply-rule.ts'
import { norwegianRules } from '../../../subgraphs/certificate/verification/norway.ts'
import { createRuleBook } from '../../../subgraphs/certificate/verification/rule-book.ts'

const book = createRuleBook(norwegianRules)
const dayMs = 86_400_000
const instant = (text: string) => new Date(text)
const dayOf = (at: Date) => at.toISOString().slice(0, 10)
const plusDays = (day: string, days: number) => dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs))

type Place = 'NO' | 'NX'
const adult = '1971-07-08'

const vaccination = (dt: string, but: object = {}, dob = adult) => ({
  v: [{ ci: 'URN:UVCI:01:NO:VAK/TR2JXQSG4KKSVWBGP', mp: 'EU/1/20/1528', dn: 2, sd: 2, dt, ...but }],
  dob,
})
const recovery = (fr: string) => ({ r: [{ fr }], dob: adult })
const negativeTest = (sc: string) => ({ t: [{ sc, tt: 'LP6464-4', tr: '260415000' }], dob: adult })

/** What each rule says, as one looks at the certificate in this place at this moment. */
function outcomes(country: Place, kind: CertificateKind, payload: unknown, at: Date): Record<string, string> {
  const external = {
    validationClock: at.toISOString(),
    valueSets: {},
    countryCode: country,
    exp: at.toISOString(),
    iat: at.toISOString(),
  }
  const rules = book.rulesFor({ country, kind, at, issuer: 'NO' })
  return Object.fromEntries(rules.map(rule => [rule.identifier, applyRule(rule, payload, external)]))
}

function isAccepted(country: Place, kind: CertificateKind, payload: unknown, at: Date): boolean {
  const all = Object.values(outcomes(country, kind, payload, at))
  return all.length > 0 && all.every(outcome => outcome === 'pass')
}

const everyPlace = fc.constantFrom<Place[]>('NO', 'NX')
/** Days since the last edition of the rules, and any moment of such a day but its first. */
const event = fc.integer({ min: 0, max: 900 }).map(days => plusDays('2022-09-08', days))
const age = fc.integer({ min: 0, max: 720 })
const momentOfDay = fc.integer({ min: 1, max: dayMs - 1 })
const momentAfter = (day: string, days: number, ms: number) =>
  new Date(Date.parse(`${plusDays(day, days)}T00:00:00Z`) + ms)
const forEver = Number.POSITIVE_INFINITY

type Window = readonly [from: number, to: number]
type Doses = { readonly mp: string; readonly dn: number; readonly sd: number }
const comirnaty = 'EU/1/20/1528'
const janssen = 'EU/1/20/1525'

/** Days since the event on which a certificate is accepted, first and last, for adults and for those under 18. */
const vaccinationWindows: readonly (readonly [name: string, Place, Doses, adults: Window, minors: Window])[] = (
  ['NO', 'NX'] as const
).flatMap(place => [
  ['2 of 2', place, { mp: comirnaty, dn: 2, sd: 2 }, [7, 270], [7, forEver]] as const,
  ['1 of 1 after an infection', place, { mp: comirnaty, dn: 1, sd: 1 }, [7, 270], [7, forEver]] as const,
  ['1 of 1 of Janssen', place, { mp: janssen, dn: 1, sd: 1 }, [21, 270], [21, forEver]] as const,
  ['2 of 1', place, { mp: janssen, dn: 2, sd: 1 }, [0, forEver], [0, forEver]] as const,
  ['3 of 2', place, { mp: comirnaty, dn: 3, sd: 2 }, [0, forEver], [0, forEver]] as const,
  ['1 of 2', place, { mp: comirnaty, dn: 1, sd: 2 }, [forEver, -1], [forEver, -1]] as const,
  place === 'NO'
    ? (['3 of 3', place, { mp: comirnaty, dn: 3, sd: 3 }, [0, forEver], [0, forEver]] as const)
    : (['3 of 3', place, { mp: comirnaty, dn: 3, sd: 3 }, [7, 270], [7, forEver]] as const),
])

const within = ([from, to]: Window, days: number) => from <= days && days <= to

describe('Norway’s last rules', () => {
  test.each(vaccinationWindows)(
    'accept a vaccination %s in %s on the days the table says',
    (_, place, doses, adults, minors) => {
      fc.assert(
        fc.property(event, age, momentOfDay, fc.boolean(), (dt, days, ms, isAdult) => {
          const at = momentAfter(dt, days, ms)
          // Ten years before the dose at most two years ago is a child; 1971 is not.
          const dob = isAdult ? adult : plusDays(dt, -3650)
          const accepted = isAccepted(place, 'vaccination', vaccination(dt, doses, dob), at)
          return accepted === within(isAdult ? adults : minors, days)
        }),
        { numRuns: 300 },
      )
    },
  )

  test('accept a recovery from day 10, though their text says 11, to day 180', () => {
    fc.assert(
      fc.property(everyPlace, event, age, momentOfDay, (place, fr, days, ms) => {
        return isAccepted(place, 'recovery', recovery(fr), momentAfter(fr, days, ms)) === within([10, 180], days)
      }),
    )
  })

  test.each([
    ['at midnight UTC of day 10', '2022-10-11T00:00:00Z', false],
    ['a millisecond later', '2022-10-11T00:00:00.001Z', true],
    ['in the afternoon of day 10', '2022-10-11T15:00:00Z', true],
    ['on day 10 in Oslo, where it is still day 9 in UTC', '2022-10-10T22:30:00Z', false],
    ['at the end of day 180', '2023-03-30T23:59:59.999Z', true],
    ['at midnight UTC of day 181', '2023-03-31T00:00:00Z', false],
  ])('judge a recovery of 1 October %s', (_, at, expected) => {
    expect(isAccepted('NO', 'recovery', recovery('2022-10-01'), instant(at))).toBe(expected)
  })

  test('count somebody as adult when more than 6574 days have passed since midnight of the birth date', () => {
    const dt = '2022-10-01'
    const at = momentAfter(dt, 300, 12 * 3_600_000)
    fc.assert(
      fc.property(everyPlace, fc.integer({ min: 6500, max: 6650 }), (place, daysOld) => {
        const dob = plusDays(dayOf(at), -daysOld)
        // A dose of 300 days ago is too old for an adult alone; by noon the 6574th day is over by half.
        return isAccepted(place, 'vaccination', vaccination(dt, {}, dob), at) === daysOld < 6574
      }),
    )
  })

  test('never accept a test', () => {
    fc.assert(
      fc.property(everyPlace, event, fc.integer({ min: 0, max: 72 }), (place, day, hours) => {
        const sc = `${day}T06:00:00Z`
        const at = new Date(Date.parse(sc) + hours * 3_600_000)
        return !isAccepted(place, 'test', negativeTest(sc), at)
      }),
    )
  })

  test.each([
    ['an unknown product', { mp: 'Sputnik-V' }, 'VR-NO-0001'],
    ['a certificate on Norway’s own list of withdrawn ones', { ci: 'URN:UVCI:01:FR:T5DWTJYS4ZR8#4' }, 'VR-NO-0003'],
  ])('refuse %s by the rule that says so', (_, but, identifier) => {
    const at = instant('2022-10-20T12:00:00Z')
    expect(outcomes('NO', 'vaccination', vaccination('2022-10-01', but), at)).toEqual({
      'VR-NO-0001': 'pass',
      'VR-NO-0002': 'pass',
      'VR-NO-0003': 'pass',
      [identifier]: 'fail',
    })
  })

  test('leave a rule open where the certificate lacks the day it asks for', () => {
    const at = instant('2022-10-20T12:00:00Z')
    expect(outcomes('NO', 'recovery', { r: [{}], dob: adult }, at)).toEqual({ 'RR-NO-0001': 'open' })
  })
})

describe('Norway’s rules of another day', () => {
  test.each<[string, Place, CertificateKind, unknown, string, boolean]>([
    [
      '1 of 2 at home in August 2021, day 21',
      'NX',
      'vaccination',
      vaccination('2021-08-01', { dn: 1 }),
      '2021-08-22T12:00:00Z',
      true,
    ],
    [
      '1 of 2 at home in August 2021, day 20',
      'NX',
      'vaccination',
      vaccination('2021-08-01', { dn: 1 }),
      '2021-08-21T12:00:00Z',
      false,
    ],
    [
      '1 of 2 at home in December 2021',
      'NX',
      'vaccination',
      vaccination('2021-11-01', { dn: 1 }),
      '2021-12-01T12:00:00Z',
      false,
    ],
    [
      'a test of 20 hours at home in August 2021',
      'NX',
      'test',
      negativeTest('2021-08-20T12:00:00Z'),
      '2021-08-21T08:00:00Z',
      true,
    ],
    [
      'a test of 30 hours at home in August 2021',
      'NX',
      'test',
      negativeTest('2021-08-20T12:00:00Z'),
      '2021-08-21T18:00:00Z',
      false,
    ],
    [
      'a test of 20 hours at home after 3 February 2022',
      'NX',
      'test',
      negativeTest('2022-02-03T12:00:00Z'),
      '2022-02-04T08:00:00Z',
      false,
    ],
    [
      'a test at home in the week without a rule for tests',
      'NX',
      'test',
      negativeTest('2021-11-18T12:00:00Z'),
      '2021-11-18T18:00:00Z',
      false,
    ],
    [
      '2 of 2 of 300 days in January 2022',
      'NO',
      'vaccination',
      vaccination('2021-03-20'),
      '2022-01-14T12:00:00Z',
      true,
    ],
    ['2 of 2 of 300 days in April 2022', 'NO', 'vaccination', vaccination('2021-06-20'), '2022-04-16T12:00:00Z', false],
  ])('%s', (_, place, kind, payload, at, expected) => {
    expect(isAccepted(place, kind, payload, instant(at))).toBe(expected)
  })

  test('are none before July 2021', () => {
    expect(
      book.rulesFor({ country: 'NO', kind: 'vaccination', issuer: 'NO', at: instant('2021-06-30T12:00:00Z') }),
    ).toEqual([])
  })

  test('are one of each identifier at every moment', () => {
    fc.assert(
      fc.property(
        everyPlace,
        fc.constantFrom<CertificateKind[]>('vaccination', 'test', 'recovery'),
        fc.integer({ min: 0, max: 600 }),
        (country, kind, days) => {
          const at = momentAfter('2021-07-01', days, dayMs / 2)
          const found = book.rulesFor({ country, kind, issuer: 'NO', at }).map(({ identifier }) => identifier)
          return new Set(found).size === found.length
        },
      ),
    )
  })
})
