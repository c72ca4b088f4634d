import { type Day, dayOf } from './calendar.ts'
import type { Life } from './life.ts'
import type { Origin } from './names.ts'
import { itemAt, type Random } from './random.ts'
import type { Dose } from './vaccinations.ts'

/** Those born by a year were offered a first dose from one day to another, and a part of them took it. */
type Offer = {
  readonly bornUntil: number
  readonly from: Day
  readonly until: Day
  readonly share: number
}

const offer = (ageIn2021: number, from: string, until: string, share: number): Offer => ({
  bornUntil: 2021 - ageIn2021,
  from: dayOf(from),
  until: dayOf(until),
  share,
})

/** The order of priority in 2021, oldest first. Children of 12–15 were offered one dose from September. */
const offers: readonly Offer[] = [
  offer(85, '2020-12-28', '2021-02-20', 0.965),
  offer(75, '2021-02-01', '2021-03-31', 0.975),
  offer(65, '2021-03-10', '2021-05-05', 0.97),
  offer(55, '2021-04-20', '2021-06-05', 0.965),
  offer(45, '2021-05-10', '2021-06-25', 0.955),
  offer(18, '2021-06-01', '2021-08-15', 0.94),
  offer(16, '2021-08-18', '2021-09-15', 0.88),
  offer(12, '2021-09-06', '2021-10-10', 0.74),
  offer(5, '2022-01-17', '2022-04-30', 0.02),
]
const healthPersonnel = { share: 0.06, from: dayOf('2021-01-10'), until: dayOf('2021-03-10') }
const underlyingIllness = { share: 0.12, from: dayOf('2021-04-10'), until: dayOf('2021-05-20') }
const late = { share: 0.04, from: dayOf('2021-09-01'), until: dayOf('2022-02-15') }

/** Weeks between the first two doses by the day of the first: they changed with the supply (requirements D7). */
const intervals: readonly (readonly [until: Day, days: number])[] = [
  [dayOf('2021-02-28'), 21],
  [dayOf('2021-04-20'), 42],
  [dayOf('2021-06-10'), 84],
  [dayOf('2021-07-10'), 63],
  [dayOf('2021-08-10'), 42],
]
const laterInterval = 28

type Booster = { readonly age: number; readonly from: Day; readonly after: number; readonly share: number }
/** Third doses by age in 2021, oldest first: from when, how many days after the second, and how many took it. */
const boosters: readonly Booster[] = [
  { age: 65, from: dayOf('2021-10-05'), after: 180, share: 0.93 },
  { age: 45, from: dayOf('2021-11-25'), after: 150, share: 0.79 },
  { age: 18, from: dayOf('2021-12-20'), after: 140, share: 0.5 },
]
const autumnDoses = [
  { age: 65, from: dayOf('2022-09-05'), share: 0.66 },
  { age: 65, from: dayOf('2023-09-25'), share: 0.6 },
] as const

const astraZenecaFrom = dayOf('2021-02-08')
const astraZenecaUntil = dayOf('2021-03-10')
const modernaFrom = dayOf('2021-01-16')
const janssenFrom = dayOf('2021-06-15')
const janssenUntil = dayOf('2021-10-31')
const novavaxFrom = dayOf('2022-02-28')

export function covidDosesOf(life: Life, random: Random): Dose[] {
  const ageIn2021 = 2021 - life.birthYear
  const own = offers.find(({ bornUntil }) => life.birthYear <= bornUntil)
  const isFromAbroad = life.origin !== 'norwegian' && life.origin !== 'sami'
  if (!own || !random.chance(own.share * (isFromAbroad ? 0.92 : 1))) return []
  if (ageIn2021 >= 18 && random.chance(isFromAbroad ? 0.09 : 0.004)) return dosesAbroad(life, random)

  const first = firstDay(own, ageIn2021, random)
  const code = firstProduct(first, ageIn2021, random)
  const doses: Dose[] = [{ code, day: first, number: 1 }]
  if (code === 'JAN03') return withBoosters(doses, ageIn2021, random)
  if (!takesSecond(life, ageIn2021, first, random)) return doses
  doses.push({ code: nextProduct(code, random), day: secondDay(first, ageIn2021, random), number: 2 })
  return ageIn2021 >= 18 ? withBoosters(doses, ageIn2021, random) : doses
}

