import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, localDate, osloDay, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import { decideVaccination } from '../../../subgraphs/certificate/domain/index.ts'
import { aCase, aDose, holder, onThe } from './situations.ts'

const dose = aDose('Comirnaty 2021-05-01')
const decide = (now: Date, vaccinations = [dose], cases = [] as ReturnType<typeof aCase>[] | null) =>
  decideVaccination({ holder, vaccinations, cases }, now)

describe('the facts of a vaccination certificate', () => {
  test('are those of the latest dose, with the registry’s own id of it', () => {
    const later = aDose('Spikevax 2021-06-20', { id: 'a1', country: 'SE' })
    const { considered: _, ...decision } = { considered: [], ...decide(onThe('2021-07-10'), [later, dose]) }
    expect(decision).toEqual({
      outcome: 'eligible',
      facts: {
        kind: 'vaccination',
        holder,
        event: 'a1',
        country: 'SE',
        product: 'EU/1/20/1507',
        manufacturer: 'ORG-100031184',
        prophylaxis: '1119349007',
        doseNumber: 2,
        doses: 2,
        givenOn: '2021-06-20',
      },
      until: new Date('2021-10-07T22:00:00Z'),
      rule: 'NO-VACCINATION-2021-06-24',
    })
  })

  test('name the same event in whatever order two registrations of one dose come', () => {
    const again = aDose('Comirnaty 2021-05-01', { id: 'a second registration' })
    const events = [
      [dose, again],
      [again, dose],
    ].map(doses => decide(onThe('2021-07-10'), doses))
    expect(events[0]).toEqual(events[1])
    expect(events[0]).toMatchObject({ facts: { event: 'a second registration' } })
  })

  test('a dose lacking any one EU code is not certified', () => {
    for (const code of ['euProduct', 'euManufacturer', 'euProphylaxis', 'dosesInSeries']) {
      const vaccine = { ...dose.vaccine, [code]: null } as NonNullable<typeof dose.vaccine>
      expect(decide(onThe('2021-07-10'), [{ ...dose, vaccine }])).toMatchObject({ reason: 'VACCINE_NOT_RECOGNISED' })
    }
  })
})

describe('the end of a vaccination certificate', () => {
  test.each([
    ['2021-06-09T05:42:07Z', '2021-09-07T05:42:07Z', 'to the second, 90 days on'],
    ['2021-06-23T21:59:59Z', '2021-09-21T21:59:59Z', 'the last moment of that form'],
    ['2021-06-23T22:00:00Z', '2021-09-21T22:00:00Z', 'midnight form, from the Oslo midnight of 24 June'],
    ['2021-06-24T21:59:59Z', '2021-09-21T22:00:00Z', 'the same all that day'],
    ['2022-01-26T00:00:00Z', '2022-04-25T22:00:00Z', 'out of winter time, into summer time'],
    ['2021-10-30T22:30:00Z', '2022-01-28T23:00:00Z', 'on the night the clocks go back'],
    ['2021-12-28T12:00:00Z', '2022-03-27T22:00:00Z', 'midnight after the night the clocks go forward'],
    ['2023-12-01T12:00:00Z', '2024-02-28T23:00:00Z', 'over a leap day'],
    ['2023-07-01T12:00:00Z', '2023-09-28T22:00:00Z', 'after the national scheme closed'],
  ])('issued %s ends %s: %s', (now, until) => {
    expect(decide(new Date(now))).toMatchObject({ until: new Date(until) })
  })
})

const days = fc.integer({ min: 0, max: 1500 }).map(day => addDays(localDate('2021-01-01'), day))
const aProduct = fc.constantFrom('Comirnaty', 'Spikevax', 'Vaxzevria', 'Janssen', 'Abdala')
const doses = fc.uniqueArray(
  fc
    .tuple(aProduct, days, fc.option(fc.integer({ min: -1, max: 9 })))
    .map(([product, day, doseNumber]) => aDose(`${product} ${day}`, { doseNumber })),
  { selector: ({ id }) => id, maxLength: 6 },
)
const someCases = fc.array(
  fc.tuple(fc.constantFrom('NAAT', 'RAT', 'ANTIBODY'), days).map(([method, day]) => aCase(`${method} ${day}`)),
  { maxLength: 3 },
)
const moments = fc.date({
  min: new Date('2021-06-01T00:00:00Z'),
  max: new Date('2025-01-01T00:00:00Z'),
  noInvalidDate: true,
})

describe('whatever is registered', () => {
  test('no certificate states a dose of the future, and each ends 90 Oslo days on at most', () => {
    fc.assert(
      fc.property(doses, someCases, moments, (vaccinations, cases, now) => {
        const decision = decideVaccination({ holder, vaccinations, cases }, now)
        if (decision.outcome !== 'eligible') return
        const { facts, until } = decision
        expect(facts.givenOn <= osloDay(now)).toBe(true)
        expect(until > now).toBe(true)
        expect(daysBetween(osloDay(now), osloDay(until))).toBeLessThanOrEqual(90)
        expect(facts.doseNumber).toBeGreaterThanOrEqual(1)
        expect(facts.doses).toBeGreaterThanOrEqual(1)
      }),
    )
  })

  test('the order of the registrations changes nothing', () => {
    fc.assert(
      fc.property(doses, someCases, moments, (vaccinations, cases, now) => {
        const backwards = { holder, vaccinations: vaccinations.toReversed(), cases: cases.toReversed() }
        expect(decideVaccination(backwards, now)).toEqual(decideVaccination({ holder, vaccinations, cases }, now))
      }),
    )
  })

  test('an answer given without the cases is the answer with any cases', () => {
    fc.assert(
      fc.property(doses, someCases, moments, (vaccinations, cases, now) => {
        const { considered: _, ...without } = {
          considered: [],
          ...decideVaccination({ holder, vaccinations, cases: null }, now),
        }
        if (without.outcome === 'undecidable') return
        expect(decideVaccination({ holder, vaccinations, cases }, now)).toMatchObject(without)
      }),
    )
  })

  test('a new dose never lowers the number of the dose', () => {
    const unnumbered = fc.uniqueArray(days, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(unnumbered, days, (given, asked) => {
        const now = new Date(startOfOsloDay(asked).getTime() + 3_600_000)
        const vaccinations = given.map(day => aDose(`Comirnaty ${day}`))
        const decision = decideVaccination({ holder, vaccinations, cases: [] }, now)
        const count = given.filter(day => day <= asked).length
        if (decision.outcome === 'eligible') expect(decision.facts.doseNumber).toBe(count)
        else expect(count === 0 || asked < localDate('2021-06-01')).toBe(true)
      }),
    )
  })
})
