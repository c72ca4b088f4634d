import { existsSync, readFileSync } from 'node:fs'
import { evaluate } from 'certlogic-js'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, localDate } from '../../../schema/scalars/local-date.ts'
import { decideDomestic } from '../../../subgraphs/certificate/domain/index.ts'
import { aCase, aDose, holder, onThe, type Product } from './situations.ts'

/*
 * The other reader: the rules FHI published for its verifier app (CertLogic), evaluated by certlogic-js over the
 * certificate the same facts give, day by day. Where the published logic is a day apart from its own words, the words
 * count here; each such day is listed.
 */
const folder = new URL('../../../../shared/data/dcc/no-rules/', import.meta.url)
const isHere = existsSync(folder)

type Published = { Identifier: string; CertificateType: string; Logic: unknown }
function published(file: string): Published[] {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8').replace(/^\uFEFF/, ''))
}

function isAccepted(rules: Published[], type: string, payload: object, now: Date): boolean {
  const data = { payload, external: { validationClock: now.toISOString() } }
  return rules
    .filter(({ CertificateType, Identifier }) => CertificateType === type && !Identifier.endsWith('-0003'))
    .every(({ Logic }) => evaluate(Logic as Parameters<typeof evaluate>[0], data) === true)
}

const codes: Record<string, string> = { Comirnaty: 'EU/1/20/1528', Spikevax: 'EU/1/20/1507', Janssen: 'EU/1/20/1525' }
const dob = holder.birthDate

const fromTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
/** The apps of summer 2021 knew no additional doses: whoever had one was red. Here the series stays finished. */
const unforeseen = (from: number) => fromTo(from, 280)

/** File, the days around which its rule holds, and the days on which logic and words differ. */
const versions: readonly (readonly [file: string, on: string, apart: Readonly<Record<string, readonly number[]>>])[] = [
  [
    'history/2021-08-05-36a317f-domestic.json',
    '2021-08-10',
    { '1/2': [98], recovery: [180], '3/2 or 3/3': unforeseen(7), '2/1': unforeseen(7) },
  ],
  ['history/2021-08-31-a906c4f-domestic.json', '2021-09-10', { '1/2': [98], recovery: [180], '2/1': unforeseen(1) }],
  ['history/2021-09-29-592d564-domestic.json', '2021-10-05', { '1/2': [98], recovery: [180] }],
  ['history/2021-11-30-a83f38b-domestic.json', '2021-12-01', { recovery: [10] }],
  ['history/2021-12-21-6d8f15a-domestic.json', '2021-12-22', { recovery: [10] }],
  ['history/2022-03-21-60dc10c-domestic.json', '2022-03-22', { recovery: [10] }],
  ['history/2022-03-31-1e0060e-domestic.json', '2022-04-01', { recovery: [10] }],
  ['domestic.json', '2022-10-01', { recovery: [10] }],
]

describe.skipIf(!isHere).each(versions)(
  'domestic rules of %s, on %s (skipped without the published rules)',
  (file, on, apart) => {
    const rules = isHere ? published(file) : []
    const today = localDate(on)
    const now = onThe(on)
    const situation = { holder, vaccinations: [], testResults: [], cases: [] }
    const ago = (days: number) => addDays(today, -days)
    const daysApart = (days: Iterable<number>, ours: (day: number) => boolean, theirs: (day: number) => boolean) =>
      [...days].filter(day => ours(day) !== theirs(day))

    const green = (more: object) => decideDomestic({ ...situation, ...more }, now).outcome === 'green'
    const dose = (dn: number, sd: number, product: string, day: number) => ({
      v: [{ dn, sd, mp: codes[product], dt: ago(day) }],
      dob,
    })

    test.each([
      ['1/2', 'Comirnaty', 1, 2, 1],
      ['2/2', 'Spikevax', 2, 2, 2],
      ['1/1', 'Janssen', 1, 1, 1],
      ['3/2 or 3/3', 'Comirnaty', 3, on >= '2021-12-21' ? 3 : 2, 3],
      ['2/1', 'Janssen', 2, 1, 2],
    ] as const)('%s of %s is green on the same days', (name, product, dn, sd, count) => {
      const series = (day: number) =>
        Array.from({ length: count }, (_, index) =>
          aDose(`${product as Product} ${ago(day + 40 * (count - 1 - index))}`),
        )
      const days = fromTo(1, 280).filter(day => sd !== 2 || dn < 3 || day < daysBetween(localDate('2021-06-01'), today))
      expect(
        daysApart(
          days,
          day => green({ vaccinations: series(day) }),
          day => isAccepted(rules, 'Vaccination', dose(dn, sd, product, day), now),
        ),
      ).toEqual((apart[name] ?? []).filter(day => days.includes(day)))
    })

    test('recovery is green on the same days', () => {
      expect(
        daysApart(
          fromTo(0, 200),
          day => green({ cases: [aCase(`NAAT ${ago(day)}`)] }),
          day => isAccepted(rules, 'Recovery', { r: [{ fr: ago(day) }], dob }, now),
        ),
      ).toEqual(apart.recovery ?? [])
    })
  },
)
