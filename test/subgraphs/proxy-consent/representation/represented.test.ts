import { describe, expect, test } from 'vitest'
import type { Area } from '../../../../schema/access.ts'
import type { Child, Kin } from '../../../../schema/kin.ts'
import { localDate, osloDay } from '../../../../schema/scalars/local-date.ts'
import type { Fullmakt } from '../../../../subgraphs/proxy-consent/representation/domain/fullmakt.ts'
import { representedBy } from '../../../../subgraphs/proxy-consent/representation/domain/represented.ts'
import { aFullmakt } from '../../../builders/fullmakt.ts'
import { aChild, aKin } from '../../../builders/kin.ts'

const all: readonly Area[] = [
  'identity',
  'vaccinations',
  'tests',
  'recoveries',
  'certificates',
  'entries',
  'insight',
  'consents',
]
const limited: readonly Area[] = ['identity', 'vaccinations']

describe('a parent of a child', () => {
  test.each<[string, string, string, readonly Area[] | undefined]>([
    ['born today', '2026-03-10', '2026-03-10', all],
    ['the day before it turns 12', '2014-03-10', '2026-03-09', all],
    ['the day it turns 12', '2014-03-10', '2026-03-10', limited],
    ['of thirteen', '2013-01-01', '2026-03-10', limited],
    ['the day before it turns 16', '2010-03-10', '2026-03-09', limited],
    ['the day it turns 16', '2010-03-10', '2026-03-10', undefined],
    ['who is grown', '1990-03-10', '2026-03-10', undefined],
    ['of 29 February, on 28 February of the year it turns 12, a leap year', '2012-02-29', '2024-02-28', all],
    ['of 29 February, on the 29th of the year it turns 12', '2012-02-29', '2024-02-29', limited],
    ['of 29 February, on the 28th when 2100 has no 29th and it turns 12', '2088-02-29', '2100-02-28', all],
    ['of 29 February, on the day after that 28th', '2088-02-29', '2100-03-01', limited],
    ['of 29 February, on 28 February of the leap year it turns 16', '2012-02-29', '2028-02-28', limited],
    ['of 29 February, on the 29th of the year it turns 16', '2012-02-29', '2028-02-29', undefined],
  ])('%s', (_, born, today, areas) => {
    const self = aKin({ children: [aChild({ birthDate: localDate(born) })] })
    expect(representedBy(self, [], localDate(today)).map(represented => represented.areas)).toEqual(
      areas ? [areas] : [],
    )
  })

  test.each([
    // Somebody born on 29 February is a year older on 1 March where the year has no 29th.
    ['2014-02-28', '2026-02-27'],
    ['2014-03-01', '2026-02-28'],
    ['2012-02-29', '2024-02-28'],
    ['2088-02-29', '2100-02-28'],
  ])('sees all of a child born on %s until %s', (born, last) => {
    const [represented] = representedBy(
      aKin({ children: [aChild({ birthDate: localDate(born) })] }),
      [],
      localDate(`${Number(born.slice(0, 4)) + 9}-01-01`),
    )
    expect(represented?.validUntil).toBe(last)
  })

  test('the day is Norway’s: on the last evening in UTC it is already the birthday', () => {
    const self = aKin({ children: [aChild({ birthDate: localDate('2014-07-02') })] })
    const areasAt = (instant: string) => representedBy(self, [], osloDay(new Date(instant)))[0]?.areas
    expect(areasAt('2026-07-01T21:59:59Z')).toEqual(all)
    expect(areasAt('2026-07-01T22:00:00Z')).toEqual(limited)
  })

  test.each<[string, Partial<Child>, Partial<Kin>]>([
    ['who has no parental responsibility', { hasCustody: false }, {}],
    ['when the child lives with neither parent', { livesWithCustodian: false }, {}],
    ['of a child at a protected address', { isProtected: true }, {}],
    ['who lives at a protected address herself', {}, { isProtected: true }],
  ])('%s acts for nobody', (_, child, self) => {
    expect(representedBy(aKin({ children: [aChild(child)], ...self }), [], localDate('2021-11-22'))).toEqual([])
  })
})

describe('a fullmakt', () => {
  const today = localDate('2021-11-22')

  test.each<[string, Partial<Fullmakt>, Partial<Kin>, boolean]>([
    ['without an end is in force', {}, {}, true],
    ['is in force on its last day', { validUntil: today }, {}, true],
    ['has expired the day after', { validUntil: localDate('2021-11-21') }, {}, false],
    ['that was withdrawn has ended', { endedAt: new Date('2021-11-01T00:00:00Z'), endedBy: 'giver' }, {}, false],
    ['that was declined has ended', { endedAt: new Date('2021-11-01T00:00:00Z'), endedBy: 'receiver' }, {}, false],
    [
      'to somebody of another name has no effect',
      {},
      { name: { given: 'Anna', middle: null, family: 'Nordmann' } },
      false,
    ],
    [
      'to somebody with a middle name left out has effect',
      {},
      { name: { given: 'Kari', middle: 'Li', family: 'Nordmann' } },
      true,
    ],
    ['to somebody the day before she turns 18 has no effect', {}, { birthDate: localDate('2003-11-23') }, false],
    ['to somebody who turns 18 today has effect', {}, { birthDate: localDate('2003-11-22') }, true],
    ['to somebody at a protected address has no effect', {}, { isProtected: true }, false],
  ])('%s', (_, fullmakt, self, isEffective) => {
    expect(representedBy(aKin(self), [aFullmakt(fullmakt)], today)).toHaveLength(isEffective ? 1 : 0)
  })

  test('opens its areas and who the person is; for certificates also what they are made of', () => {
    const areasOf = (areas: Fullmakt['areas']) => representedBy(aKin(), [aFullmakt({ areas })], today)[0]?.areas
    expect(areasOf(['tests'])).toEqual(['identity', 'tests'])
    expect(areasOf(['certificates'])).toEqual(['identity', 'certificates', 'vaccinations', 'tests', 'recoveries'])
  })

  test('given is ordinary, assigned by a doctor is tildelt', () => {
    const basisOf = (kind: Fullmakt['kind']) => representedBy(aKin(), [aFullmakt({ kind })], today)[0]?.basis
    expect([basisOf('ordinary'), basisOf('assigned')]).toEqual(['fullmakt', 'tildelt-fullmakt'])
  })
})