function firstDay(own: Offer, age: number, random: Random): Day {
  const point = random.fraction()
  const isWorking = age >= 20 && age < 67
  const group =
    isWorking && point < healthPersonnel.share
      ? healthPersonnel
      : isWorking && point < healthPersonnel.share + underlyingIllness.share
        ? underlyingIllness
        : age >= 18 && point > 1 - late.share
          ? late
          : own
  return random.between(group.from, group.until)
}

function firstProduct(day: Day, age: number, random: Random): string {
  const point = random.fraction()
  if (age >= 18) {
    if (day >= astraZenecaFrom && day <= astraZenecaUntil && age < 67) return point < 0.65 ? 'ASZ03' : 'BNT03'
    if (day >= janssenFrom && day <= janssenUntil && point < 0.004) return 'JAN03'
    if (day >= modernaFrom && point < 0.12) return 'MOD03'
    if (day >= novavaxFrom && point < 0.2) return 'NUV03'
  }
  return 'BNT03'
}

/** After an infection one dose counted as enough for some months; and a few never came back. */
function takesSecond(life: Life, age: number, first: Day, random: Random): boolean {
  if (age < 16) return random.chance(0.18)
  const wasInfected = life.infections.some(({ day }) => day < first - 21)
  return random.chance(wasInfected ? 0.6 : 0.982)
}

function secondDay(first: Day, age: number, random: Random): Day {
  // Children were offered the second dose from 14 January 2022.
  if (age < 16) return Math.max(first + 70, dayOf14January2022) + random.below(60)
  const days = intervals.find(([until]) => first <= until)?.[1] ?? laterInterval
  return first + days + random.below(6)
}
const dayOf14January2022 = dayOf('2022-01-14')

/** Those who had begun with AstraZeneca went on with another, and in the summer some had one of each mRNA vaccine. */
function nextProduct(code: string, random: Random): string {
  if (code === 'ASZ03') return random.chance(0.75) ? 'BNT03' : 'MOD03'
  if (code === 'BNT03') return random.chance(0.06) ? 'MOD03' : 'BNT03'
  return code
}

function withBoosters(doses: Dose[], age: number, random: Random): Dose[] {
  const booster = boosters.find(candidate => age >= candidate.age)
  if (!booster || !random.chance(booster.share)) return doses
  const last = itemAt(doses, doses.length - 1)
  let day = Math.max(booster.from, last.day + booster.after) + random.below(45)
  doses.push({ code: random.chance(0.25) ? 'MOD03' : 'BNT03', day, number: doses.length + 1 })
  for (const { age: least, from, share } of autumnDoses) {
    if (age < least || !random.chance(share)) continue
    day = Math.max(from, day + 120) + random.below(60)
    doses.push({ code: 'BNT03', day, number: doses.length + 1 })
  }
  return doses
}

type Abroad = { readonly country: string; readonly codes: readonly string[] }
const elsewhere: readonly Abroad[] = [
  { country: 'SE', codes: ['BNT03', 'ASZ03', 'MOD03'] },
  { country: 'DE', codes: ['BNT03', 'ASZ03', 'MOD03', 'JAN03'] },
  { country: 'GB', codes: ['ASZ03', 'BNT03'] },
  { country: 'US', codes: ['BNT03', 'MOD03', 'JAN03'] },
  { country: 'ES', codes: ['BNT03', 'JAN03'] },
]
const homes: Readonly<Partial<Record<Origin, Abroad>>> = {
  polish: { country: 'PL', codes: ['BNT03', 'ASZ03', 'JAN03', 'MOD03'] },
  baltic: { country: 'LT', codes: ['BNT03', 'ASZ03', 'JAN03'] },
  ukrainian: { country: 'UA', codes: ['SIN03', 'BNT03', 'CSH03'] },
  somali: { country: 'SO', codes: ['ASZ03', 'BBI03'] },
  southAsian: { country: 'IN', codes: ['CSH03', 'CVX03'] },
  arabic: { country: 'AE', codes: ['BBI03', 'BNT03'] },
  vietnamese: { country: 'VN', codes: ['ASZ03', 'BBI03'] },
}

/** Both doses in another country, registered when the person asked for it here. */
function dosesAbroad(life: Life, random: Random): Dose[] {
  const { country, codes } = homes[life.origin] ?? random.pick(elsewhere)
  const code = random.pickCommonFirst(codes)
  const first = random.between(dayOf('2021-03-01'), dayOf('2021-08-31'))
  const doses: Dose[] = [{ code, day: first, number: 1, abroad: country }]
  if (code !== 'JAN03') doses.push({ code, day: first + random.between(21, 84), number: 2, abroad: country })
  return withBoosters(doses, 2021 - life.birthYear, random)
}
