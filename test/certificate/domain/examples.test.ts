import { describe, expect, test } from 'vitest'
import { decideRecovery, decideTests, decideVaccination } from '../../../subgraphs/certificate/domain/index.ts'
import { aCase, aDose, aTest, holder, influenza, onThe, unknownCode } from './situations.ts'

/* The rules as a table: a situation, the day it is asked on, and what comes of it. */

type VaccinationExample = readonly [
  situation: string,
  doses: readonly ReturnType<typeof aDose>[] | null,
  cases: readonly string[] | null,
  asked: string,
  answer: string,
]
const numbered = (dose: string, doseNumber: number) => aDose(dose, { doseNumber })
const abroad = (dose: string) => aDose(dose, { country: 'SE' })
const first = aDose('Comirnaty 2021-05-01')
const second = aDose('Comirnaty 2021-06-20')
const third = aDose('Spikevax 2021-12-01')
const janssen = aDose('Janssen 2021-06-20')

// biome-ignore format: a table
const vaccinations: readonly VaccinationExample[] = [
  ['one dose of two',                                 [first], [], '2021-06-10', '1/2'],
  ['the day of the dose itself',                      [first], [], '2021-06-01', '1/2'],
  ['two doses of two',                                [first, second], [], '2021-07-10', '2/2'],
  ['registered in the wrong order',                   [second, first], [], '2021-07-10', '2/2'],
  ['mixed products are one series',                   [aDose('Vaxzevria 2021-03-01'), aDose('Comirnaty 2021-05-20')], [], '2021-07-10', '2/2'],
  ['a one-dose vaccine after a two-dose one',         [first, janssen], [], '2021-07-10', '2/2'],
  ['one dose of a one-dose vaccine',                  [janssen], [], '2021-07-10', '1/1'],
  ['a dose after a one-dose vaccine',                 [janssen, third], [], '2021-12-10', '2/1'],
  ['a dose after a one-dose vaccine, 2022',           [janssen, third], [], '2022-01-10', '2/1'],
  ['a third dose after a one-dose vaccine',           [janssen, third, aDose('Comirnaty 2022-04-01')], [], '2022-05-01', '3/1'],
  ['a booster, the day before the EU rule',           [first, second, third], [], '2021-12-20', '3/2'],
  ['a booster, the day of the EU rule',               [first, second, third], [], '2021-12-21', '3/3'],
  ['a fourth dose, 2022',                             [first, second, third, aDose('Comirnaty 2022-04-01')], [], '2022-05-01', '4/4'],
  ['a three-dose vaccine, second dose',               [aDose('Abdala 2021-06-01'), aDose('Abdala 2021-06-15')], [], '2021-07-10', '2/3'],
  ['a three-dose vaccine, third dose',                [aDose('Abdala 2021-06-01'), aDose('Abdala 2021-06-15'), aDose('Abdala 2021-06-29')], [], '2021-07-10', '3/3'],
  ['a dose given abroad counts',                      [abroad('Comirnaty 2021-05-01'), second], [], '2021-07-10', '2/2'],
  ['a later dose is not yet given',                   [first, second], [], '2021-06-10', '1/2'],

  ['one dose, infection 22 days before',              [first], ['NAAT 2021-04-09'], '2021-06-10', '1/1'],
  ['one dose, infection 21 days before',              [first], ['NAAT 2021-04-10'], '2021-06-10', '1/2'],
  ['22 days, the clocks forward between',             [aDose('Comirnaty 2021-04-10')], ['NAAT 2021-03-19'], '2021-06-10', '1/1'],
  ['21 days, the clocks forward between',             [aDose('Comirnaty 2021-04-10')], ['NAAT 2021-03-20'], '2021-06-10', '1/2'],
  ['22 days, the clocks back between',                [aDose('Comirnaty 2021-11-10')], ['NAAT 2021-10-19'], '2021-11-20', '1/1'],
  ['one dose, infection after it',                    [first], ['NAAT 2021-05-20'], '2021-06-10', '1/2'],
  ['one dose, infection a year before',               [first], ['NAAT 2020-03-15'], '2021-06-10', '1/1'],
  ['one dose, infection by rapid test',               [first], ['RAT 2021-01-10'], '2021-06-10', '1/1'],
  ['one dose, antibodies before it',                  [first], ['ANTIBODY 2021-01-10'], '2021-06-10', '1/1'],
  ['a second dose after infection and dose',          [first, second], ['NAAT 2021-01-10'], '2021-07-10', '2/1'],
  ['a second dose, infection between the two',        [first, second], ['NAAT 2021-05-20'], '2021-07-10', '2/2'],
  ['a third dose after infection: a series anyway',   [first, second, third], ['NAAT 2021-01-10'], '2022-01-10', '3/3'],
  ['a one-dose vaccine after infection',              [janssen], ['NAAT 2021-01-10'], '2021-07-10', '1/1'],

  ['numbers that contradict the days',                [numbered('Comirnaty 2021-05-01', 2), numbered('Comirnaty 2021-06-20', 1)], [], '2021-07-10', '2/2'],
  ['the same number twice, both above the count',     [numbered('Comirnaty 2021-05-01', 2), numbered('Comirnaty 2021-06-20', 2)], [], '2021-07-10', '2/2'],
  ['first dose abroad, both here numbered on',        [numbered('Comirnaty 2021-05-01', 2), numbered('Comirnaty 2021-06-20', 3)], [], '2022-01-10', '3/3'],
  ['numbers lower than the count',                    [numbered('Comirnaty 2021-05-01', 1), numbered('Comirnaty 2021-06-20', 1)], [], '2021-07-10', '2/2'],
  ['a number above the count: first dose abroad',     [numbered('Comirnaty 2021-05-01', 2)], [], '2021-07-10', '2/2'],
  ['the same, and infection before',                  [numbered('Comirnaty 2021-05-01', 2)], ['NAAT 2021-01-10'], '2021-07-10', '2/2'],
  ['the same with a one-dose vaccine',                [numbered('Janssen 2021-06-20', 2)], [], '2021-07-10', '2/2'],
  ['an unregistered dose before the second here',     [first, numbered('Comirnaty 2021-06-20', 3)], [], '2022-01-10', '3/3'],
  ['three unregistered doses are believed',           [numbered('Comirnaty 2021-05-01', 4)], [], '2022-01-10', '4/4'],
  ['four are a slip of the pen',                      [numbered('Comirnaty 2021-05-01', 5)], [], '2022-01-10', '1/2'],
  ['a number below one',                              [numbered('Comirnaty 2021-05-01', -1)], [], '2022-01-10', '1/2'],
  ['the same dose registered twice',                  [first, aDose('Comirnaty 2021-05-01', { id: 'again' })], [], '2021-07-10', '1/2'],
  ['two vaccines on one day: one visit, one dose',    [first, aDose('Janssen 2021-05-01')], [], '2021-07-10', '1/2'],

  ['no vaccination',                                  [], [], '2021-07-10', 'NO_DOSE'],
  ['influenza vaccine only',                          [influenza], [], '2021-11-10', 'NO_DOSE'],
  ['a code nobody knows',                             [influenza, unknownCode], [], '2021-11-10', 'VACCINE_UNKNOWN'],
  ['a vaccine with no EU code',                       [aDose('Unrecognised 2021-05-01'), unknownCode], [], '2021-07-10', 'VACCINE_NOT_RECOGNISED'],
  ['… does not count towards the next',               [aDose('Unrecognised 2021-05-01'), second], [], '2021-07-10', '1/2'],
  ['… does not hide the one before',                  [first, aDose('Unrecognised 2021-06-20')], [], '2021-07-10', '1/2'],
  ['a dose tomorrow',                                 [second], [], '2021-06-19', 'DATE_IMPOSSIBLE'],
  ['a dose before birth',                             [aDose('Comirnaty 1980-02-28')], [], '2021-07-10', 'DATE_IMPOSSIBLE'],
  ['before there were certificates',                  [first], [], '2021-05-31', 'SCHEME_NOT_STARTED'],

  ['SYSVAK unreachable',                              null, [], '2021-07-10', 'needs vaccine'],
  ['both unreachable',                                null, null, '2021-07-10', 'needs vaccine'],
  ['MSIS unreachable, one dose of two',               [first], null, '2021-07-10', 'needs recovery'],
  ['MSIS unreachable, two doses',                     [first, second], null, '2021-07-10', 'needs recovery'],
  ['MSIS unreachable, three doses',                   [first, second, third], null, '2022-01-10', '3/3'],
  ['MSIS unreachable, one-dose vaccine',              [janssen], null, '2021-07-10', '1/1'],
  ['MSIS unreachable, first dose unregistered',       [numbered('Comirnaty 2021-05-01', 2)], null, '2021-07-10', '2/2'],
  ['MSIS unreachable, no dose',                       [], null, '2021-07-10', 'NO_DOSE'],
]

