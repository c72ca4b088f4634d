import { describe, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { type DomesticSituation, decideDomestic } from '../../../subgraphs/certificate/domain/index.ts'
import { aCase, aDose, aTest, holder, onThe } from './situations.ts'

const nothing: DomesticSituation = { holder, vaccinations: [], testResults: [], cases: [] }
const decide = (now: string | Date, but: Partial<DomesticSituation>) =>
  decideDomestic({ ...nothing, ...but }, typeof now === 'string' ? onThe(now) : now)
const doses = (...texts: string[]) => ({ vaccinations: texts.map(text => aDose(text)) })
const cases = (...texts: string[]) => ({ cases: texts.map(text => aCase(text)) })
const green = { outcome: 'green' }
const red = { outcome: 'refused' }

describe('green by the rules of the day', () => {
  test.each([
    ['one dose of two, day 20', '2021-06-21', doses('Comirnaty 2021-06-01'), red],
    ['one dose of two, day 21', '2021-06-22', doses('Comirnaty 2021-06-01'), green],
    ['one dose of two, day 98', '2021-09-07', doses('Comirnaty 2021-06-01'), green],
    ['one dose of two, day 99', '2021-09-08', doses('Comirnaty 2021-06-01'), red],
    ['one dose of two, when it no longer counts', '2021-11-22', doses('Comirnaty 2021-10-20'), red],
    ['two of two, day 6', '2021-07-16', doses('Comirnaty 2021-03-01', 'Comirnaty 2021-07-10'), red],
    ['two of two, day 7', '2021-07-17', doses('Comirnaty 2021-03-01', 'Comirnaty 2021-07-10'), green],
    ['Janssen, day 20', '2021-07-21', doses('Janssen 2021-07-01'), red],
    ['Janssen, day 21', '2021-07-22', doses('Janssen 2021-07-01'), green],
    [
      'one dose after COVID-19, day 7',
      '2021-07-08',
      { ...doses('Comirnaty 2021-07-01'), ...cases('NAAT 2020-12-01') },
      green,
    ],
    [
      'a third dose, before it is foreseen, day 1',
      '2021-08-30',
      doses('Comirnaty 2021-03-01', 'Comirnaty 2021-04-01', 'Comirnaty 2021-08-29'),
      red,
    ],
    [
      'a third dose, the same day',
      '2021-08-31',
      doses('Comirnaty 2021-03-01', 'Comirnaty 2021-04-01', 'Comirnaty 2021-08-31'),
      green,
    ],
    ['a series of 270 days', '2022-03-28', doses('Comirnaty 2021-06-01', 'Comirnaty 2021-07-01'), green],
    ['a series of 271 days', '2022-03-29', doses('Comirnaty 2021-06-01', 'Comirnaty 2021-07-01'), red],
    ['a vaccine that is not accepted', '2021-09-01', doses('Abdala 2021-03-01'), red],
    ['recovered, day 9', '2021-06-20', cases('NAAT 2021-06-11'), red],
    ['recovered, day 10', '2021-06-21', cases('NAAT 2021-06-11'), green],
    ['recovered, six months', '2021-07-01', cases('NAAT 2021-01-01'), green],
    ['recovered, six months and a day', '2021-07-02', cases('NAAT 2021-01-01'), red],
    ['recovered, day 10, by the rules of winter', '2021-12-11', cases('NAAT 2021-12-01'), red],
    ['recovered, day 11', '2021-12-12', cases('NAAT 2021-12-01'), green],
    ['recovered by a rapid test alone', '2021-12-20', cases('RAT 2021-12-01'), red],
    ['after the scheme closed, by the last rules', '2024-02-01', cases('NAAT 2024-01-01'), green],
  ])('%s', (_, now, facts, expected) => {
    expect(decide(now, facts)).toMatchObject(expected)
  })

  test('those under 18 have no last day from 30 March 2022', () => {
    const young = {
      holder: { birthDate: localDate('2004-03-31') },
      ...doses('Comirnaty 2021-01-01', 'Comirnaty 2021-02-01'),
    }
    expect(decide('2022-03-29', young)).toMatchObject(red)
    expect(decide('2022-03-30', young)).toMatchObject(green)
    expect(decide('2022-03-31', young)).toMatchObject(red)
  })

  test.each([
    ['2021-07-01T11:59:00Z', '24 hours', green],
    ['2021-07-01T12:00:00Z', '24 hours', red],
    ['2021-12-01T11:59:00Z', '48 hours', red],
    ['2022-02-03T10:00:00Z', 'not at all', red],
  ])('a negative test at %s counts %s', (now, _, expected) => {
    const day = new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 10)
    const sampledAt = now.startsWith('2021-12') ? '2021-11-29T11:00:00Z' : `${day}T12:00:00Z`
    expect(decide(new Date(now), { testResults: [aTest(sampledAt)] })).toMatchObject(expected)
  })

  test('before 11 June 2021 there was none', () => {
    expect(decide('2021-06-10', cases('NAAT 2021-05-01'))).toMatchObject({ reason: 'SCHEME_NOT_STARTED' })
  })
})

