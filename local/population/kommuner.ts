import list from '../../schema/code-lists/kommuner.json' with { type: 'json' }
import { itemAt, type Random } from './random.ts'

export type Kommune = {
  readonly number: string
  readonly name: string
  /** An organisation number whose check digit holds. It begins with 3, as synthetic organisations do. */
  readonly organisation: string
  /** How many of its inhabitants in a hundred want nynorsk. */
  readonly nynorskPercent: number
  readonly isSamiArea: boolean
}

/** Thousand inhabitants of the largest kommuner, 1 January 2021, rounded (Statistics Norway). */
const thousands = new Map(
  `
  0301:697 4601:286 5001:208 1103:144 3024:128 4204:113 3005:102 3025:95 3030:87 3004:83 1108:80 5401:77 1507:67
  3803:57 3020:60 3003:57 3002:50 3807:55 3804:64 3805:47 1804:53 3806:37 4203:45 1106:37 3801:27 3802:25 3006:28
  3007:31 3001:31 3033:40 3029:42 3411:35 3403:32 3405:28 3407:30 3420:21 3401:18 1833:26 1806:22 5402:25 5403:21
  4626:39 4627:30 4624:25 4631:29 4647:22 4602:17 4614:19 4621:16 1149:42 1121:19 1120:20 1119:19 1124:27 1505:24
  1506:32 5006:24 5037:20 5035:24 3014:45 3049:27 3031:24 3035:26 3034:23 4202:24 4205:23 3811:27 5406:11 5444:10
  5430:3 5436:4 5437:3 5441:3
  `
    .trim()
    .split(/\s+/)
    .map(pair => [pair.slice(0, 4), Number(pair.slice(5))] as const),
)
const thousandsElsewhere = 6.5

const samiArea = new Set(['5403', '5430', '5436', '5437', '5441', '5442', '5406', '5444', '1806'])

const nynorskByCounty: Readonly<Record<string, number>> = { '46': 56, '15': 52, '11': 24, '34': 6, '38': 5, '42': 6 }

const organisationWeights = [3, 2, 7, 6, 5, 4, 3, 2]

/** The first number from eight digits on whose check digit exists (modulo 11). */
function organisationNumber(eight: number): string {
  const digits = Array.from(String(eight), Number)
  const control =
    (11 - (organisationWeights.reduce((sum, weight, at) => sum + weight * itemAt(digits, at), 0) % 11)) % 11
  return control === 10 ? organisationNumber(eight + 1) : `${eight}${control}`
}

export const kommuner: readonly Kommune[] = list.kommuner.map(({ number, name }, index) => ({
  number,
  name,
  organisation: organisationNumber(31_000_000 + index * 10),
  nynorskPercent: number === '4601' || number === '1507' ? 20 : (nynorskByCounty[number.slice(0, 2)] ?? 1.5),
  isSamiArea: samiArea.has(number),
}))

const upTo: readonly number[] = cumulated(kommuner.map(({ number }) => thousands.get(number) ?? thousandsElsewhere))

/** A kommune, in proportion to its inhabitants. */
export function pickKommune(random: Random): Kommune {
  return itemAt(kommuner, firstAbove(upTo, random.fraction() * itemAt(upTo, upTo.length - 1)))
}

function cumulated(weights: readonly number[]): readonly number[] {
  let total = 0
  return weights.map(weight => {
    total += weight
    return total
  })
}

function firstAbove(sorted: readonly number[], point: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (itemAt(sorted, middle) > point) high = middle
    else low = middle + 1
  }
  return low
}