describe('a vaccination certificate', () => {
  test.each(vaccinations)('%s', (_, doses, cases, asked, answer) => {
    const facts = { holder, vaccinations: doses, cases: cases?.map(text => aCase(text)) ?? null }
    const decision = decideVaccination(facts, onThe(asked))
    expect(
      decision.outcome === 'eligible'
        ? `${decision.facts.doseNumber}/${decision.facts.doses}`
        : decision.outcome === 'refused'
          ? decision.reason
          : `needs ${decision.missing}`,
    ).toBe(answer)
  })
})

type RecoveryExample = readonly [situation: string, cases: readonly string[] | null, asked: string, answer: string]

// biome-ignore format: a table
const recoveries: readonly RecoveryExample[] = [
  ['2021 form, day 10',                       ['NAAT 2021-06-01'], '2021-06-11', 'TOO_EARLY until 2021-06-12'],
  ['2021 form, day 11',                       ['NAAT 2021-06-01'], '2021-06-12', '2021-06-12 to 2021-11-28'],
  ['2021 form, day 19',                       ['NAAT 2021-09-01'], '2021-09-20', '2021-09-12 to 2022-02-28'],
  ['2021 form, day 180',                      ['NAAT 2021-05-28'], '2021-11-24', '2021-06-08 to 2021-11-24'],
  ['2021 form, day 181',                      ['NAAT 2021-05-28'], '2021-11-25', 'TOO_OLD'],
  ['2022-01 form, day 10',                    ['NAAT 2022-01-14'], '2022-01-24', 'TOO_EARLY until 2022-01-25'],
  ['2022-01 form, day 11',                    ['NAAT 2022-01-14'], '2022-01-25', '2022-01-25 to 2022-04-25'],
  ['2022-01 form, 90 days from the issue',    ['NAAT 2022-01-14'], '2022-01-26', '2022-01-25 to 2022-04-26'],
  ['2022-01 form, at most to day 180',        ['NAAT 2022-01-14'], '2022-06-01', '2022-01-25 to 2022-07-13'],
  ['2022-01 form, day 180',                   ['NAAT 2022-01-14'], '2022-07-13', '2022-01-25 to 2022-07-13'],
  ['2022-01 form, day 181',                   ['NAAT 2022-01-14'], '2022-07-14', 'TOO_OLD'],
  ['positive the day the clocks go forward',  ['NAAT 2021-03-28'], '2021-06-01', '2021-04-08 to 2021-09-24'],
  ['day 11 over the clocks going back',       ['NAAT 2022-10-25'], '2022-11-05', '2022-11-05 to 2023-02-03'],
  ['day 10 over the clocks going back',       ['NAAT 2022-10-25'], '2022-11-04', 'TOO_EARLY until 2022-11-05'],
  ['over a leap day',                         ['NAAT 2024-01-01'], '2024-03-01', '2024-01-12 to 2024-05-30'],
  ['after the national scheme closed',        ['NAAT 2023-07-01'], '2023-08-01', '2023-07-12 to 2023-10-30'],
  ['over the day the rule changes',           ['NAAT 2021-12-22'], '2021-12-31', 'TOO_EARLY until 2022-01-02'],
  ['positive again three months later',       ['NAAT 2021-09-01', 'NAAT 2021-12-01'], '2021-12-20', '2021-09-12 to 2022-02-28'],
  ['positive again a day after that',         ['NAAT 2021-09-01', 'NAAT 2021-12-02'], '2021-12-20', '2021-12-13 to 2022-05-31'],
  ['… and counts anew from then',             ['NAAT 2021-09-01', 'NAAT 2021-12-12'], '2021-12-20', 'TOO_EARLY until 2021-12-23'],
  ['three months run from the first',         ['NAAT 2021-09-01', 'NAAT 2021-11-20', 'NAAT 2021-12-15'], '2022-02-01', '2021-12-26 to 2022-05-02'],
  ['rapid test only',                         ['RAT 2022-01-14'], '2022-02-14', 'NOT_CONFIRMED_BY_NAAT'],
  ['antibodies only',                         ['ANTIBODY 2022-01-14'], '2022-02-14', 'NOT_CONFIRMED_BY_NAAT'],
  ['rapid test first, NAAT after',            ['RAT 2022-01-12', 'NAAT 2022-01-14'], '2022-01-26', '2022-01-25 to 2022-04-26'],
  ['no case',                                 [], '2022-02-14', 'NO_CASE'],
  ['a case tomorrow',                         ['NAAT 2022-02-15'], '2022-02-14', 'DATE_IMPOSSIBLE'],
  ['before there were certificates',          ['NAAT 2021-03-01'], '2021-05-31', 'SCHEME_NOT_STARTED'],
  ['MSIS unreachable',                        null, '2022-02-14', 'needs recovery'],
]