describe('a positive test', () => {
  const vaccinated = doses('Comirnaty 2021-03-01', 'Comirnaty 2021-04-01')
  const positive = aTest('2021-07-01T08:00:00Z', { outcome: 'POSITIVE', method: 'RAT', deviceId: '1833' })
  const negative = (at: string) => aTest(at, { id: 'the laboratory’s' })

  test('makes red for ten days, and the day it ends is told', () => {
    const facts = { ...vaccinated, testResults: [positive] }
    expect(decide('2021-07-10', facts)).toMatchObject({ reason: 'RECENT_POSITIVE', availableOn: '2021-07-11' })
    expect(decide('2021-07-11', facts)).toMatchObject(green)
  })

  test('by a rapid test does not count when a laboratory test within 48 hours is negative', () => {
    const within = { ...vaccinated, testResults: [positive, negative('2021-07-03T08:00:00Z')] }
    const later = { ...vaccinated, testResults: [positive, negative('2021-07-03T08:00:01Z')] }
    expect(decide('2021-07-04', within)).toMatchObject(green)
    expect(decide('2021-07-04', later)).toMatchObject({ reason: 'RECENT_POSITIVE' })
    const reported = { ...within, ...cases('RAT 2021-07-01') }
    expect(decide('2021-07-04', reported)).toMatchObject(green)
  })

  test('within three months of the first belongs to the infection that is over', () => {
    const facts = { ...cases('NAAT 2021-05-01'), testResults: [positive] }
    expect(decide('2021-07-02', facts)).toMatchObject(green)
    expect(decide('2021-07-02', { ...facts, ...cases('NAAT 2021-03-01') })).toMatchObject({ reason: 'RECENT_POSITIVE' })
  })

  test('is no longer asked for when tests no longer count', () => {
    const late = aTest('2022-02-03T07:00:00Z', { outcome: 'POSITIVE' })
    expect(decide('2022-02-03', { ...vaccinatedIn2022(), testResults: [late] })).toMatchObject(green)
  })

  const vaccinatedIn2022 = () => doses('Comirnaty 2021-12-01', 'Comirnaty 2022-01-10')
})

describe('a registry that cannot be reached', () => {
  const full = doses('Comirnaty 2021-10-01', 'Comirnaty 2022-03-01')
  test('matters only while nothing else gives green', () => {
    expect(decide('2022-04-01', { ...full, testResults: null, cases: null })).toMatchObject(green)
    expect(decide('2022-04-01', { vaccinations: null, ...cases('NAAT 2022-03-01') })).toMatchObject(green)
    const two = doses('Comirnaty 2021-10-01', 'Comirnaty 2022-03-28')
    expect(decide('2022-04-01', two)).toMatchObject(red)
    expect(decide('2022-04-01', { ...two, cases: null })).toEqual({ outcome: 'undecidable', missing: 'recovery' })
    expect(decide('2022-04-01', { vaccinations: null })).toEqual({ outcome: 'undecidable', missing: 'vaccine' })
    expect(decide('2022-04-01', { ...doses('Comirnaty 2022-01-01'), cases: null })).toEqual({
      outcome: 'undecidable',
      missing: 'recovery',
    })
    expect(decide('2022-04-01', { testResults: null })).toMatchObject({ reason: 'NO_BASIS' })
  })

  test('and always while a positive test would make red: not reached is not negative', () => {
    const early = doses('Comirnaty 2021-03-01', 'Comirnaty 2021-04-01')
    expect(decide('2021-07-01', { ...early, testResults: null })).toEqual({ outcome: 'undecidable', missing: 'test' })
    expect(decide('2021-07-01', { ...early, cases: null })).toEqual({ outcome: 'undecidable', missing: 'recovery' })
  })
})

describe('the signature says nothing of why', () => {
  const now = new Date('2021-12-20T10:40:00Z')
  const ofDoses = decide(now, doses('Comirnaty 2021-06-01', 'Comirnaty 2021-07-01'))
  const ofTest = decide(now, { testResults: [aTest('2021-12-20T08:10:00Z')] })
  const ofOldTest = decide(now, { testResults: [aTest('2021-12-18T14:10:00Z')] })

  test('it ends on a whole hour, 24 hours after the last at most, and is as long for everyone', () => {
    expect(ofDoses).toMatchObject({ until: new Date('2021-12-21T10:00:00Z'), signedForHours: 24 })
    expect(ofTest).toMatchObject({ until: new Date('2021-12-21T10:00:00Z'), signedForHours: 24 })
  })

  test('it does not outlive what it rests on', () => {
    expect(ofOldTest).toMatchObject({ until: new Date('2021-12-20T14:00:00Z'), signedForHours: 24 })
    expect(decide(new Date('2021-12-20T14:05:00Z'), { testResults: [aTest('2021-12-18T14:10:00Z')] })).toMatchObject(
      red,
    )
  })
})

test('whoever waits is told for which day, by the rules of that day', () => {
  expect(decide('2021-07-03', doses('Janssen 2021-07-01'))).toMatchObject({
    reason: 'NOT_YET',
    availableOn: '2021-07-22',
  })
  expect(decide('2021-07-03', doses('Abdala 2021-07-01'))).toMatchObject({ reason: 'NO_BASIS' })
})