describe('a recovery certificate', () => {
  test.each(recoveries)('%s', (_, cases, asked, answer) => {
    const decision = decideRecovery({ holder, cases: cases?.map(text => aCase(text)) ?? null }, onThe(asked))
    expect(
      decision.outcome === 'eligible'
        ? `${decision.facts.validFrom} to ${decision.facts.validUntil}`
        : decision.outcome === 'refused'
          ? [decision.reason, ...(decision.availableOn ? ['until', decision.availableOn] : [])].join(' ')
          : `needs ${decision.missing}`,
    ).toBe(answer)
  })
})

type TestExample = readonly [
  situation: string,
  tests: readonly ReturnType<typeof aTest>[] | null,
  asked: string,
  answers: readonly string[],
]
const rapid = { method: 'RAT', deviceId: '1833' } as const
const noDevice = { method: 'RAT', deviceId: null } as const
const at = '2022-01-26T07:00:00Z'
const earlier = '2022-01-25T07:00:00Z'

// biome-ignore format: a table
const tests: readonly TestExample[] = [
  ['a negative NAAT',                     [aTest(at)], '2022-01-26T08:00:00Z', [at]],
  ['a negative rapid test',               [aTest(at, rapid)], '2022-01-26T08:00:00Z', [at]],
  ['newest first',                        [aTest(earlier), aTest(at)], '2022-01-26T08:00:00Z', [at, earlier]],
  ['the last second of 72 hours',         [aTest(at)], '2022-01-29T06:59:59Z', [at]],
  ['72 hours on',                         [aTest(at)], '2022-01-29T07:00:00Z', ['TOO_OLD']],
  ['early form: five days old',           [aTest('2021-06-15T07:00:00Z')], '2021-06-20T07:00:00Z', ['TOO_OLD']],
  ['corrected',                           [aTest(at, { state: 'CORRECTED' })], '2022-01-26T08:00:00Z', [at]],
  ['corrected to positive',               [aTest(at), aTest(at, { id: 'c', state: 'CORRECTED', outcome: 'POSITIVE' })], '2022-01-26T08:00:00Z', ['POSITIVE_RESULT']],
  ['corrected to negative',               [aTest(at, { id: 'c', state: 'CORRECTED' }), aTest(at, { outcome: 'POSITIVE' })], '2022-01-26T08:00:00Z', [at]],
  ['two answers for one sample disagree', [aTest(at), aTest(at, { id: 'b', outcome: 'POSITIVE' })], '2022-01-26T08:00:00Z', ['POSITIVE_RESULT']],
  ['preliminary, then final',             [aTest(at, { id: 'p', state: 'PRELIMINARY' }), aTest(at)], '2022-01-26T08:00:00Z', [at]],
  ['preliminary only',                    [aTest(at, { state: 'PRELIMINARY' })], '2022-01-26T08:00:00Z', ['PRELIMINARY']],
  ['positive',                            [aTest(at, { outcome: 'POSITIVE' })], '2022-01-26T08:00:00Z', ['POSITIVE_RESULT']],
  ['positive, long ago',                  [aTest(at, { outcome: 'POSITIVE' })], '2022-02-26T08:00:00Z', ['NO_TEST']],
  ['inconclusive',                        [aTest(at, { outcome: 'INCONCLUSIVE' })], '2022-01-26T08:00:00Z', ['RESULT_UNCLEAR']],
  ['a text nobody may read a result into',[aTest(at, { outcome: 'UNKNOWN' })], '2022-01-26T08:00:00Z', ['RESULT_UNCLEAR']],
  ['sample time unknown',                 [aTest(at, { sampledAt: null })], '2022-01-26T08:00:00Z', ['SAMPLE_TIME_UNKNOWN']],
  ['sample time unknown, positive',       [aTest(at, { sampledAt: null, outcome: 'POSITIVE' })], '2022-01-26T08:00:00Z', ['NO_TEST']],
  ['sampled in the future',               [aTest(at)], '2022-01-26T06:59:59Z', ['DATE_IMPOSSIBLE']],
  ['rapid test of unknown make',          [aTest(at, noDevice)], '2022-01-26T08:00:00Z', ['MISSING_DEVICE']],
  ['one good, one preliminary',           [aTest(earlier), aTest(at, { state: 'PRELIMINARY' })], '2022-01-26T08:00:00Z', [earlier]],
  ['one good, one positive since',        [aTest(earlier), aTest(at, { outcome: 'POSITIVE' })], '2022-01-26T08:00:00Z', [earlier]],
  ['one good, one of unknown make',       [aTest(earlier), aTest(at, noDevice)], '2022-01-26T08:00:00Z', ['MISSING_DEVICE', earlier]],
  ['entered again with its make',         [aTest(at, noDevice), aTest(at, { ...rapid, id: 'z' })], '2022-01-26T08:00:00Z', [at]],
  ['antibodies are no test for this',     [aTest(at, { method: 'ANTIBODY' })], '2022-01-26T08:00:00Z', ['NO_TEST']],
  ['no test',                             [], '2022-01-26T08:00:00Z', ['NO_TEST']],
  ['too old beside preliminary',          [aTest('2022-01-01T07:00:00Z'), aTest(at, { state: 'PRELIMINARY' })], '2022-01-26T08:00:00Z', ['PRELIMINARY']],
  ['before there were certificates',      [aTest('2021-05-30T07:00:00Z')], '2021-05-31T08:00:00Z', ['SCHEME_NOT_STARTED']],
  ['laboratory database unreachable',     null, '2022-01-26T08:00:00Z', ['needs test']],
]

describe('test certificates', () => {
  test.each(tests)('%s', (_, testResults, asked, answers) => {
    const { certificates } = decideTests({ holder, testResults }, new Date(asked))
    expect(
      certificates.map(decision =>
        decision.outcome === 'eligible'
          ? decision.facts.sampledAt.toISOString().replace('.000', '')
          : decision.outcome === 'refused'
            ? decision.reason
            : `needs ${decision.missing}`,
      ),
    ).toEqual(answers)
  })
})
